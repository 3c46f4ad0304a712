package org.jvmpool.worker.wire;

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

  /* Implementation notes. Byte by byte and not by VarHandle, which takes a child JVM milliseconds
   * to set up when it starts. */

  private FrameLayout() {}

  static void write(byte[] into, int at, int type, int flags, int slot, long length, long id) {
    put(MAGIC, Short.BYTES, into, at);
    into[at + TYPE_AT] = (byte) type;
    into[at + FLAGS_AT] = (byte) flags;
    put(slot, Integer.BYTES, into, at + SLOT_AT);
    put(length, Long.BYTES, into, at + LENGTH_AT);
    put(id, Long.BYTES, into, at + ID_AT);
  }

  /** The payload of a frame whose own payload lies in a segment: how long that is. */
  static byte[] number(long length) {
    byte[] bytes = new byte[Long.BYTES];
    put(length, Long.BYTES, bytes, 0);
    return bytes;
  }

  static long number(byte[] bytes) {
    return get(bytes, 0, Long.BYTES);
  }

  static boolean hasMagic(byte[] from, int at) {
    return get(from, at, Short.BYTES) == MAGIC;
  }

  static int type(byte[] from, int at) {
    return from[at + TYPE_AT] & 0xFF;
  }

  static int flags(byte[] from, int at) {
    return from[at + FLAGS_AT] & 0xFF;
  }

  static int slot(byte[] from, int at) {
    return (int) get(from, at + SLOT_AT, Integer.BYTES);
  }

  static long length(byte[] from, int at) {
    return get(from, at + LENGTH_AT, Long.BYTES);
  }

  static long id(byte[] from, int at) {
    return get(from, at + ID_AT, Long.BYTES);
  }

  private static void put(long value, int bytes, byte[] into, int at) {
    for (int i = bytes - 1; i >= 0; i--) {
      into[at + i] = (byte) value;
      value >>>= Byte.SIZE;
    }
  }

  private static long get(byte[] from, int at, int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << Byte.SIZE | from[at + i] & 0xFF;
    }
    return value;
  }
}
