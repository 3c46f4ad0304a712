package org.jvmpool.shared;

import java.io.Serializable;

/**
 * An array of {@code double} in memory that processes share: Python's {@code Array}.
 *
 * <p>Each method for one element is atomic by itself and none of them blocks. For a change of
 * several elements hold {@link #lock()}.
 */
public interface SharedDoubleArray extends Serializable, AutoCloseable {

  /**
   * How many elements it has.
   *
   * @return the number, 0 or more
   */
  int length();

  /**
   * Reads an element, as a volatile variable is read.
   *
   * @param i which element, from 0 to the length less 1
   * @return what it is now
   * @throws IndexOutOfBoundsException if there is no such element
   * @throws IllegalStateException if the handle is closed
   */
  double get(int i);

  /**
   * Writes an element, as a volatile variable is written.
   *
   * @param i which element, from 0 to the length less 1
   * @param v what it is to be
   * @throws IndexOutOfBoundsException if there is no such element
   * @throws IllegalStateException if the handle is closed
   */
  void set(int i, double v);

  /**
   * Adds to an element, atomically.
   *
   * @param i which element, from 0 to the length less 1
   * @param d what to add
   * @return what it is then
   * @throws IndexOutOfBoundsException if there is no such element
   * @throws IllegalStateException if the handle is closed
   */
  double addAndGet(int i, double d);

  /**
   * Copies all elements. Not atomic as a whole.
   *
   * @return a new array
   * @throws IllegalStateException if the handle is closed
   */
  double[] toArray();

  /**
   * A lock that goes with it, for changes that take more than one call: Python's {@code get_lock}.
   * The methods here do not take it by themselves.
   *
   * @return the lock; reentrant, always the same
   */
  SharedLock lock();

  /**
   * Releases what this process holds of the array, and with it the handle of its {@link #lock()}.
   * Other processes that hold a handle are not disturbed. May be called more than once; does not
   * block.
   */
  @Override
  void close();
}
