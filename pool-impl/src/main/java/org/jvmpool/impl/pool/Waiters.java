package org.jvmpool.impl.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that wait until a condition holds: a base class, so that a result needs no further object
 * for it. Spins for a short while before it parks, since most answers of a pool come within some
 * microseconds and waking a thread takes longer than that.
 */
abstract class Waiters {
  /** How long a waiter spins. Zero where there is but one processor to spin on. */
  private static final long SPIN_NANOS =
      Runtime.getRuntime().availableProcessors() > 1 ? 40_000 : 0;

  private static final VarHandle HEAD;

  static {
    try {
      HEAD = MethodHandles.lookup().findVarHandle(Waiters.class, "head", Waiter.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Waiter head;

  private static final class Waiter {
    final Thread thread = Thread.currentThread();
    @Nullable Waiter next;
  }

  /** Wakes all who wait; each looks at its condition again. */
  final void wakeAll() {
    if (head == null) {
      return;
    }
    Waiter waiter = (Waiter) HEAD.getAndSet(this, null);
    while (waiter != null) {
      LockSupport.unpark(waiter.thread);
      waiter = waiter.next;
    }
  }

  /**
   * Waits until the condition holds.
   *
   * @param nanos how long at most; negative for no limit
   * @return whether the condition holds
   */
  final boolean await(BooleanSupplier condition, long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long start = System.nanoTime();
    long spin = nanos < 0 ? SPIN_NANOS : Math.min(nanos, SPIN_NANOS);
    do {
      if (condition.getAsBoolean()) {
        return true;
      }
      Thread.onSpinWait();
    } while (System.nanoTime() - start < spin);
    while (!condition.getAsBoolean()) {
      long left = nanos < 0 ? Long.MAX_VALUE : nanos - (System.nanoTime() - start);
      if (left <= 0) {
        return false;
      }
      enlist();
      // Race: the condition came true after it was looked at and before the waiter was enlisted.
      if (condition.getAsBoolean()) {
        return true;
      }
      LockSupport.parkNanos(this, left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return true;
  }

  /** The same without a limit; an interrupt does not end it and is kept for the caller. */
  final void awaitUninterruptibly(BooleanSupplier condition) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          await(condition, -1);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void enlist() {
    Thread current = Thread.currentThread();
    for (Waiter w = head; w != null; w = w.next) {
      if (w.thread == current) {
        return;
      }
    }
    Waiter waiter = new Waiter();
    do {
      waiter.next = head;
    } while (!HEAD.compareAndSet(this, waiter.next, waiter));
  }
}
