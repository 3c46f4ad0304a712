package org.jvmpool.shared;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/**
 * A point where a number of parties wait for each other, again and again: Python's {@code Barrier}.
 *
 * <p>When the last party arrives, one of them runs the barrier's action, if it has one, and then
 * all go on. A party that stops to wait, since it is interrupted, its limit passes or its process
 * ends, breaks the barrier: all others get a {@link BrokenBarrierException}, until it is
 * {@linkplain #reset() reset}.
 */
public interface SharedBarrier extends Serializable, AutoCloseable {

  /**
   * Waits until all parties have arrived, at most for the limit that the barrier was made with, if
   * any.
   *
   * @return the index of this party, from 0 to one less than the number of parties, different for
   *     each of them
   * @throws BrokenBarrierException if the barrier is broken, before or while it waits, be it that
   *     the barrier's own limit passed
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits; breaks the barrier
   */
  int await() throws InterruptedException, BrokenBarrierException;

  /**
   * Waits until all parties have arrived or a limit passes.
   *
   * @param limit how long to wait at most, in place of the barrier's own limit; zero or less does
   *     not wait
   * @return the index of this party, from 0 to one less than the number of parties, different for
   *     each of them
   * @throws BrokenBarrierException if the barrier is broken, before or while it waits
   * @throws TimeoutException if the limit passed; breaks the barrier
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits; breaks the barrier
   */
  int await(Duration limit) throws InterruptedException, BrokenBarrierException, TimeoutException;

  /**
   * How many must arrive.
   *
   * @return the number, at least 1
   */
  int parties();

  /**
   * How many wait now: Python's {@code n_waiting}. Does not block.
   *
   * @return the number, 0 if the barrier is broken
   * @throws IllegalStateException if the handle is closed
   */
  int waiting();

  /**
   * Whether the barrier is broken. Does not block.
   *
   * @return true from when it breaks until it is reset
   * @throws IllegalStateException if the handle is closed
   */
  boolean isBroken();

  /**
   * Breaks the barrier. Does not block.
   *
   * @throws IllegalStateException if the handle is closed
   */
  void abort();

  /**
   * Makes the barrier as new. Parties that wait get a {@link BrokenBarrierException}. Does not
   * block.
   *
   * @throws IllegalStateException if the handle is closed
   */
  void reset();

  /**
   * Releases what this process holds of the barrier. Calls that wait through this handle end with
   * an {@link IllegalStateException}, which breaks it; other processes that hold a handle are not
   * disturbed. May be called more than once; does not block.
   */
  @Override
  void close();
}
