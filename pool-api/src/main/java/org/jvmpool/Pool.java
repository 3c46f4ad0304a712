package org.jvmpool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pool of warm child JVMs that run tasks: Python's {@code multiprocessing.Pool}.
 *
 * <pre>{@code
 * try (Pool pool = Pool.create(4)) {
 *   int answer = pool.apply(() -> fib(42));                         // blocks, one task
 *   List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3)); // blocks, ordered
 *   pool.applyAsync(() -> fib(43), r -> System.out.println(r), e -> e.printStackTrace());
 * }                                                                 // waits for what was submitted
 * }</pre>
 *
 * <p><b>What travels.</b> Functions, arguments and results are copied between JVMs. They are
 * serialised before the submitting call returns, and what cannot travel is refused there with a
 * {@link TaskSerializationException}; a result that cannot travel fails its task with one. A
 * function with captured state is a fresh copy for each task. A pool itself cannot be captured;
 * {@link Multiprocessing} can, and so can a {@link Broadcast}.
 *
 * <p><b>What compiles.</b> Lambdas, void blocks and method references pick the overload that fits.
 * Only a reference to an overloaded method or constructor without parameters, such as {@code
 * ArrayList::new}, is ambiguous between {@link Task} and {@link VoidTask}; write {@code () -> new
 * ArrayList<>()}. And a call that is itself the argument of an overloaded method, as in {@code
 * System.out.println(pool.apply(x -> x.size(), list))}, leaves its result's type open, so that the
 * compiler finds {@code println} ambiguous: assign the result first, or give the types, as in
 * {@code pool.apply((List<String> x) -> x.size(), list)} or {@code pool.<List<String>,
 * Integer>apply(x -> x.size(), list)}.
 *
 * <p><b>Blocking.</b> {@code apply}, {@code map} and {@code starmap} wait for their results. Every
 * call that submits waits for room first if the pool has a {@link PoolBuilder#maxPending(int) limit
 * of waiting tasks}, except on the callback thread. Interrupted, the calls that wait cancel their
 * work, set the interrupt flag again and throw {@link java.util.concurrent.CancellationException}.
 *
 * <p><b>Callbacks</b> run on the pool's callback thread, in the order in which tasks complete, each
 * before the waiting methods of that result return to other threads. A callback that throws is
 * logged and hurts nothing. A callback may call any method of the pool: there, waiting for a result
 * returns as soon as it is there, submission never blocks, and {@link #close()} does not wait.
 * While a callback runs, later ones wait. The error callback gets a {@link
 * java.util.concurrent.CancellationException} for a task that was cancelled.
 *
 * <p><b>Chunks.</b> {@code map}, {@code starmap} and {@code imap} cut their input into chunks, each
 * of which is one task: the unit of loss, of the limit and of retries. A lost worker fails every
 * item of its chunk, and a retry runs all of it again. An item that throws does not harm its
 * neighbours.
 *
 * <p><b>Failures</b> are {@link ProcessException}s. Those of one task harm no other: a worker that
 * ends under a task is replaced.
 *
 * <p><b>Nesting.</b> Inside a worker a pool starts its JVMs at its first task, and pools nest at
 * most five deep. Pools are daemons: they end with the program.
 *
 * <p>A task costs some tens of microseconds more than on a thread. Very short ones are better sent
 * by {@code map}, many at a time. All methods may be called by any thread.
 */
public interface Pool extends AutoCloseable {

  /**
   * Makes a pool of as many workers as there are available processors, on this machine. Does not
   * wait for the workers to start.
   *
   * @return the pool
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path; the message names the dependency to add
   */
  static Pool create() {
    return builder().build();
  }

  /**
   * Makes a pool on this machine. Does not wait for the workers to start.
   *
   * @param workers how many workers it has, 1 to 10,000
   * @return the pool
   * @throws IllegalArgumentException if the number is less than 1 or more than 10,000
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path; the message names the dependency to add
   */
  static Pool create(int workers) {
    return builder().workers(workers).build();
  }

  /**
   * Begins a pool on this machine; short for {@code Multiprocessing.local().poolBuilder()}.
   *
   * @return a new builder
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path; the message names the dependency to add
   */
  static PoolBuilder builder() {
    return Multiprocessing.local().poolBuilder();
  }

  /**
   * Runs a task and waits for its result: Python's {@code apply}.
   *
   * @param <R> the result
   * @param task the task
   * @return what the task returned
   * @throws TaskException if the task threw; its cause is the exception itself, of the same class
   *     and with the stack trace of the worker
   * @throws TaskTimeoutException if it outlived the limit of this pool
   * @throws WorkerLostException if its worker ended under it, as many times as this pool retries
   *     and once more
   * @throws TaskSerializationException if the task or its result cannot travel
   * @throws PoolBrokenException if the pool cannot start workers
   * @throws PoolTerminatedException if the pool is terminated before the end
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws java.util.concurrent.CancellationException if the thread is interrupted: the work is
   *     cancelled as by {@link AsyncResult#cancel(boolean) cancel(true)}, and the thread's
   *     interrupt flag is set again
   */
  <R extends @Nullable Object> R apply(Task<R> task);

  /**
   * Runs a task without a result and waits for its end.
   *
   * @param task the task
   * @throws TaskException if the task threw; its cause is the exception itself, of the same class
   *     and with the stack trace of the worker
   * @throws TaskTimeoutException if it outlived the limit of this pool
   * @throws WorkerLostException if its worker ended under it, as many times as this pool retries
   *     and once more
   * @throws TaskSerializationException if the task cannot travel
   * @throws PoolBrokenException if the pool cannot start workers
   * @throws PoolTerminatedException if the pool is terminated before the end
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws java.util.concurrent.CancellationException if the thread is interrupted: the work is
   *     cancelled as by {@link AsyncResult#cancel(boolean) cancel(true)}, and the thread's
   *     interrupt flag is set again
   */
  void apply(VoidTask task);

  /**
   * Applies a function and waits for its result: Python's {@code apply}.
   *
   * @param <T> the argument
   * @param <R> the result
   * @param fn the function
   * @param arg its argument
   * @return what the function returned
   * @throws TaskException if the function threw; its cause is the exception itself, of the same
   *     class and with the stack trace of the worker
   * @throws TaskTimeoutException if it outlived the limit of this pool
   * @throws WorkerLostException if its worker ended under it, as many times as this pool retries
   *     and once more
   * @throws TaskSerializationException if the function, the argument or the result cannot travel
   * @throws PoolBrokenException if the pool cannot start workers
   * @throws PoolTerminatedException if the pool is terminated before the end
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws java.util.concurrent.CancellationException if the thread is interrupted: the work is
   *     cancelled as by {@link AsyncResult#cancel(boolean) cancel(true)}, and the thread's
   *     interrupt flag is set again
   */
  <T extends @Nullable Object, R extends @Nullable Object> R apply(
      TaskFunction<? super T, ? extends R> fn, T arg);

  /**
   * Submits a task: Python's {@code apply_async}.
   *
   * @param <R> the result
   * @param task the task
   * @return its result, to wait for
   * @throws TaskSerializationException if the task cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <R extends @Nullable Object> AsyncResult<R> applyAsync(Task<R> task);

  /**
   * Submits a task, with a callback for its result.
   *
   * @param <R> the result
   * @param task the task
   * @param callback gets the result, on the pool's callback thread
   * @return its result, to wait for
   * @throws TaskSerializationException if the task cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <R extends @Nullable Object> AsyncResult<R> applyAsync(
      Task<R> task, Consumer<? super R> callback);

  /**
   * Submits a task, with callbacks for its result and for its failure. Exactly one of them is
   * called.
   *
   * @param <R> the result
   * @param task the task
   * @param callback gets the result, on the pool's callback thread; null if nobody wants it
   * @param errorCallback gets what the cause of {@link AsyncResult#get()}'s exception is, on the
   *     pool's callback thread; null if nobody wants it
   * @return its result, to wait for
   * @throws TaskSerializationException if the task cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <R extends @Nullable Object> AsyncResult<R> applyAsync(
      Task<R> task,
      @Nullable Consumer<? super R> callback,
      @Nullable Consumer<? super Throwable> errorCallback);

  /**
   * Submits a task without a result.
   *
   * @param task the task
   * @return its completion, to wait for; the value is null
   * @throws TaskSerializationException if the task cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  AsyncResult<@Nullable Void> applyAsync(VoidTask task);

  /**
   * Submits a function and its argument: Python's {@code apply_async}.
   *
   * @param <T> the argument
   * @param <R> the result
   * @param fn the function
   * @param arg its argument
   * @return its result, to wait for
   * @throws TaskSerializationException if the function or the argument cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
      TaskFunction<? super T, ? extends R> fn, T arg);

  /**
   * Submits a function and its argument, with a callback for its result.
   *
   * @param <T> the argument
   * @param <R> the result
   * @param fn the function
   * @param arg its argument
   * @param callback gets the result, on the pool's callback thread
   * @return its result, to wait for
   * @throws TaskSerializationException if the function or the argument cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
      TaskFunction<? super T, ? extends R> fn, T arg, Consumer<? super R> callback);

  /**
   * Submits a function and its argument, with callbacks for its result and for its failure. Exactly
   * one of them is called.
   *
   * @param <T> the argument
   * @param <R> the result
   * @param fn the function
   * @param arg its argument
   * @param callback gets the result, on the pool's callback thread; null if nobody wants it
   * @param errorCallback gets what the cause of {@link AsyncResult#get()}'s exception is, on the
   *     pool's callback thread; null if nobody wants it
   * @return its result, to wait for
   * @throws TaskSerializationException if the function or the argument cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
      TaskFunction<? super T, ? extends R> fn,
      T arg,
      @Nullable Consumer<? super R> callback,
      @Nullable Consumer<? super Throwable> errorCallback);

  /**
   * Applies a function to each item and waits for all results: Python's {@code map}. The chunk size
   * is the pool's choice, so that each worker gets some chunks. Throws the first failure, if there
   * is one, after all items were run.
   *
   * @param <T> the items
   * @param <R> the result of one item
   * @param fn the function
   * @param items the items; read to the end on the calling thread, inside this call
   * @return the results, in the order of the items
   * @throws TaskException if the function threw; its cause is the exception itself, of the same
   *     class and with the stack trace of the worker
   * @throws TaskTimeoutException if it outlived the limit of this pool
   * @throws WorkerLostException if its worker ended under it, as many times as this pool retries
   *     and once more
   * @throws TaskSerializationException if the function, an item or a result cannot travel
   * @throws PoolBrokenException if the pool cannot start workers
   * @throws PoolTerminatedException if the pool is terminated before the end
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws java.util.concurrent.CancellationException if the thread is interrupted: the work is
   *     cancelled as by {@link AsyncResult#cancel(boolean) cancel(true)}, and the thread's
   *     interrupt flag is set again
   */
  <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items);

  /**
   * Applies a function to each item and waits for all results: Python's {@code map}. Throws the
   * first failure, if there is one, after all items were run.
   *
   * @param <T> the items
   * @param <R> the result of one item
   * @param fn the function
   * @param items the items; read to the end on the calling thread, inside this call
   * @param chunkSize how many items one task takes, at least 1
   * @return the results, in the order of the items
   * @throws IllegalArgumentException if the chunk size is less than 1
   * @throws TaskException if the function threw; its cause is the exception itself, of the same
   *     class and with the stack trace of the worker
   * @throws TaskTimeoutException if it outlived the limit of this pool
   * @throws WorkerLostException if its worker ended under it, as many times as this pool retries
   *     and once more
   * @throws TaskSerializationException if the function, an item or a result cannot travel
   * @throws PoolBrokenException if the pool cannot start workers
   * @throws PoolTerminatedException if the pool is terminated before the end
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws java.util.concurrent.CancellationException if the thread is interrupted: the work is
   *     cancelled as by {@link AsyncResult#cancel(boolean) cancel(true)}, and the thread's
   *     interrupt flag is set again
   */
  <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize);

  /**
   * Submits a function for each item: Python's {@code map_async}. The chunk size is the pool's
   * choice, so that each worker gets some chunks.
   *
   * @param <T> the items
   * @param <R> the result of one item
   * @param fn the function
   * @param items the items; read to the end on the calling thread, inside this call
   * @return the results, in the order of the items, to wait for; complete when all items were run,
   *     and failed with the first failure if there is one
   * @throws TaskSerializationException if the function or an item cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items);

  /**
   * Submits a function for each item: Python's {@code map_async}.
   *
   * @param <T> the items
   * @param <R> the result of one item
   * @param fn the function
   * @param items the items; read to the end on the calling thread, inside this call
   * @param chunkSize how many items one task takes, at least 1
   * @return the results, in the order of the items, to wait for; complete when all items were run,
   *     and failed with the first failure if there is one
   * @throws IllegalArgumentException if the chunk size is less than 1
   * @throws TaskSerializationException if the function or an item cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize);

  /**
   * Submits a function for each item, with callbacks for the list of all results and for the first
   * failure. Exactly one of them is called, once.
   *
   * @param <T> the items
   * @param <R> the result of one item
   * @param fn the function
   * @param items the items; read to the end on the calling thread, inside this call
   * @param chunkSize how many items one task takes, at least 1
   * @param callback gets the results, on the pool's callback thread; null if nobody wants it
   * @param errorCallback gets what the cause of {@link AsyncResult#get()}'s exception is, on the
   *     pool's callback thread; null if nobody wants it
   * @return the results, in the order of the items, to wait for; complete when all items were run,
   *     and failed with the first failure if there is one
   * @throws IllegalArgumentException if the chunk size is less than 1
   * @throws TaskSerializationException if the function or an item cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> fn,
      Iterable<? extends T> items,
      int chunkSize,
      @Nullable Consumer<? super List<R>> callback,
      @Nullable Consumer<? super Throwable> errorCallback);

  /**
   * Applies a function of two arguments to each pair and waits for all results: Python's {@code
   * starmap}. Throws the first failure, if there is one, after all pairs were run.
   *
   * @param <A> the first arguments
   * @param <B> the second arguments
   * @param <R> the result of one pair
   * @param fn the function
   * @param items the pairs; read to the end on the calling thread, inside this call
   * @return the results, in the order of the pairs
   * @throws TaskException if the function threw; its cause is the exception itself, of the same
   *     class and with the stack trace of the worker
   * @throws TaskTimeoutException if it outlived the limit of this pool
   * @throws WorkerLostException if its worker ended under it, as many times as this pool retries
   *     and once more
   * @throws TaskSerializationException if the function, an argument or a result cannot travel
   * @throws PoolBrokenException if the pool cannot start workers
   * @throws PoolTerminatedException if the pool is terminated before the end
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws java.util.concurrent.CancellationException if the thread is interrupted: the work is
   *     cancelled as by {@link AsyncResult#cancel(boolean) cancel(true)}, and the thread's
   *     interrupt flag is set again
   */
  <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> starmap(
          TaskBiFunction<? super A, ? super B, ? extends R> fn,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> items);

  /**
   * Submits a function of two arguments for each pair: Python's {@code starmap_async}.
   *
   * @param <A> the first arguments
   * @param <B> the second arguments
   * @param <R> the result of one pair
   * @param fn the function
   * @param items the pairs; read to the end on the calling thread, inside this call
   * @return the results, in the order of the pairs, to wait for; complete when all pairs were run,
   *     and failed with the first failure if there is one
   * @throws TaskSerializationException if the function or an argument cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      AsyncResult<List<R>> starmapAsync(
          TaskBiFunction<? super A, ? super B, ? extends R> fn,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> items);

  /**
   * Applies a function to the items while the caller takes the results: Python's {@code imap}.
   * Results come in the order of the items. Each item is a task of its own.
   *
   * @param <T> the items
   * @param <R> the result of one item
   * @param fn the function
   * @param items the items; read on the calling thread, in this call and in those of the result, a
   *     bounded distance ahead; may be endless
   * @return the results
   * @throws TaskSerializationException if the function or an item cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <T extends @Nullable Object, R extends @Nullable Object> Results<R> imap(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items);

  /**
   * Applies a function to the items while the caller takes the results: Python's {@code imap}.
   * Results come in the order of the items.
   *
   * @param <T> the items
   * @param <R> the result of one item
   * @param fn the function
   * @param items the items; read on the calling thread, in this call and in those of the result, a
   *     bounded distance ahead; may be endless
   * @param chunkSize how many items one task takes, at least 1
   * @return the results
   * @throws IllegalArgumentException if the chunk size is less than 1
   * @throws TaskSerializationException if the function or an item cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <T extends @Nullable Object, R extends @Nullable Object> Results<R> imap(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize);

  /**
   * Applies a function to the items while the caller takes the results: Python's {@code
   * imap_unordered}. Results come in the order in which they are ready. Each item is a task of its
   * own.
   *
   * @param <T> the items
   * @param <R> the result of one item
   * @param fn the function
   * @param items the items; read on the calling thread, in this call and in those of the result, a
   *     bounded distance ahead; may be endless
   * @return the results
   * @throws TaskSerializationException if the function or an item cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <T extends @Nullable Object, R extends @Nullable Object> Results<R> imapUnordered(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items);

  /**
   * Applies a function to the items while the caller takes the results: Python's {@code
   * imap_unordered}. Results come in the order in which they are ready.
   *
   * @param <T> the items
   * @param <R> the result of one item
   * @param fn the function
   * @param items the items; read on the calling thread, in this call and in those of the result, a
   *     bounded distance ahead; may be endless
   * @param chunkSize how many items one task takes, at least 1
   * @return the results
   * @throws IllegalArgumentException if the chunk size is less than 1
   * @throws TaskSerializationException if the function or an item cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   * @throws PoolBrokenException if the pool cannot start workers
   */
  <T extends @Nullable Object, R extends @Nullable Object> Results<R> imapUnordered(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize);

  /**
   * A light view of this pool whose tasks have a limit. A task that runs longer is ended with its
   * worker, and fails with a {@link TaskTimeoutException}. The limit counts from the moment the
   * task starts to run. The view's other methods are those of this pool: closing it closes this
   * pool.
   *
   * <p>A worker ends its late task by itself. When it does not answer at all, since its process was
   * stopped, say, this side acts: one second after the limit if the task had started. One that the
   * worker has not begun with for five seconds, or for its limit and a second if that is longer, is
   * given to another worker, and the silent worker is killed.
   *
   * @param limit the limit, more than zero; it takes the place of {@link
   *     PoolBuilder#taskTimeout(Duration)} and of an earlier view's limit
   * @return the view
   * @throws IllegalArgumentException if the limit is zero or negative
   */
  Pool withTimeout(Duration limit);

  /**
   * A light view of this pool whose tasks are run again when their worker was lost. A task that
   * threw, that outlived its limit or was cancelled is never run again. Tasks should be safe to run
   * twice: the worker may have ended after the work was done.
   *
   * @param retries how many more times to run a task at most, 0 or more; it takes the place of an
   *     earlier view's number
   * @return the view
   * @throws IllegalArgumentException if the number is negative
   */
  Pool withRetries(int retries);

  /**
   * Makes a value available to the tasks of this pool: each worker receives it once, and tasks
   * capture the handle. The value is serialised in this call.
   *
   * @param <T> the value
   * @param value the value; must not be changed any more
   * @return its handle, to be closed when no task needs it
   * @throws TaskSerializationException if the value cannot travel
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   */
  <T extends @Nullable Object> Broadcast<T> broadcast(T value);

  /**
   * The numbers of this pool. Does not block; works on a closed pool, too.
   *
   * @return a snapshot
   */
  PoolStats stats();

  /**
   * The workers of this pool. Does not block.
   *
   * @return a snapshot of those that live now, by index; immutable
   */
  List<WorkerInfo> workers();

  /**
   * Changes the number of workers. New ones start at once; those that are too many end when they
   * have finished their task. Does not wait for either.
   *
   * @param workers how many workers the pool has from now on, 1 to 10,000
   * @throws IllegalArgumentException if the number is less than 1 or more than 10,000
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more tasks
   */
  void resize(int workers);

  /**
   * This pool as an {@link java.util.concurrent.ExecutorService}.
   *
   * @return a view, whose end is that of this pool
   */
  PoolExecutorService asExecutorService();

  /**
   * Takes no more tasks, waits until what was submitted is finished and the workers have ended.
   * Python's {@code close} and {@code join} in one, as {@code ExecutorService.close()} has it, so
   * that a try block is safe. Input of {@code imap} that was not read is abandoned.
   *
   * <p>Workers that do not end within the {@link PoolBuilder#gracePeriod(Duration) grace period}
   * after their last task are killed. Interrupted, it {@linkplain #terminate() terminates} the pool
   * and sets the interrupt flag again. Called from a callback it does not wait. May be called more
   * than once.
   */
  @Override
  void close();

  /**
   * Takes no more tasks and returns at once; what was submitted is finished, then the workers end.
   * It is what Python's {@code close} does. May be called more than once.
   */
  void shutdown();

  /**
   * Kills the workers now: Python's {@code terminate}. Every result that is not complete completes
   * with {@link PoolTerminatedException}. Never hangs: it does not wait for tasks or callbacks. May
   * be called more than once, and after {@link #shutdown()}.
   */
  void terminate();

  /**
   * Waits until all workers have ended: Python's {@code join}.
   *
   * @throws IllegalStateException if none of {@link #shutdown()}, {@link #close()} and {@link
   *     #terminate()} was called before, where Python's method raises {@code ValueError}
   * @throws InterruptedException if the thread is interrupted while it waits; the pool is unharmed
   */
  void join() throws InterruptedException;

  /**
   * Waits until all workers have ended or a limit passes.
   *
   * @param limit how long to wait at most; zero or less does not wait
   * @return whether all workers have ended
   * @throws IllegalStateException if none of {@link #shutdown()}, {@link #close()} and {@link
   *     #terminate()} was called before
   * @throws InterruptedException if the thread is interrupted while it waits; the pool is unharmed
   */
  boolean join(Duration limit) throws InterruptedException;
}
