package org.jvmpool.shared;

import java.io.Serializable;
import java.time.Duration;

/**
 * A number of permits that processes take and give back: Python's {@code Semaphore} and {@code
 * BoundedSemaphore}.
 *
 * <p>Anybody may release, also who never acquired. A bounded one never has more permits than at
 * first.
 */
public interface SharedSemaphore extends Serializable, AutoCloseable {

  /**
   * Takes a permit; waits until there is one.
   *
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits; no permit was taken
   *     then
   */
  void acquire() throws InterruptedException;

  /**
   * Takes a permit if there is one. Does not block.
   *
   * @return whether one was taken
   * @throws IllegalStateException if the handle is closed
   */
  boolean tryAcquire();

  /**
   * Takes a permit; waits for one until a limit passes.
   *
   * @param limit how long to wait at most; zero or less does not wait
   * @return whether one was taken
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits; no permit was taken
   *     then
   */
  boolean tryAcquire(Duration limit) throws InterruptedException;

  /**
   * Gives a permit back. Does not block.
   *
   * @throws IllegalStateException if the semaphore is bounded and would have more permits than at
   *     first, or if the handle is closed
   */
  void release();

  /**
   * Gives permits back. Does not block.
   *
   * @param permits how many, at least 1
   * @throws IllegalArgumentException if the number is less than 1
   * @throws IllegalStateException if the semaphore is bounded and would have more permits than at
   *     first, in which case none is given back, or if the handle is closed
   */
  void release(int permits);

  /**
   * How many permits there are now: Python's {@code get_value}. Does not block.
   *
   * @return the number, 0 or more
   * @throws IllegalStateException if the handle is closed
   */
  int availablePermits();

  /**
   * Releases what this process holds of the semaphore. Calls that wait through this handle end with
   * an {@link IllegalStateException}; other processes that hold a handle are not disturbed. May be
   * called more than once; does not block.
   */
  @Override
  void close();
}
