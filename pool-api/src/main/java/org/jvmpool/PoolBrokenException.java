package org.jvmpool;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a pool cannot start workers, or when its initializer fails again and again.
 *
 * <p>The pool gives up after a bounded number of attempts, with a growing pause between them. All
 * its tasks then complete with this exception, and so do later submissions. The message shows the
 * command that was run, what it printed and what to do.
 */
public class PoolBrokenException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception with a message and a cause.
   *
   * @param message the command that was run, its output and what to do
   * @param cause what the last attempt failed with, or null if there is no exception behind it
   */
  public PoolBrokenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
