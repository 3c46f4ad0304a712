package org.jvmpool.worker;

/** The parent's end of the pipe pair is closed: the worker has nobody to work for and ends. */
final class ParentGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ParentGoneException(Throwable cause) {
    super("the parent process is gone", cause);
  }
}
