package org.jvmpool.impl.pool;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.jvmpool.AsyncResult;
import org.jvmpool.PoolExecutorService;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.SerializableRunnable;
import org.jvmpool.Task;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.impl.brain.Brain.Lifecycle;

/**
 * A pool as an {@code ExecutorService}. It has no life of its own: its end is the pool's. It owns
 * no thread; what {@link #execute} cannot tell its caller is told on the pool's callback thread.
 */
final class PoolExecutor implements PoolExecutorService {
  private final JvmPool pool;
  private final PoolCore core;

  /** What was submitted here and is not over, for {@link #shutdownNow}. */
  private final Map<AsyncResult<?>, Runnable> open = new ConcurrentHashMap<>();

  PoolExecutor(JvmPool pool, PoolCore core) {
    this.pool = pool;
    this.core = core;
  }

  // ---- one task

  @Override
  public <R extends @Nullable Object> Future<R> submit(Task<R> task) {
    return track(pool.applyAsync(task), task);
  }

  @Override
  public Future<?> submit(SerializableRunnable task) {
    Objects.requireNonNull(task, "task must not be null");
    AsyncResult<@Nullable Void> result = pool.applyAsync(task::run);
    return this.<@Nullable Void>track(result, task);
  }

  @Override
  public <R> Future<R> submit(Callable<R> task) {
    return track(pool.applyAsync(travelling(task)), task);
  }

  @Override
  public Future<?> submit(Runnable task) {
    AsyncResult<@Nullable Object> result =
        pool.<@Nullable Object>applyAsync(this.<@Nullable Object>travelling(task, null));
    return this.<@Nullable Object>track(result, task);
  }

  @Override
  public <R> Future<R> submit(Runnable task, R result) {
    return track(pool.applyAsync(travelling(task, result)), task);
  }

  @Override
  public void execute(Runnable command) {
    Task<@Nullable Object> task = travelling(command, null);
    track(pool.applyAsync(task, null, PoolExecutor::uncaught), command);
  }

  /** Nobody holds a result that would tell of the failure, so it goes where a thread's own goes. */
  private static void uncaught(Throwable failure) {
    if (failure instanceof CancellationException || failure instanceof PoolTerminatedException) {
      return; // whoever ended the pool knows; shutdownNow returns what never ran
    }
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
  }

  /**
   * @param task as the user gave it
   */
  private <R extends @Nullable Object> Future<R> track(AsyncResult<R> result, Object task) {
    Runnable asRunnable =
        task instanceof Runnable runnable ? runnable : new NeverStarted((Callable<?>) task);
    open.put(result, asRunnable);
    result.whenComplete((value, failure) -> open.remove(result));
    return result;
  }

  /** What {@link #shutdownNow} gives for a task that is no Runnable. */
  private record NeverStarted(Callable<?> task) implements Runnable {
    @Override
    public void run() {
      try {
        task.call();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(task + " threw", e);
      }
    }

    @Override
    public String toString() {
      return "a task that never started: " + task;
    }
  }

  private <R> Task<R> travelling(Callable<R> task) {
    Objects.requireNonNull(task, "task must not be null");
    if (task instanceof Task<R> own) {
      return own;
    }
    check(task);
    return task::call;
  }

  private <R extends @Nullable Object> Task<R> travelling(Runnable task, R result) {
    Objects.requireNonNull(task, "task must not be null");
    check(task);
    return () -> {
      task.run();
      return result;
    };
  }

  private void check(Object task) {
    // A ForkJoinTask, such as supplyAsync makes, is Serializable in name only.
    if (!(task instanceof Serializable) || task instanceof ForkJoinTask) {
      throw new TaskSerializationException(
          core.name()
              + ": the task "
              + task.getClass().getName()
              + " is not serializable and cannot travel to a worker; hand a lambda to submit(Task)"
              + " or submit(SerializableRunnable) of PoolExecutorService, or implement Serializable",
          null);
    }
  }

  // ---- many tasks

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    return invokeAll(tasks, Long.MAX_VALUE / 2, TimeUnit.NANOSECONDS);
  }

  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    Objects.requireNonNull(tasks, "tasks must not be null");
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    List<Future<T>> futures = new ArrayList<>(tasks.size());
    boolean finished = false;
    try {
      for (Callable<T> task : tasks) {
        futures.add(submit(task));
      }
      for (Future<T> future : futures) {
        try {
          future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CancellationException e) {
          // It is over, which is all that is asked here.
        }
      }
      finished = true;
    } catch (TimeoutException e) {
      // Those that are not over are cancelled, as the contract says.
    } finally {
      if (!finished) {
        futures.forEach(future -> future.cancel(true));
      }
    }
    return futures;
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return invokeAny(tasks, Long.MAX_VALUE / 2, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("a wait without a limit timed out", e);
    }
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (Objects.requireNonNull(tasks, "tasks must not be null").isEmpty()) {
      throw new IllegalArgumentException("tasks must not be empty");
    }
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    LinkedBlockingQueue<AsyncResult<T>> done = new LinkedBlockingQueue<>();
    List<AsyncResult<T>> results = new ArrayList<>(tasks.size());
    try {
      for (Callable<T> task : tasks) {
        AsyncResult<T> result = pool.applyAsync(travelling(task));
        results.add(result);
        result.whenComplete((value, failure) -> done.add(result));
      }
      ExecutionException last = null;
      for (int i = 0; i < results.size(); i++) {
        AsyncResult<T> next =
            done.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new TimeoutException(
              "none of " + results.size() + " tasks had a result in time; all are cancelled");
        }
        try {
          return next.get();
        } catch (ExecutionException e) {
          last = e;
        } catch (CancellationException e) {
          last = new ExecutionException(e);
        }
      }
      throw last;
    } finally {
      results.forEach(result -> result.cancel(true));
    }
  }

  // ---- the end

  @Override
  public void shutdown() {
    pool.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    List<Runnable> neverStarted = new ArrayList<>();
    open.forEach(
        (result, task) -> {
          if (result instanceof SingleResult<?> single && single.isWaiting()) {
            neverStarted.add(task);
          }
        });
    pool.terminate();
    return neverStarted;
  }

  @Override
  public boolean isShutdown() {
    return core.lifecycle() != Lifecycle.OPEN;
  }

  @Override
  public boolean isTerminated() {
    return core.lifecycle() == Lifecycle.ENDED;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return core.awaitEnd(Math.max(0, unit.toNanos(timeout)));
  }

  /** Closes the pool; in the JDK, executors can be closed since Java 19. */
  public void close() {
    pool.close();
  }
}
