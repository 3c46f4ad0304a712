package org.jvmpool.shared;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * Waiting for a change that another process makes under a lock: Python's {@code Condition} as a
 * {@link Condition}.
 *
 * <p>All methods but {@link #lock()} are for holders of the lock. Waiting gives the lock back,
 * however often it was taken, and takes it again before it returns. A signal wakes those that wait
 * at that moment and is not remembered. It lives and ends with its lock.
 */
public interface SharedCondition extends Condition, Serializable {

  /**
   * The lock that goes with it.
   *
   * @return the lock
   */
  SharedLock lock();

  /**
   * Waits for a signal.
   *
   * @throws IllegalMonitorStateException if the calling thread does not hold the lock
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  @Override
  void await() throws InterruptedException;

  /**
   * Waits for a signal until a limit passes.
   *
   * @param limit how long to wait at most; zero or less does not wait
   * @return whether there was a signal
   * @throws IllegalMonitorStateException if the calling thread does not hold the lock
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  boolean await(Duration limit) throws InterruptedException;

  /**
   * Waits until something is true or a limit passes: Python's {@code wait_for}. It is asked first,
   * and again after each signal, on the calling thread, which holds the lock then.
   *
   * @param condition what is to become true
   * @param limit how long to wait at most; zero or less does not wait
   * @return what it said last
   * @throws IllegalMonitorStateException if the calling thread does not hold the lock
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  boolean awaitUntil(BooleanSupplier condition, Duration limit) throws InterruptedException;

  /**
   * Wakes one that waits: Python's {@code notify}. Does not block.
   *
   * @throws IllegalMonitorStateException if the calling thread does not hold the lock
   */
  @Override
  void signal();

  /**
   * Wakes some that wait: Python's {@code notify(n)}. Does not block.
   *
   * @param waiters how many to wake at most, at least 1
   * @throws IllegalArgumentException if the number is less than 1
   * @throws IllegalMonitorStateException if the calling thread does not hold the lock
   */
  void signal(int waiters);

  /**
   * Wakes all that wait: Python's {@code notify_all}. Does not block.
   *
   * @throws IllegalMonitorStateException if the calling thread does not hold the lock
   */
  @Override
  void signalAll();
}
