package org.jvmpool.shared;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * A lock between processes: Python's {@code Lock} and {@code RLock} as a {@link Lock}.
 *
 * <p>A lock of {@link org.jvmpool.Multiprocessing#lock()} is not reentrant, and any thread of any
 * process may unlock it. One of {@link org.jvmpool.Multiprocessing#reentrantLock()} may be locked
 * again by the thread that holds it, which unlocks it as often, and no other thread may.
 *
 * <p>A lock whose holder's process ends is handed to the next that waits, or asks: locking
 * succeeds, and {@link #wasAbandoned()} tells that what the lock guards may be half changed. What
 * one holder did before it unlocked is seen by the next.
 */
public interface SharedLock extends Lock, Serializable, AutoCloseable {

  /**
   * Takes the lock; waits until it is free. An interrupt does not end the wait.
   *
   * @throws IllegalStateException if the handle is closed
   */
  @Override
  void lock();

  /**
   * Takes the lock; waits until it is free.
   *
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits; the lock was not
   *     taken then
   */
  @Override
  void lockInterruptibly() throws InterruptedException;

  /**
   * Takes the lock if it is free. Does not block.
   *
   * @return whether it was taken
   * @throws IllegalStateException if the handle is closed
   */
  @Override
  boolean tryLock();

  /**
   * Takes the lock; waits until it is free or a limit passes.
   *
   * @param time how long to wait at most; zero or less does not wait
   * @param unit the unit of the limit
   * @return whether it was taken
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits; the lock was not
   *     taken then
   */
  @Override
  boolean tryLock(long time, TimeUnit unit) throws InterruptedException;

  /**
   * Takes the lock; waits until it is free or a limit passes.
   *
   * @param limit how long to wait at most; zero or less does not wait
   * @return whether it was taken
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits; the lock was not
   *     taken then
   */
  boolean tryLock(Duration limit) throws InterruptedException;

  /**
   * Gives the lock back. Does not block.
   *
   * @throws IllegalMonitorStateException if nobody holds the lock, or if it is reentrant and the
   *     calling thread does not hold it
   * @throws IllegalStateException if the handle is closed, unless the calling thread still holds
   *     the lock: it can give it back all the same
   */
  @Override
  void unlock();

  /**
   * Whether somebody holds the lock now: Python's {@code locked}. Does not block.
   *
   * @return true if it is held by any thread of any process
   * @throws IllegalStateException if the handle is closed
   */
  boolean isLocked();

  /**
   * Whether the holder before the present one ended without unlocking. Meant for the holder, who
   * repairs what the lock guards; false again once it has unlocked.
   *
   * @return true if the lock was handed on from a process that had ended
   * @throws IllegalStateException if the handle is closed
   */
  boolean wasAbandoned();

  /**
   * Makes a condition of this lock.
   *
   * @return the condition
   * @throws IllegalStateException if the handle is closed
   */
  @Override
  SharedCondition newCondition();

  /**
   * Releases this handle. Calls that wait through it end with an {@link IllegalStateException},
   * those that wait for a condition of it, too, and so does whoever goes to wait there afterwards;
   * a wait for a condition ends without the lock then. Other processes that hold a handle are not
   * disturbed. May be called more than once; does not block.
   *
   * <p>Unlock before closing. A lock between processes belongs to its holder and not to a handle:
   * if it is held, it stays so until somebody unlocks it who may, or the holder's process ends. The
   * holder may do so through this handle. One of {@code Multiprocessing.threads()} that this
   * process holds is handed on as abandoned, and one of a manager ends with the last handle.
   */
  @Override
  void close();
}
