package org.jvmpool.worker.manager;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Pool;
import org.jvmpool.PoolExecutorService;
import org.jvmpool.SerializableRunnable;
import org.jvmpool.Task;

/** A manager's pool as an executor. It takes serializable tasks alone. */
final class PoolProxyExecutor extends AbstractExecutorService implements PoolExecutorService {
  private final Pool pool;
  private volatile boolean shutdown;
  private volatile boolean terminated;

  PoolProxyExecutor(Pool pool) {
    this.pool = pool;
  }

  @Override
  public <R extends @Nullable Object> Future<R> submit(Task<R> task) {
    return pool.applyAsync(task);
  }

  @Override
  public Future<?> submit(SerializableRunnable task) {
    return pool.applyAsync(() -> task.run());
  }

  @Override
  public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
    checkTravels(task);
    return pool.applyAsync(() -> task.call());
  }

  @Override
  public Future<?> submit(Runnable task) {
    checkTravels(task);
    return pool.applyAsync(() -> task.run());
  }

  @Override
  public void execute(Runnable task) {
    submit(task);
  }

  private static void checkTravels(Object task) {
    if (!(task instanceof Serializable)) {
      throw new IllegalArgumentException(
          "a task of "
              + task.getClass().getName()
              + " is not Serializable and cannot go to another JVM; use submit(Task) or"
              + " submit(SerializableRunnable)");
    }
  }

  @Override
  public void shutdown() {
    shutdown = true;
    pool.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown = true;
    pool.terminate();
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return terminated;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    if (!terminated && shutdown) {
      terminated = pool.join(Duration.ofNanos(unit.toNanos(timeout)));
    }
    return terminated;
  }
}
