package org.jvmpool.worker.manager;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jvmpool.ProcessException;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedLock;

/** A lock as its clients see it. Its holder is a thread of this process. */
final class LockProxy extends Proxy implements SharedLock {
  private static final long serialVersionUID = 1;

  LockProxy(RemoteObject remote) {
    super(remote);
  }

  @Override
  public void lock() {
    remote().callUntilClosed(Op.LOCK_LOCK_INTERRUPTIBLY, Op.LOCK_LOCK);
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    remote().callInterruptibly(Op.LOCK_LOCK_INTERRUPTIBLY);
  }

  @Override
  public boolean tryLock() {
    return remote().call(Op.LOCK_TRY_LOCK, 0L).truth();
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return remote().callInterruptibly(Op.LOCK_TRY_LOCK, Limits.nanos(time, unit)).truth();
  }

  @Override
  public boolean tryLock(Duration limit) throws InterruptedException {
    return remote().callInterruptibly(Op.LOCK_TRY_LOCK, Limits.nanos(limit)).truth();
  }

  @Override
  public void unlock() {
    try {
      remote().call(Op.LOCK_UNLOCK);
    } catch (IllegalStateException e) {
      if (!remote().isClosed() || !unlockOwn()) {
        throw e;
      }
    }
  }

  /** After the close: gives it back once if this thread has it, and it is still there. */
  private boolean unlockOwn() {
    try {
      return remote().callThoughClosed(Op.LOCK_UNLOCK_OWN).truth();
    } catch (ProcessException e) {
      return false; // gone with the manager
    }
  }

  /** After the close: gives it back as often as this thread has taken it, if it is still there. */
  void unlockAll() {
    boolean more;
    do {
      more = unlockOwn();
    } while (more);
  }

  @Override
  public boolean isLocked() {
    return remote().call(Op.LOCK_IS_LOCKED).truth();
  }

  @Override
  public boolean wasAbandoned() {
    return remote().call(Op.LOCK_WAS_ABANDONED).truth();
  }

  @Override
  public SharedCondition newCondition() {
    long id = remote().call(Op.LOCK_NEW_CONDITION).longNumber();
    return new ConditionProxy(remote().manager().object(Kind.CONDITION, id, null).made(), this);
  }
}
