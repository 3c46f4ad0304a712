package org.jvmpool;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a function, an argument, a result or an exception cannot travel between two JVMs.
 *
 * <p>The message names the class that cannot travel and the path of fields that leads to it. For
 * functions and arguments it is thrown by the call that submits the task, before the task is
 * queued; for results it completes the task. The pool and the worker are unharmed in both cases.
 */
public class TaskSerializationException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception with a message and a cause.
   *
   * @param message names the class and the path of fields that leads to it
   * @param cause what the serializer threw, or null if a rule of the pool refused the object
   */
  public TaskSerializationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
