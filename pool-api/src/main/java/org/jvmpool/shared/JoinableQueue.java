package org.jvmpool.shared;

import java.time.Duration;

/**
 * A queue that counts what is not worked off yet: Python's {@code JoinableQueue}.
 *
 * <p>Each element that is added counts as unfinished until a reader has called {@link #taskDone()}
 * for it, so a reader calls it once for each element, after its work on it.
 *
 * @param <E> the elements, never null
 */
public interface JoinableQueue<E> extends SharedQueue<E> {

  /**
   * Says that the work on one element that was taken is finished. Does not block.
   *
   * @throws IllegalStateException if it is called more often than elements were added, or if the
   *     handle is closed
   */
  void taskDone();

  /**
   * Waits until the work on all elements that were added is finished.
   *
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  void join() throws InterruptedException;

  /**
   * Waits until the work on all elements that were added is finished, or a limit passes.
   *
   * @param limit how long to wait at most; zero or less does not wait
   * @return whether the work is finished
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  boolean join(Duration limit) throws InterruptedException;
}
