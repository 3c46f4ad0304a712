package org.jvmpool.worker.plain;

import org.jspecify.annotations.Nullable;

/** Permits, given out in the order of those that ask. Nobody owns a permit. */
final class SemaphoreCore extends Core {
  private final int most;

  /* Guarded by the monitor. Whenever somebody waits there is no permit. */
  private int permits;
  private final Line line = new Line();

  SemaphoreCore(int permits, boolean bounded) {
    super(bounded ? "bounded semaphore" : "semaphore");
    if (permits < 0) {
      throw new IllegalArgumentException("permits must be 0 or more, but was " + permits);
    }
    this.permits = permits;
    this.most = bounded ? permits : Integer.MAX_VALUE;
  }

  @Override
  Handle<?> newHandle(Session session) {
    return new PlainSemaphore(this, session);
  }

  boolean acquire(PlainSemaphore through, Deadline deadline) throws InterruptedException {
    throwIfInterrupted();
    Waiter waiter;
    synchronized (this) {
      if (tryAcquire()) {
        return true;
      }
      if (deadline.left() <= 0) {
        return false;
      }
      waiter = join(line, Owner.current(), through);
    }
    return awaitGrant(waiter, line, deadline, true);
  }

  synchronized boolean tryAcquire() {
    boolean there = permits > 0;
    permits -= there ? 1 : 0;
    return there;
  }

  synchronized void release(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("permits must be at least 1, but was " + count);
    }
    if (count > most - permits) {
      throw new IllegalStateException(
          this + " has " + permits + " of " + most + " permits; " + count + " more are too many");
    }
    permits += count;
    for (Waiter next = first(); next != null; next = first()) {
      permits--;
      end(next, Waiter.End.GRANTED);
    }
  }

  private @Nullable Waiter first() {
    return permits > 0 ? line.poll() : null;
  }

  synchronized int permits() {
    return permits;
  }

  @Override
  synchronized void sessionEnded(Session session) {
    endAll(line, of(session), Waiter.End.SESSION_ENDED);
  }

  @Override
  synchronized void handleClosed(Handle<?> handle) {
    endAll(line, through(handle), Waiter.End.CLOSED);
  }
}
