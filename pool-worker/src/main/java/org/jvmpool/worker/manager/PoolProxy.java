package org.jvmpool.worker.manager;

import java.io.Serializable;
import java.lang.ref.Reference;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.AsyncResult;
import org.jvmpool.Broadcast;
import org.jvmpool.Pool;
import org.jvmpool.PoolExecutorService;
import org.jvmpool.PoolStats;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.Results;
import org.jvmpool.Task;
import org.jvmpool.TaskBiFunction;
import org.jvmpool.TaskFunction;
import org.jvmpool.VoidTask;
import org.jvmpool.WorkerInfo;

/**
 * A pool of a manager as its clients see it. A call that waits is one call of the pool in the
 * server. One that does not wait is made by a thread of this proxy, of which there are as many as
 * the pool has workers, and which run callbacks; they are daemons and end when they are idle.
 */
// What comes from the server has the type that the tasks return: null only where R may be null.
@SuppressWarnings({"unchecked", "NullAway"})
final class PoolProxy implements Pool, Serializable {
  private static final long serialVersionUID = 1;
  private static final long IDLE_MILLIS = 200;

  private static final Method APPLY = method("apply", Task.class);
  private static final Method APPLY_VOID = method("apply", VoidTask.class);
  private static final Method APPLY_TO = method("apply", TaskFunction.class, Object.class);
  private static final Method MAP = method("map", TaskFunction.class, Iterable.class);
  private static final Method MAP_BY = method("map", TaskFunction.class, Iterable.class, int.class);
  private static final Method STARMAP = method("starmap", TaskBiFunction.class, Iterable.class);

  private final transient RemoteObject remote;

  /** All that is control goes straight to the pool in the server. */
  private final transient Pool control;

  private final transient ThreadPoolExecutor threads;

  private transient volatile boolean terminated;

