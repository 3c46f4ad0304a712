package org.jvmpool.worker.plain;

import java.io.Serializable;
import java.time.Duration;
import java.util.Date;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedLock;

/** A condition of a lock, as seen through a handle of the lock; it closes with that. */
final class PlainCondition implements SharedCondition {
  private static final long serialVersionUID = 1;

  private final transient PlainLock lock;
  private final transient Line signals;

  PlainCondition(PlainLock lock, Line signals) {
    this.lock = lock;
    this.signals = signals;
  }

  @Override
  public SharedLock lock() {
    return lock;
  }

  @Override
  public void await() throws InterruptedException {
    await(Deadline.NEVER);
  }

  @Override
  public boolean await(Duration limit) throws InterruptedException {
    return await(Deadline.after(limit));
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return await(Deadline.after(time, unit));
  }

  @Override
  public long awaitNanos(long nanosTimeout) throws InterruptedException {
    long start = System.nanoTime();
    await(Deadline.afterNanos(nanosTimeout));
    return nanosTimeout - (System.nanoTime() - start);
  }

  @Override
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    Objects.requireNonNull(deadline, "deadline must not be null");
    return await(
        Deadline.after(deadline.getTime() - System.currentTimeMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public void awaitUninterruptibly() {
    lock.open().awaitSignal(lock, signals, Deadline.NEVER, false);
  }

  @Override
  public boolean awaitUntil(BooleanSupplier condition, Duration limit) throws InterruptedException {
    Objects.requireNonNull(condition, "condition must not be null");
    Deadline deadline = Deadline.after(limit);
    lock.open().checkHeld();
    boolean holds = condition.getAsBoolean();
    while (!holds && await(deadline)) {
      holds = condition.getAsBoolean();
    }
    // Race: it became true as the limit passed.
    return holds || condition.getAsBoolean();
  }

  private boolean await(Deadline deadline) throws InterruptedException {
    Waiter.End end = lock.open().awaitSignal(lock, signals, deadline, true);
    if (end == Waiter.End.INTERRUPTED) {
      throw new InterruptedException();
    }
    return end == Waiter.End.GRANTED;
  }

  @Override
  public void signal() {
    lock.open().signal(signals, 1);
  }

  @Override
  public void signal(int waiters) {
    if (waiters < 1) {
      throw new IllegalArgumentException("waiters must be at least 1, but was " + waiters);
    }
    lock.open().signal(signals, waiters);
  }

  @Override
  public void signalAll() {
    lock.open().signal(signals, Integer.MAX_VALUE);
  }

  private Object writeReplace() {
    return new Travelling(lock, lock.open().numberOf(signals));
  }

  /** What travels of it: its lock, and its number there. */
  private static final class Travelling implements Serializable {
    private static final long serialVersionUID = 1;

    private final SharedLock lock;
    private final int number;

    Travelling(SharedLock lock, int number) {
      this.lock = lock;
      this.number = number;
    }

    private Object readResolve() {
      PlainLock here = (PlainLock) lock;
      return new PlainCondition(here, here.core().signals(number));
    }
  }

  /** Conditions of one lock with the same signals are equal. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlainCondition that && signals == that.signals;
  }

  @Override
  public int hashCode() {
    return Objects.hash(System.identityHashCode(signals));
  }

  @Override
  public String toString() {
    return "condition of " + lock;
  }
}
