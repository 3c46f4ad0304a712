package org.jvmpool;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a blocking call when its task threw.
 *
 * <p>{@link #getCause()} is the exception that the task threw: an object of the same class, with
 * the stack trace of the worker. If that class cannot travel or does not exist in this JVM, the
 * cause is a {@link RemoteThrowable} that tells its name. The worker is unharmed and goes on to its
 * next task.
 *
 * <p>{@link AsyncResult#get()} does not throw this class: it throws an {@link
 * java.util.concurrent.ExecutionException} whose cause is the exception of the task.
 */
public class TaskException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception with a message and a cause.
   *
   * @param message names the pool, the task and the worker
   * @param cause the task's own exception
   */
  public TaskException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
