package org.jvmpool.shared;

import java.io.Serializable;

/**
 * An array of {@code byte} in memory that processes share: Python's {@code Array}.
 *
 * <p>Each method for one element is atomic by itself and none of them blocks. For a change of
 * several elements hold {@link #lock()}.
 */
public interface SharedByteArray extends Serializable, AutoCloseable {

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
  byte get(int i);

  /**
   * Writes an element, as a volatile variable is written.
   *
   * @param i which element, from 0 to the length less 1
   * @param v what it is to be
   * @throws IndexOutOfBoundsException if there is no such element
   * @throws IllegalStateException if the handle is closed
   */
  void set(int i, byte v);

  /**
   * Copies elements out. Not atomic as a whole.
   *
   * @param i the first element to read
   * @param into gets them
   * @param offset where they begin in the caller's array
   * @param count how many, 0 or more
   * @throws IndexOutOfBoundsException if the range is not within both arrays; nothing was copied
   *     then
   * @throws IllegalStateException if the handle is closed
   */
  void get(int i, byte[] into, int offset, int count);

  /**
   * Copies elements in. Not atomic as a whole.
   *
   * @param i the first element to write
   * @param from holds them
   * @param offset where they begin in the caller's array
   * @param count how many, 0 or more
   * @throws IndexOutOfBoundsException if the range is not within both arrays; nothing was copied
   *     then
   * @throws IllegalStateException if the handle is closed
   */
  void set(int i, byte[] from, int offset, int count);

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
