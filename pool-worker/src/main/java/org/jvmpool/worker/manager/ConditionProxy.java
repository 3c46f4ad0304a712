package org.jvmpool.worker.manager;

import java.time.Duration;
import java.util.Date;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.worker.family.HandleClosed;

/** A condition as its clients see it. */
final class ConditionProxy extends Proxy implements SharedCondition {
  private static final long serialVersionUID = 1;

  /** Asked for once. */
  private transient volatile @Nullable LockProxy lock;

  ConditionProxy(RemoteObject remote) {
    super(remote);
  }

  ConditionProxy(RemoteObject remote, LockProxy lock) {
    super(remote);
    this.lock = lock;
    remote.endsWith(lock.remote());
  }

  @Override
  public SharedLock lock() {
    return knownLock();
  }

  private LockProxy knownLock() {
    LockProxy known = lock;
    if (known == null) {
      Reply reply = remote().call(Op.CONDITION_LOCK);
      Kind kind = Kind.of(reply.number());
      long id = reply.longNumber();
      RemoteManager manager = remote().manager();
      RemoteObject guard = manager.object(kind, id, null);
      known = new LockProxy(guard);
      manager.holdings().received(id);
      remote().endsWith(guard);
      lock = known;
    }
    return known;
  }

  @Override
  public void await() throws InterruptedException {
    await(Op.CONDITION_AWAIT);
  }

  @Override
  public void awaitUninterruptibly() {
    LockProxy guard = knownLock();
    try {
      remote().callUntilClosed(Op.CONDITION_AWAIT, Op.CONDITION_AWAIT_UNINTERRUPTIBLY);
    } catch (HandleClosed e) {
      throw lost(guard, e);
    }
  }

  @Override
  public boolean await(Duration limit) throws InterruptedException {
    return awaitFor(Limits.nanos(limit));
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return awaitFor(Limits.nanos(time, unit));
  }

  private boolean awaitFor(long nanos) throws InterruptedException {
    return await(Op.CONDITION_AWAIT_NANOS, Math.max(0, nanos)).truth();
  }

  private Reply await(Op op, Object... arguments) throws InterruptedException {
    LockProxy guard = knownLock();
    try {
      return remote().callInterruptibly(op, arguments);
    } catch (HandleClosed e) {
      throw lost(guard, e);
    }
  }

  /** The server ends a wait with the lock taken again; whose handle is closed gives it back. */
  private static HandleClosed lost(LockProxy guard, HandleClosed closed) {
    guard.unlockAll();
    return closed;
  }

  @Override
  public long awaitNanos(long nanosTimeout) throws InterruptedException {
    long start = System.nanoTime();
    awaitFor(nanosTimeout);
    return nanosTimeout - (System.nanoTime() - start);
  }

  @Override
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    Objects.requireNonNull(deadline, "deadline must not be null");
    return await(deadline.getTime() - System.currentTimeMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean awaitUntil(BooleanSupplier condition, Duration limit) throws InterruptedException {
    Objects.requireNonNull(condition, "condition must not be null");
    long nanos = Limits.nanos(limit);
    long start = System.nanoTime();
    awaitFor(0); // who does not hold the lock is told so before anything is asked
    boolean holds = condition.getAsBoolean();
    while (!holds && awaitFor(nanos - (System.nanoTime() - start))) {
      holds = condition.getAsBoolean();
    }
    // Race: it became true as the limit passed.
    return holds || condition.getAsBoolean();
  }

  @Override
  public void signal() {
    remote().call(Op.CONDITION_SIGNAL, 1);
  }

  @Override
  public void signal(int waiters) {
    if (waiters < 1) {
      throw new IllegalArgumentException("waiters must be at least 1, but was " + waiters);
    }
    remote().call(Op.CONDITION_SIGNAL, waiters);
  }

  @Override
  public void signalAll() {
    remote().call(Op.CONDITION_SIGNAL_ALL);
  }
}
