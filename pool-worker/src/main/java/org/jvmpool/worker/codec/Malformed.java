package org.jvmpool.worker.codec;

/** The bytes are not what an encoder writes: cut short, or of another kind. */
final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Malformed(String message) {
    super(message);
  }
}
