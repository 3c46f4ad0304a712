package org.jvmpool;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A pool as an {@link ExecutorService}, for libraries that ask for one.
 *
 * <p>It takes serializable tasks only. A task that is typed as a plain {@code Callable} or {@code
 * Runnable} and is not serializable is refused with a {@link TaskSerializationException} that names
 * {@link #submit(Task)}. A lambda given to {@code submit} of this type picks the overloads below
 * and is serializable without a cast.
 *
 * <p>It is a view: {@link #shutdown()} is that of the pool, {@link #shutdownNow()} terminates the
 * pool and returns what was submitted here and never started: the runnables as they were given, and
 * each callable in a runnable that names it and calls it here. Futures are {@link AsyncResult}s.
 *
 * <p>What a task given to {@link #execute} throws, and what else keeps it from finishing, goes to
 * the {@link Thread#getUncaughtExceptionHandler uncaught exception handler} of the pool's callback
 * thread: to {@link Thread#setDefaultUncaughtExceptionHandler the default one}, or without one to
 * {@code System.err}. Not so when the pool was terminated.
 */
public interface PoolExecutorService extends ExecutorService {

  /**
   * Submits a task, as {@link Pool#applyAsync(Task)} does.
   *
   * @param <R> the result
   * @param task the task
   * @return its result
   * @throws TaskSerializationException if the task cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   */
  <R extends @Nullable Object> Future<R> submit(Task<R> task);

  /**
   * Submits a task without a result, as {@link Pool#applyAsync(VoidTask)} does.
   *
   * @param task the task
   * @return its completion; the value is null
   * @throws TaskSerializationException if the task cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   */
  Future<?> submit(SerializableRunnable task);
}
