package org.jvmpool.worker.link;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from what a channel has to give, without blocking. Numbers are big-endian.
 *
 * <pre>
 *   0      1                              9
 *   ┌──────┬──────────────────────────────┬─────────┐
 *   │ kind │ length of the payload        │ payload │     kind: 0 an object, 1 bytes
 *   └──────┴──────────────────────────────┴─────────┘
 *     u8     i64
 * </pre>
 *
 * A payload's array grows with what has arrived, so that a bad length costs no memory. For one
 * thread at a time. No other class knows these offsets.
 */
final class MessageReader {
  static final int HEADER = 9;

  /** The largest payload: what an array can hold. */
  static final long MAX_PAYLOAD = Integer.MAX_VALUE - 64L;

  private static final byte OBJECT = 0;
  private static final byte BYTES = 1;

  /* The JDK copies through a native buffer as large as what is asked for, and keeps it. */
  private static final int STEP = 65_536;
  private static final int TRUSTED = 1 << 20;

  private final ByteBuffer buffer = ByteBuffer.allocate(8192).flip(); // unread bytes
  private boolean inPayload;
  private boolean isObject;
  private int length;
  private byte[] payload = new byte[0];
  private int have;
  private boolean ended;

  /** What there is to be had. */
  enum State {
    /** A message is whole. */
    MESSAGE,
    /** More has to arrive. */
    INCOMPLETE,
    /** The channel has ended between two messages. */
    END
  }

  /** Writes the header of a message with a payload of that length. */
  static void header(byte[] into, boolean isObject, int length) {
    ByteBuffer.wrap(into).put(isObject ? OBJECT : BYTES).putLong(length);
  }

  /**
   * Reads what is there.
   *
   * @throws EOFException when the channel ends within a message
   * @throws IOException when what arrives is no message
   */
  State advance(ReadableByteChannel channel) throws IOException {
    while (true) {
      if (!inPayload && buffer.remaining() >= HEADER) {
        begin();
      }
      if (inPayload) {
        int ready = Math.min(length - have, buffer.remaining());
        makeRoom(have + ready);
        buffer.get(payload, have, ready);
        have += ready;
        if (have == length) {
          return State.MESSAGE;
        }
      }
      int read = ended ? -1 : read(channel);
      if (read == 0) {
        return State.INCOMPLETE;
      }
      if (read < 0) {
        ended = true;
        return atTheEnd();
      }
    }
  }

  private void begin() throws IOException {
    byte kind = buffer.get();
    long announced = buffer.getLong();
    if (kind != OBJECT && kind != BYTES) {
      throw new IOException("no message has the kind " + kind);
    }
    if (announced < 0 || announced > MAX_PAYLOAD) {
      throw new IOException("a message cannot have " + announced + " bytes");
    }
    inPayload = true;
    isObject = kind == OBJECT;
    length = (int) announced;
    have = 0;
    payload = new byte[Math.min(length, TRUSTED)];
  }

  private void makeRoom(int wanted) {
    if (wanted > payload.length) {
      payload =
          Arrays.copyOf(payload, (int) Math.min(length, Math.max(wanted, payload.length * 2L)));
    }
  }

  /** Large payloads go straight to their array. */
  private int read(ReadableByteChannel channel) throws IOException {
    if (inPayload && length - have > buffer.capacity()) {
      makeRoom(have + 1);
      ByteBuffer rest = ByteBuffer.wrap(payload, have, Math.min(payload.length - have, STEP));
      int read = channel.read(rest);
      have += Math.max(0, read);
      return read;
    }
    buffer.compact();
    try {
      return channel.read(buffer);
    } finally {
      buffer.flip();
    }
  }

  private State atTheEnd() throws EOFException {
    if (inPayload) {
      throw new EOFException(
          "the other end is gone: the connection ended after "
              + have
              + " of the "
              + length
              + " bytes of a message");
    }
    if (buffer.hasRemaining()) {
      throw new EOFException("the other end is gone: the connection ended within a header");
    }
    return State.END;
  }

  /** The message that is whole; it stays until it is taken. */
  @Nullable Message peek() {
    return inPayload && have == length ? new Message(isObject, payload) : null;
  }

  /** Forgets the message that is whole. */
  void take() {
    inPayload = false;
    payload = new byte[0];
  }

  /** Whether another message is whole already, or known to be none; the channel is not read. */
  boolean hasNext() {
    if (inPayload) {
      return have == length;
    }
    if (buffer.remaining() < HEADER) {
      return false;
    }
    int at = buffer.position();
    byte kind = buffer.get(at);
    long announced = buffer.getLong(at + 1);
    boolean isMessage = (kind == OBJECT || kind == BYTES) && announced >= 0;
    return !isMessage || announced <= buffer.remaining() - HEADER;
  }
}