  PoolProxy(RemoteObject remote) {
    this.remote = remote;
    this.control =
        (Pool)
            java.lang.reflect.Proxy.newProxyInstance(
                Pool.class.getClassLoader(),
                new Class<?>[] {Pool.class},
                new RegisteredProxy(remote, Pool.class));
    this.threads =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_MILLIS,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new CallThread(task, "jvmpool-manager-pool-" + remote.id());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** A thread of a proxy, which runs its callbacks. */
  private static final class CallThread extends Thread {
    CallThread(Runnable task, String name) {
      super(task, name);
    }
  }

  RemoteObject remote() {
    return remote;
  }

  private static Method method(String name, Class<?>... parameters) {
    try {
      return Pool.class.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a Pool has no " + name, e);
    }
  }

  // ---- calls

  /** Calls the pool in the server; interrupted, it has the server cancel the task. */
  private @Nullable Object call(Method method, @Nullable Object... arguments) {
    @Nullable Object[] all = new Object[arguments.length + 1];
    all[0] = RegisteredProxy.numberOf(method);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    try {
      return remote.callInterruptibly(Op.REGISTERED_CALL, all).value();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted before the task was given to the pool");
    } catch (RejectedExecutionException e) {
      if (terminated && Thread.currentThread() instanceof CallThread) {
        // It was submitted here before, and had not yet reached the server.
        throw new PoolTerminatedException(remote + " was terminated before the task ran", e);
      }
      throw e;
    }
  }

  /** What travels of an argument now, so that it may change as soon as the caller goes on. */
  private Reply.Raw now(@Nullable Object argument) {
    try {
      return Reply.Raw.of(Kept.of(argument, remote.manager()), remote.manager());
    } finally {
      Reference.reachabilityFence(argument);
    }
  }

  private <R extends @Nullable Object> PoolProxyResult<R> later(
      Supplier<R> call,
      @Nullable Consumer<? super R> callback,
      @Nullable Consumer<? super Throwable> errorCallback) {
    PoolProxyResult<R> result = new PoolProxyResult<>(call, callback, errorCallback);
    if (threads.getPoolSize() == threads.getMaximumPoolSize()) {
      enoughThreads();
    }
    try {
      Future<?> running = threads.submit(result);
      result.runsIn(running);
    } catch (RejectedExecutionException e) {
      throw new RejectedExecutionException(remote + " is closed and takes no more tasks", e);
    }
    return result;
  }

  private void enoughThreads() {
    int workers = Math.max(1, control.stats().workers());
    threads.setMaximumPoolSize(Math.max(workers, threads.getCorePoolSize()));
    threads.setCorePoolSize(workers);
  }

  private static <T> List<T> listOf(Iterable<? extends T> items) {
    List<T> list = new ArrayList<>();
    Objects.requireNonNull(items, "items must not be null").forEach(list::add);
    return list;
  }

  @Override
  public <R extends @Nullable Object> R apply(Task<R> task) {
    return (R) call(APPLY, Objects.requireNonNull(task, "task must not be null"));
  }

  @Override
  public void apply(VoidTask task) {
    call(APPLY_VOID, Objects.requireNonNull(task, "task must not be null"));
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> R apply(
      TaskFunction<? super T, ? extends R> fn, T arg) {
    return (R) call(APPLY_TO, Objects.requireNonNull(fn, "fn must not be null"), arg);
  }

  @Override
  public <R extends @Nullable Object> AsyncResult<R> applyAsync(Task<R> task) {
    return applyAsync(task, null, null);
  }

  @Override
  public <R extends @Nullable Object> AsyncResult<R> applyAsync(
      Task<R> task, Consumer<? super R> callback) {
    return applyAsync(task, callback, null);
  }

  @Override
  public <R extends @Nullable Object> AsyncResult<R> applyAsync(
      Task<R> task,
      @Nullable Consumer<? super R> callback,
      @Nullable Consumer<? super Throwable> errorCallback) {
    Reply.Raw raw = now(Objects.requireNonNull(task, "task must not be null"));
    return later(() -> (R) call(APPLY, raw), callback, errorCallback);
  }

  @Override
  public AsyncResult<@Nullable Void> applyAsync(VoidTask task) {
    Reply.Raw raw = now(Objects.requireNonNull(task, "task must not be null"));
    return later(() -> (Void) call(APPLY_VOID, raw), null, null);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
      TaskFunction<? super T, ? extends R> fn, T arg) {
    return applyAsync(fn, arg, null, null);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
      TaskFunction<? super T, ? extends R> fn, T arg, Consumer<? super R> callback) {
    return applyAsync(fn, arg, callback, null);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
      TaskFunction<? super T, ? extends R> fn,
      T arg,
      @Nullable Consumer<? super R> callback,
      @Nullable Consumer<? super Throwable> errorCallback) {
    return submit(
        now(Objects.requireNonNull(fn, "fn must not be null")), arg, callback, errorCallback);
  }

  private <R extends @Nullable Object> PoolProxyResult<R> submit(
      Reply.Raw fn,
      @Nullable Object arg,
      @Nullable Consumer<? super R> callback,
      @Nullable Consumer<? super Throwable> errorCallback) {
    Reply.Raw raw = now(arg);
    return later(() -> (R) call(APPLY_TO, fn, raw), callback, errorCallback);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items) {
    return (List<R>) call(MAP, Objects.requireNonNull(fn, "fn must not be null"), listOf(items));
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize) {
    Objects.requireNonNull(fn, "fn must not be null");
    return (List<R>) call(MAP_BY, fn, listOf(items), checkChunk(chunkSize));
  }

  private static int checkChunk(int chunkSize) {
    if (chunkSize < 1) {
      throw new IllegalArgumentException("chunkSize must be at least 1, but was " + chunkSize);
    }
    return chunkSize;
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items) {
    Reply.Raw function = now(Objects.requireNonNull(fn, "fn must not be null"));
    Reply.Raw list = now(listOf(items));
    return later(() -> (List<R>) call(MAP, function, list), null, null);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize) {
    return mapAsync(fn, items, chunkSize, null, null);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> fn,
      Iterable<? extends T> items,
      int chunkSize,
      @Nullable Consumer<? super List<R>> callback,
      @Nullable Consumer<? super Throwable> errorCallback) {
    Reply.Raw function = now(Objects.requireNonNull(fn, "fn must not be null"));
    Reply.Raw list = now(listOf(items));
    int chunk = checkChunk(chunkSize);
    return later(() -> (List<R>) call(MAP_BY, function, list, chunk), callback, errorCallback);
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> starmap(
          TaskBiFunction<? super A, ? super B, ? extends R> fn,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> items) {
    Objects.requireNonNull(fn, "fn must not be null");
    return (List<R>) call(STARMAP, fn, listOf(items));
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      AsyncResult<List<R>> starmapAsync(
          TaskBiFunction<? super A, ? super B, ? extends R> fn,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> items) {
    Reply.Raw function = now(Objects.requireNonNull(fn, "fn must not be null"));
    Reply.Raw list = now(listOf(items));
    return later(() -> (List<R>) call(STARMAP, function, list), null, null);
  }

  // ---- imap: an item is a task

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imap(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items) {
    return results(fn, items, 1, true);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imap(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize) {
    return results(fn, items, chunkSize, true);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imapUnordered(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items) {
    return results(fn, items, 1, false);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imapUnordered(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize) {
    return results(fn, items, chunkSize, false);
  }

  private <T extends @Nullable Object, R extends @Nullable Object> Results<R> results(
      TaskFunction<? super T, ? extends R> fn,
      Iterable<? extends T> items,
      int chunkSize,
      boolean ordered) {
    Reply.Raw function = now(Objects.requireNonNull(fn, "fn must not be null"));
    Iterator<? extends T> source =
        Objects.requireNonNull(items, "items must not be null").iterator();
    int ahead = 2 * Math.max(1, control.stats().workers()) * checkChunk(chunkSize);
    return new PoolProxyResults<T, R>(
        source, item -> submit(function, item, null, null), ahead, ordered);
  }

  // ---- control

  @Override
  public Pool withTimeout(Duration limit) {
    return control.withTimeout(limit);
  }

  @Override
  public Pool withRetries(int retries) {
    return control.withRetries(retries);
  }

  @Override
  public <T extends @Nullable Object> Broadcast<T> broadcast(T value) {
    return new PoolProxyBroadcast<>(value, control.broadcast(value));
  }

  @Override
  public PoolStats stats() {
    return control.stats();
  }

  @Override
  public List<WorkerInfo> workers() {
    return control.workers();
  }

  @Override
  public void resize(int workers) {
    control.resize(workers);
  }

  @Override
  public PoolExecutorService asExecutorService() {
    return new PoolProxyExecutor(this);
  }

  @Override
  public void close() {
    shutdown();
    if (Thread.currentThread() instanceof CallThread) {
      return;
    }
    try {
      threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      control.shutdown();
      control.join();
    } catch (InterruptedException e) {
      terminate();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void shutdown() {
    threads.shutdown();
    if (threads.isTerminated()) {
      control.shutdown();
    } else {
      // What was submitted goes to the server first.
      Thread ending =
          new CallThread(
              () -> {
                try {
                  threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
                  control.shutdown();
                } catch (InterruptedException | RuntimeException e) {
                  // The manager is gone, and the pool with it.
                }
              },
              "jvmpool-manager-pool-" + remote.id() + "-end");
      ending.setDaemon(true);
      ending.start();
    }
  }

  @Override
  public void terminate() {
    terminated = true;
    control.terminate();
    threads.shutdown();
  }

  @Override
  public void join() throws InterruptedException {
    if (!threads.isShutdown()) {
      throw new IllegalStateException(
          "join waits for the end of a pool: call shutdown, close or terminate first");
    }
    threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    control.shutdown(); // Race: the thread that is to do so may not have come to it.
    control.join();
  }

  @Override
  public boolean join(Duration limit) throws InterruptedException {
    if (!threads.isShutdown()) {
      throw new IllegalStateException(
          "join waits for the end of a pool: call shutdown, close or terminate first");
    }
    long start = System.nanoTime();
    long nanos = Limits.nanos(limit);
    if (!threads.awaitTermination(nanos, TimeUnit.NANOSECONDS)) {
      return false;
    }
    control.shutdown(); // as above
    return control.join(Duration.ofNanos(Math.max(0, nanos - (System.nanoTime() - start))));
  }

  @Override
  public String toString() {
    return remote.toString();
  }

  private Object writeReplace() {
    return remote.handle();
  }
}
