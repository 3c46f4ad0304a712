package org.jvmpool.shared;

import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A queue between processes, with a bound or without: Python's {@code Queue} with the verbs of
 * {@link java.util.concurrent.BlockingQueue}.
 *
 * <p>Python's {@code put_nowait} and {@code get_nowait} are {@link #offer(Object)} and {@link
 * #poll()}; a queue that is full or empty shows as false or null and not as an exception. There is
 * no feeder thread: an element is in the queue when the call that adds it returns, and a process
 * can end without waiting for its elements to be read.
 *
 * @param <E> the elements, never null
 */
public interface SharedQueue<E> extends SimpleQueue<E> {

  /**
   * Adds an element at the end if there is room. Does not block.
   *
   * @param e the element
   * @return whether it was added; always true without a bound
   * @throws NullPointerException if the element is null
   * @throws org.jvmpool.TaskSerializationException if the element cannot travel; the queue is
   *     unchanged
   * @throws IllegalStateException if the handle is closed
   */
  boolean offer(E e);

  /**
   * Adds an element at the end; waits for room until a limit passes.
   *
   * @param e the element
   * @param limit how long to wait at most; zero or less does not wait
   * @return whether it was added
   * @throws NullPointerException if the element is null
   * @throws org.jvmpool.TaskSerializationException if the element cannot travel; the queue is
   *     unchanged
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits; the element was not
   *     added then
   */
  boolean offer(E e, Duration limit) throws InterruptedException;

  /**
   * Takes the first element if there is one. Does not block.
   *
   * @return the element, or null if the queue is empty
   * @throws IllegalStateException if the handle is closed
   */
  @Nullable E poll();

  /**
   * Takes the first element; waits for one until a limit passes.
   *
   * @param limit how long to wait at most; zero or less does not wait
   * @return the element, or null if the limit passed
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits; no element was taken
   *     then
   */
  @Nullable E poll(Duration limit) throws InterruptedException;

  /**
   * How many elements the queue has now: Python's {@code qsize}. Does not block.
   *
   * @return the number, at most {@link Integer#MAX_VALUE}
   * @throws IllegalStateException if the handle is closed
   */
  int size();

  /**
   * Whether the queue has as many elements as its bound. Does not block.
   *
   * @return true if an element would have to wait now; always false without a bound
   * @throws IllegalStateException if the handle is closed
   */
  boolean isFull();

  /**
   * How many elements can be added now without waiting. Does not block.
   *
   * @return the number, {@link Integer#MAX_VALUE} without a bound
   * @throws IllegalStateException if the handle is closed
   */
  int remainingCapacity();

  /**
   * Takes elements that are there now and adds them to a collection, in order. Does not block, nor
   * does it go on for as long as others add elements.
   *
   * @param into gets the elements
   * @param max how many to take at most; zero or less takes none
   * @return how many were taken
   * @throws UnsupportedOperationException if the collection takes no elements; none was taken
   * @throws org.jvmpool.TaskSerializationException if an element cannot be rebuilt, which is lost
   *     then; those before it were added, those behind it are still in the queue
   * @throws IllegalStateException if the handle is closed
   */
  int drainTo(Collection<? super E> into, int max);
}
