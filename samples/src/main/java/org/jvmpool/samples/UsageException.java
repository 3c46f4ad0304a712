package org.jvmpool.samples;

/** Thrown when a sample is called with arguments that it cannot take; the message says which. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
