package org.jvmpool.worker.family;

/** A thread cannot wait, since no connection to the root process can be opened for it. */
public final class CannotWait extends IllegalStateException {
  private static final long serialVersionUID = 1;

  CannotWait(String message, Throwable cause) {
    super(message, cause);
  }
}
