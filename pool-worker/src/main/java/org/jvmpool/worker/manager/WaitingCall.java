package org.jvmpool.worker.manager;

import org.jspecify.annotations.Nullable;

/**
 * A call that may wait in the server, and that the server gives up when it is told: after an
 * interrupt of its thread, if that is to end it, and when the handle through which it is made is
 * closed. Safe for all threads.
 */
final class WaitingCall {
  private final boolean interruptible;

  // Guarded by this.
  private @Nullable Runnable giveUp;
  private boolean closed;

  WaitingCall(boolean interruptible) {
    this.interruptible = interruptible;
  }

  boolean isInterruptible() {
    return interruptible;
  }

  /**
   * It is about to be made.
   *
   * @param tellServer has the server give it up; may be called before the call arrives, and when it
   *     is over
   */
  void begins(Runnable tellServer) {
    synchronized (this) {
      giveUp = tellServer;
      if (!closed) {
        return;
      }
    }
    tellServer.run();
  }

  /** The handle was closed. */
  void close() {
    Runnable tellServer;
    synchronized (this) {
      closed = true;
      tellServer = giveUp;
    }
    if (tellServer != null) {
      tellServer.run();
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }
}
