package org.jvmpool.worker.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of a frame's header. Numbers are big-endian.
 *
 * <pre>
 *   0       2      3       4               8                              16                             24
 *   ┌───────┬──────┬───────┬───────────────┬──────────────────────────────┬──────────────────────────────┬─────────┐
 *   │ magic │ type │ flags │ slot          │ length of the payload        │ id                           │ payload │
 *   └───────┴──────┴───────┴───────────────┴──────────────────────────────┴──────────────────────────────┴─────────┘
 *     u16     u8     u8      u32             i64                            i64
 * </pre>
 *
 * Magic is {@code 0x4A50} ("JP"). Slot and id name a task and its place in the worker's window; in
 * frames that concern no task, id is a number of that message's own. No other class knows these
 * offsets.
 */
final class FrameLayout {
  static final int HEADER = 24;
  static final short MAGIC = 0x4A50;

  private static final int TYPE_AT = 2;
  private static final int FLAGS_AT = 3;
  private static final int SLOT_AT = 4;
  private static final int LENGTH_AT = 8;
  private static final int ID_AT = 16;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private FrameLayout() {}

  static void write(byte[] into, int at, int type, int flags, int slot, long length, long id) {
    SHORT.set(into, at, MAGIC);
    into[at + TYPE_AT] = (byte) type;
    into[at + FLAGS_AT] = (byte) flags;
    INT.set(into, at + SLOT_AT, slot);
    LONG.set(into, at + LENGTH_AT, length);
    LONG.set(into, at + ID_AT, id);
  }

  /** The payload of a frame whose own payload lies in a segment: how long that is. */
  static byte[] number(long length) {
    byte[] bytes = new byte[Long.BYTES];
    LONG.set(bytes, 0, length);
    return bytes;
  }

  static long number(byte[] bytes) {
    return (long) LONG.get(bytes, 0);
  }

  static boolean hasMagic(byte[] from, int at) {
    return (short) SHORT.get(from, at) == MAGIC;
  }

  static int type(byte[] from, int at) {
    return from[at + TYPE_AT] & 0xFF;
  }

  static int flags(byte[] from, int at) {
    return from[at + FLAGS_AT] & 0xFF;
  }

  static int slot(byte[] from, int at) {
    return (int) INT.get(from, at + SLOT_AT);
  }

  static long length(byte[] from, int at) {
    return (long) LONG.get(from, at + LENGTH_AT);
  }

  static long id(byte[] from, int at) {
    return (long) LONG.get(from, at + ID_AT);
  }
}
