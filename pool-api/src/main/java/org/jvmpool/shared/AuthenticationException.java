package org.jvmpool.shared;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the two ends of a connection do not have the same key, as {@code AuthenticationError}
 * is in Python's multiprocessing.
 *
 * <p>Nothing but the challenge and its answer has been exchanged by then: no object was read.
 */
public class AuthenticationException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception with a message.
   *
   * @param message which end refused which peer, and why
   */
  public AuthenticationException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a message and a cause.
   *
   * @param message which end refused which peer, and why
   * @param cause what led to it, or null if nothing else did
   */
  public AuthenticationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
