package org.jvmpool.shared;

import java.io.Serializable;

/**
 * A {@code boolean} in memory that processes share: Python's {@code Value}, with the methods of
 * {@link java.util.concurrent.atomic.AtomicBoolean}.
 *
 * <p>Each method is atomic by itself and none of them blocks. A sequence of them, such as a get and
 * a set, is not: use {@code compareAndSet} or hold {@link #lock()}.
 */
public interface SharedBoolean extends Serializable, AutoCloseable {

  /**
   * Reads it, as a volatile variable is read.
   *
   * @return what it is now
   * @throws IllegalStateException if the handle is closed
   */
  boolean get();

  /**
   * Writes it, as a volatile variable is written.
   *
   * @param v what it is to be
   * @throws IllegalStateException if the handle is closed
   */
  void set(boolean v);

  /**
   * Writes it if it is what the caller expects, atomically.
   *
   * @param expected what it must be now
   * @param v what it is to be
   * @return whether it was written
   * @throws IllegalStateException if the handle is closed
   */
  boolean compareAndSet(boolean expected, boolean v);

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
