package org.jvmpool.worker.manager;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A call that may wait in the server, and that is given up there when the server is told: after an
 * interrupt of its thread, if that is to end it, and when the handle through which it is made is
 * closed. Safe for all threads.
 */
final class WaitingCall {
  /** What ends it besides the close of the handle, and what the close does. */
  enum How {
    /** An interrupt ends it, too. */
    INTERRUPTIBLY,
    /** Only the close ends it. */
    UNTIL_CLOSED,
    /**
     * Only the close ends it: the calling thread leaves at once, and whatever the server answers is
     * not read. For what takes as long as code of users.
     */
    UNLESS_CLOSED
  }

  private final How how;

  // Guarded by this.
  private @Nullable Runnable giveUp;
  private boolean closed;
  private boolean ended;
  private boolean tookInterrupt;

  WaitingCall(How how) {
    this.how = how;
  }

  boolean isInterruptible() {
    return how == How.INTERRUPTIBLY;
  }

  /** Whether nobody waits for the answer once the handle was closed. */
  boolean isAbandoned() {
    return how == How.UNLESS_CLOSED;
  }

  /**
   * It is about to be made.
   *
   * @param tellServer has the server give it up; may be called before the call arrives, and when it
   *     is over
   * @throws CancellationException if it is not to be made
   */
  void begins(Runnable tellServer) {
    synchronized (this) {
      giveUp = tellServer;
      if (!closed) {
        return;
      }
    }
    if (isAbandoned()) {
      throw new CancellationException("the handle was closed before the call was made");
    }
    tellServer.run();
  }

  /** The handle was closed. */
  void close() {
    Runnable tellServer;
    synchronized (this) {
      closed = true;
      tellServer = ended && isAbandoned() ? null : giveUp;
    }
    if (tellServer != null) {
      tellServer.run();
    }
  }

  /**
   * Its answer has come, or its connection has broken.
   *
   * @throws CancellationException if the answer is not to be read, which the server was told
   */
  synchronized void ended() {
    if (closed && isAbandoned()) {
      throw new CancellationException("the handle was closed before the answer came");
    }
    ended = true;
  }

  /**
   * It ended by an interrupt: whether by that of its thread, which gets to know of it thereby, and
   * not by the word that the handle was closed.
   */
  synchronized boolean takesInterrupt() {
    tookInterrupt = isInterruptible() && !closed;
    return tookInterrupt;
  }

  /** Whether the close of the handle has ended it. */
  synchronized boolean isClosed() {
    return closed && !tookInterrupt;
  }
}
