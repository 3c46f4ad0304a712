package org.jvmpool.shared;

import java.io.Serializable;

/**
 * A {@code long} in memory that processes share: Python's {@code Value}, with the methods of {@link
 * java.util.concurrent.atomic.AtomicLong}.
 *
 * <p>Each method is atomic by itself and none of them blocks. A sequence of them, such as a get and
 * a set, is not: use {@code addAndGet}, {@code compareAndSet} or hold {@link #lock()}.
 */
public interface SharedLong extends Serializable, AutoCloseable {

  /**
   * Reads it, as a volatile variable is read.
   *
   * @return what it is now
   * @throws IllegalStateException if the handle is closed
   */
  long get();

  /**
   * Writes it, as a volatile variable is written.
   *
   * @param v what it is to be
   * @throws IllegalStateException if the handle is closed
   */
  void set(long v);

  /**
   * Reads it without an order with respect to other memory, as a plain variable is read.
   *
   * @return what it is, or was a moment ago
   * @throws IllegalStateException if the handle is closed
   */
  long getPlain();

  /**
   * Writes it without an order with respect to other memory, as a plain variable is written.
   *
   * @param v what it is to be
   * @throws IllegalStateException if the handle is closed
   */
  void setPlain(long v);

  /**
   * Adds to it, atomically.
   *
   * @param d what to add; overflow wraps around
   * @return what it is then
   * @throws IllegalStateException if the handle is closed
   */
  long addAndGet(long d);

  /**
   * Adds one to it, atomically.
   *
   * @return what it is then
   * @throws IllegalStateException if the handle is closed
   */
  long incrementAndGet();

  /**
   * Writes it if it is what the caller expects, atomically.
   *
   * @param expected what it must be now
   * @param v what it is to be
   * @return whether it was written
   * @throws IllegalStateException if the handle is closed
   */
  boolean compareAndSet(long expected, long v);

  /**
   * A lock that goes with it, for changes that take more than one call: Python's {@code get_lock}.
   * The methods here do not take it by themselves.
   *
   * @return the lock; reentrant, always the same
   */
  SharedLock lock();

  /**
   * Releases what this process holds of the value, and with it the handle of its {@link #lock()}.
   * Other processes that hold a handle are not disturbed. May be called more than once; does not
   * block.
   */
  @Override
  void close();
}
