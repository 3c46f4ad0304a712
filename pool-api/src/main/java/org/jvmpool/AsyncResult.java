package org.jvmpool;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The result of a task that may not have run yet: Python's {@code AsyncResult}, as Java's {@link
 * Future} and {@link CompletionStage}.
 *
 * <p>It completes once: with the result of the task, with the exception of the task, with a {@link
 * ProcessException} if the pool could not run it to its end, or with a {@link
 * java.util.concurrent.CancellationException}. Callbacks of the submitting call run before the
 * waiting methods return to threads other than the pool's callback thread; on the callback thread
 * itself these methods return as soon as the result is there. All methods may be called by any
 * thread.
 *
 * <p>Functions that are given to the methods of {@code CompletionStage} without an executor run on
 * a thread of the pool or on the calling thread, as {@code CompletableFuture} has it, and must not
 * block for long.
 *
 * @param <R> the result
 */
public interface AsyncResult<R extends @Nullable Object> extends Future<R>, CompletionStage<R> {

  /**
   * Whether the result is there, be it a value, a failure or a cancellation. Does not block and
   * never throws.
   *
   * @return true once the task is complete
   */
  boolean ready();

  /**
   * Whether the task completed with a value. Does not block.
   *
   * @return true for a value, false for a failure or a cancellation
   * @throws IllegalStateException if the result is not ready yet, where Python's method raises
   *     {@code ValueError}
   */
  boolean successful();

  /**
   * Waits until the result is ready or the limit passes. Does not throw what the task threw.
   *
   * @param limit how long to wait at most; zero or less does not wait
   * @return whether the result is ready
   * @throws InterruptedException if the thread is interrupted while it waits; the task is unharmed
   */
  boolean await(Duration limit) throws InterruptedException;

  /**
   * Waits for the result.
   *
   * @return what the task returned
   * @throws ExecutionException if the task failed; its cause is the task's own exception with the
   *     stack trace of the worker, or a {@link ProcessException} other than {@link TaskException}
   *     if the task could not run to its end
   * @throws java.util.concurrent.CancellationException if the task was cancelled
   * @throws InterruptedException if the thread is interrupted while it waits; the task is unharmed
   */
  @Override
  R get() throws InterruptedException, ExecutionException;

  /**
   * Waits for the result until a limit passes. The task goes on when it does.
   *
   * @param timeout how long to wait at most; zero or less does not wait
   * @param unit the unit of the limit
   * @return what the task returned
   * @throws TimeoutException if the limit passed
   * @throws ExecutionException if the task failed, as {@link #get()} says
   * @throws java.util.concurrent.CancellationException if the task was cancelled
   * @throws InterruptedException if the thread is interrupted while it waits; the task is unharmed
   */
  @Override
  R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException;

  /**
   * Waits for the result until a limit passes. The task goes on when it does; see {@link
   * Pool#withTimeout(Duration)} for a limit that ends the task.
   *
   * @param limit how long to wait at most; zero or less does not wait
   * @return what the task returned
   * @throws TimeoutException if the limit passed
   * @throws ExecutionException if the task failed, as {@link #get()} says
   * @throws java.util.concurrent.CancellationException if the task was cancelled
   * @throws InterruptedException if the thread is interrupted while it waits; the task is unharmed
   */
  R get(Duration limit) throws InterruptedException, ExecutionException, TimeoutException;

  /**
   * Waits for the result as {@link java.util.concurrent.CompletableFuture#join()} does: throws
   * unchecked exceptions only, and an interrupt does not end the wait.
   *
   * @return what the task returned
   * @throws java.util.concurrent.CompletionException if the task failed; its cause is that of
   *     {@link #get()}'s exception
   * @throws java.util.concurrent.CancellationException if the task was cancelled
   */
  R join();

  /**
   * Cancels the task. A task that waits is taken off the queue and never runs. For a task that
   * runs, {@code cancel(true)} kills its worker, which is replaced; other tasks are unharmed.
   * {@code cancel(false)} does nothing to a task that runs. With {@link Multiprocessing#threads()}
   * the thread is interrupted and abandoned instead.
   *
   * <p>The result of a {@code map} is cancelled as a whole: {@code cancel(true)} takes the chunks
   * that wait off the queue and kills the workers that run one; {@code cancel(false)} is refused
   * once a chunk has started.
   *
   * @param mayKillWorker whether to kill the worker of a task that runs already
   * @return true if the task is cancelled now, false if it was complete, or if it runs and its
   *     worker may not be killed
   */
  @Override
  boolean cancel(boolean mayKillWorker);

  /**
   * Whether the task was cancelled.
   *
   * @return true if it was cancelled before it completed
   */
  @Override
  boolean isCancelled();

  /**
   * Whether the result is there; the same as {@link #ready()}.
   *
   * @return true once the task is complete
   */
  @Override
  boolean isDone();
}
