package org.jvmpool;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a task outlived its limit and its worker was killed for it.
 *
 * <p>The limit counts from the moment the task starts to run. The worker is replaced; no other task
 * is harmed.
 *
 * @see Pool#withTimeout(java.time.Duration)
 * @see PoolBuilder#taskTimeout(java.time.Duration)
 */
public class TaskTimeoutException extends ProcessException {
  private static final long serialVersionUID = 1L;
  private static final StackTraceElement[] NO_STACK = {};

  /** Where the task was, innermost frame first. */
  private final StackTraceElement[] taskStack;

  /**
   * Makes an exception that does not know where the task was.
   *
   * @param message names the pool, the task, the worker and the limit
   * @param cause what led to it, or null if nothing but the clock did
   */
  public TaskTimeoutException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.taskStack = NO_STACK;
  }

  /**
   * Makes an exception that shows where the task was.
   *
   * @param message names the pool, the task, the worker and the limit
   * @param taskStack the stack of the task's thread when the limit passed, innermost frame first;
   *     copied
   */
  public TaskTimeoutException(String message, StackTraceElement[] taskStack) {
    super(message, null);
    this.taskStack = taskStack.clone();
    for (StackTraceElement frame : this.taskStack) {
      Objects.requireNonNull(frame, "taskStack holds a null frame");
    }
  }

  /**
   * Where the task was when its limit passed.
   *
   * @return the stack of the task's thread in the worker, innermost frame first; empty if the
   *     worker could not tell; the array is the caller's
   */
  public StackTraceElement[] taskStack() {
    return taskStack.clone();
  }
}
