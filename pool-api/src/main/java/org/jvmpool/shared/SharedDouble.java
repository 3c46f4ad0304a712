package org.jvmpool.shared;

import java.io.Serializable;

/**
 * A {@code double} in memory that processes share: Python's {@code Value}.
 *
 * <p>Each method is atomic by itself and none of them blocks. A sequence of them, such as a get and
 * a set, is not: use {@code addAndGet}, {@code compareAndSet} or hold {@link #lock()}.
 */
public interface SharedDouble extends Serializable, AutoCloseable {

  /**
   * Reads it, as a volatile variable is read.
   *
   * @return what it is now
   * @throws IllegalStateException if the handle is closed
   */
  double get();

  /**
   * Writes it, as a volatile variable is written.
   *
   * @param v what it is to be
   * @throws IllegalStateException if the handle is closed
   */
  void set(double v);

  /**
   * Adds to it, atomically.
   *
   * @param d what to add
   * @return what it is then
   * @throws IllegalStateException if the handle is closed
   */
  double addAndGet(double d);

  /**
   * Writes it if it is what the caller expects, atomically. Values are compared by their bits, so
   * that NaN equals itself and 0.0 is not -0.0.
   *
   * @param expected what it must be now
   * @param v what it is to be
   * @return whether it was written
   * @throws IllegalStateException if the handle is closed
   */
  boolean compareAndSet(double expected, double v);

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
