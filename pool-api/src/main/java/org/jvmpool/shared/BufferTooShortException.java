package org.jvmpool.shared;

import java.io.IOException;

/**
 * Thrown when a message is longer than the room that the receiver offered for it, as {@code
 * BufferTooShort} is in Python's multiprocessing.
 *
 * <p>The message has been taken from the connection and is not lost: {@link #message()} is all of
 * it.
 */
public class BufferTooShortException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The whole message. */
  private final byte[] bytes;

  /**
   * Makes an exception that carries a message.
   *
   * @param text says how long the message and how long the room is
   * @param message the whole message; kept as it is, not copied
   */
  public BufferTooShortException(String text, byte[] message) {
    super(text);
    this.bytes = message;
  }

  /**
   * The whole message.
   *
   * @return all its bytes, in an array that belongs to the caller
   */
  public byte[] message() {
    return bytes.clone();
  }
}
