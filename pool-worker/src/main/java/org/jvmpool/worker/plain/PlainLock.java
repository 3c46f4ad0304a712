package org.jvmpool.worker.plain;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedLock;

/** What a session holds of a lock. */
final class PlainLock extends Handle<LockCore> implements SharedLock {
  private static final long serialVersionUID = 1;

  PlainLock(LockCore core, Session session) {
    super(core, session);
  }

  @Override
  public void lock() {
    try {
      open().lock(this, Deadline.NEVER, false);
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    open().lock(this, Deadline.NEVER, true);
  }

  @Override
  public boolean tryLock() {
    try {
      return open().lock(this, Deadline.NOW, false);
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return open().lock(this, Deadline.after(time, unit), true);
  }

  @Override
  public boolean tryLock(Duration limit) throws InterruptedException {
    return open().lock(this, Deadline.after(limit), true);
  }

  @Override
  public void unlock() {
    open().unlock();
  }

  @Override
  public boolean isLocked() {
    return open().isLocked();
  }

  @Override
  public boolean wasAbandoned() {
    return open().wasAbandoned();
  }

  @Override
  public SharedCondition newCondition() {
    open();
    return new PlainCondition(this, new Line());
  }

  @Override
  public String toString() {
    return isClosed() ? super.toString() : core().state();
  }
}
