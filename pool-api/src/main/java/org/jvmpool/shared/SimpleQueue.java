package org.jvmpool.shared;

import java.io.Serializable;

/**
 * A queue without a bound between processes: Python's {@code SimpleQueue}.
 *
 * <p>First in, first out, for each process and thread that puts. Elements are copied: they are
 * serialised by the call that puts them and arrive as new objects. An element for which {@code put}
 * has returned survives the end of the process that put it. A process that ends while it takes one
 * loses nothing and leaves the queue usable.
 *
 * @param <E> the elements, never null
 */
public interface SimpleQueue<E> extends Serializable, AutoCloseable {

  /**
   * Adds an element at the end. Waits for room if the queue has a bound, and does not wait for a
   * reader otherwise.
   *
   * @param e the element
   * @throws NullPointerException if the element is null
   * @throws org.jvmpool.TaskSerializationException if the element cannot travel; the queue is
   *     unchanged
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits; the element was not
   *     added then
   */
  void put(E e) throws InterruptedException;

  /**
   * Takes the first element; waits until there is one.
   *
   * @return the element
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits; no element was taken
   *     then
   */
  E take() throws InterruptedException;

  /**
   * Whether the queue has no element now. Does not block. Other processes may change that at any
   * time.
   *
   * @return true if there is none
   * @throws IllegalStateException if the handle is closed
   */
  boolean isEmpty();

  /**
   * Releases what this process holds of the queue. Calls that wait through this handle end with an
   * {@link IllegalStateException}; other processes that hold a handle are not disturbed. May be
   * called more than once; does not block.
   */
  @Override
  void close();
}
