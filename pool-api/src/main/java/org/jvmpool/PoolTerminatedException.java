package org.jvmpool;

import org.jspecify.annotations.Nullable;

/**
 * Completes every task that was not finished when its pool was terminated.
 *
 * @see Pool#terminate()
 */
public class PoolTerminatedException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception with a message and a cause.
   *
   * @param message names the pool and the task
   * @param cause what made the pool terminate, or null if it was asked to
   */
  public PoolTerminatedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
