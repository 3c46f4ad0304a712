package org.jvmpool.impl.pool;

import java.util.concurrent.CancellationException;

/** What the blocking calls of a pool do when their caller is interrupted. */
final class Interrupted {
  private Interrupted() {}

  /** Sets the flag again; the exception is for the caller to throw. */
  static CancellationException cancelled(String what, Exception cause) {
    Thread.currentThread().interrupt();
    CancellationException cancelled =
        new CancellationException(what + ", since its caller was interrupted");
    cancelled.initCause(cause);
    return cancelled;
  }
}
