package org.jvmpool;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Results that come while the work goes on: what Python's {@code imap} and {@code imap_unordered}
 * return.
 *
 * <p>It is lazy: it reads its source only a bounded distance ahead of what was taken from it, so
 * that an endless source works in bounded memory. The source is read on the thread that called
 * {@code imap} and on those that call {@link #next()}, {@link #next(Duration)} and {@link
 * #hasNext()}, and nowhere else. It is for use by one thread at a time.
 *
 * <p>An item that failed throws its exception from the call that would have returned its result,
 * and the iteration goes on with the next call. The close of the pool abandons input that was not
 * read by then; results of what was read still come.
 *
 * @param <R> the result of one item
 */
public interface Results<R extends @Nullable Object> extends Iterator<R>, AutoCloseable {

  /**
   * Whether there is another item. Does not wait for results; it may read the source, and blocks
   * for as long as the source does.
   *
   * @return true if {@link #next()} has a result or a failure to give, now or later; false after
   *     {@link #close()}
   */
  @Override
  boolean hasNext();

  /**
   * Waits for the next result: that of the next item of the source with {@code imap}, that of any
   * item with {@code imapUnordered}.
   *
   * @return the result
   * @throws java.util.NoSuchElementException if there are no more, or after {@link #close()}
   * @throws TaskException if the function threw; its cause is the function's own exception
   * @throws ProcessException if the pool could not run the task to its end, as the methods of
   *     {@link Pool} say
   * @throws java.util.concurrent.CancellationException if the thread is interrupted: all that is
   *     left is cancelled as by {@link AsyncResult#cancel(boolean) cancel(true)}, and the thread's
   *     interrupt flag is set again
   */
  @Override
  R next();

  /**
   * Waits for the next result until a limit passes. When it does, nothing is lost: a later call
   * returns that result.
   *
   * @param limit how long to wait at most; zero or less does not wait
   * @return the result
   * @throws TimeoutException if the limit passed
   * @throws java.util.NoSuchElementException if there are no more, or after {@link #close()}
   * @throws TaskException if the function threw; its cause is the function's own exception
   * @throws ProcessException if the pool could not run the task to its end
   * @throws java.util.concurrent.CancellationException if the thread is interrupted, as {@link
   *     #next()} says
   */
  R next(Duration limit) throws TimeoutException;

  /**
   * The results that are left, as a sequential stream, as lazy as this object. Closing the stream
   * closes this object. A failed item ends the stream's terminal operation with its exception.
   *
   * @return a stream; it takes from this object, so use one of the two only
   */
  Stream<R> stream();

  /**
   * Gives up what is left: the source is not read any more, and tasks that wait are cancelled.
   * Those that run finish, and their results are dropped; no worker is killed. Does nothing once
   * all results were taken. Does not block.
   */
  @Override
  void close();
}
