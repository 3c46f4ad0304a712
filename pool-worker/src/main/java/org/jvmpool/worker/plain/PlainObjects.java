package org.jvmpool.worker.plain;

import java.time.Duration;
import java.util.Objects;
import org.jvmpool.SerializableRunnable;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedSemaphore;

/**
 * Makes shared objects in this JVM's memory, with a handle of the calling session. Whatever is done
 * with them is done on behalf of {@link Owner#current()}.
 */
public final class PlainObjects {
  private PlainObjects() {}

  /** A lock that anybody may unlock. */
  public static SharedLock lock() {
    return new PlainLock(new LockCore(false), Session.current());
  }

  public static SharedLock reentrantLock() {
    return new PlainLock(new LockCore(true), Session.current());
  }

  /** A condition with a reentrant lock of its own. */
  public static SharedCondition condition() {
    return reentrantLock().newCondition();
  }

  /**
   * A condition of a lock.
   *
   * @throws IllegalArgumentException if the lock was not made here
   */
  public static SharedCondition condition(SharedLock lock) {
    Objects.requireNonNull(lock, "lock must not be null");
    if (!(lock instanceof PlainLock)) {
      throw new IllegalArgumentException(
          "the lock must be of the same engine as its condition, Multiprocessing.threads(), but was "
              + lock
              + " of "
              + lock.getClass().getName()
              + "; lock.newCondition() makes a condition of any lock");
    }
    return lock.newCondition();
  }

  public static SharedSemaphore semaphore(int permits) {
    return new PlainSemaphore(new SemaphoreCore(permits, false), Session.current());
  }

  /** A semaphore that never has more permits than at first. */
  public static SharedSemaphore boundedSemaphore(int permits) {
    return new PlainSemaphore(new SemaphoreCore(permits, true), Session.current());
  }

  public static SharedEvent event() {
    return new PlainEvent(new EventCore(), Session.current());
  }

  public static SharedBarrier barrier(int parties) {
    return new PlainBarrier(new BarrierCore(parties, null, null), Session.current());
  }

  /**
   * A barrier with an action, of which each round runs a fresh copy, and a limit for waits without
   * one.
   *
   * @throws org.jvmpool.TaskSerializationException if the action cannot travel
   */
  public static SharedBarrier barrier(int parties, SerializableRunnable action, Duration limit) {
    Objects.requireNonNull(action, "action must not be null");
    Objects.requireNonNull(limit, "limit must not be null");
    return new PlainBarrier(
        new BarrierCore(parties, Copies.encode(action), limit), Session.current());
  }
}
