package org.jvmpool;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that can go wrong with a task or with the processes that run it, as {@code
 * ProcessError} is in Python's multiprocessing.
 *
 * <p>All of these exceptions are unchecked. The message names the pool, the task and the worker,
 * says what happened or which rule broke, and what to do about it.
 */
public class ProcessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception with a message and a cause.
   *
   * @param message who failed, how, and what to do
   * @param cause what led to it, or null if nothing else did
   */
  public ProcessException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
