package org.jvmpool.worker.plain;

import java.time.Duration;
import org.jvmpool.shared.SharedSemaphore;

/** What a session holds of a semaphore. */
final class PlainSemaphore extends Handle<SemaphoreCore> implements SharedSemaphore {
  private static final long serialVersionUID = 1;

  PlainSemaphore(SemaphoreCore core, Session session) {
    super(core, session);
  }

  @Override
  public void acquire() throws InterruptedException {
    open().acquire(this, Deadline.NEVER);
  }

  @Override
  public boolean tryAcquire() {
    return open().tryAcquire();
  }

  @Override
  public boolean tryAcquire(Duration limit) throws InterruptedException {
    return open().acquire(this, Deadline.after(limit));
  }

  @Override
  public void release() {
    open().release(1);
  }

  @Override
  public void release(int permits) {
    open().release(permits);
  }

  @Override
  public int availablePermits() {
    return open().permits();
  }

  @Override
  public String toString() {
    return isClosed() ? super.toString() : core() + " (" + core().permits() + " permits)";
  }
}
