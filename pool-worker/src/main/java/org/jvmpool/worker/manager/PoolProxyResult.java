package org.jvmpool.worker.manager;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.AsyncResult;
import org.jvmpool.TaskException;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;

/**
 * What becomes of a call of a manager's pool. A thread of the proxy makes the call and completes
 * it; cancelling interrupts that thread, and the server cancels the task then.
 */
final class PoolProxyResult<R extends @Nullable Object> extends CompletableFuture<R>
    implements AsyncResult<R>, Runnable {
  private static final Log LOG = Logs.of(PoolProxyResult.class);

  private final Supplier<R> call;
  private final @Nullable Consumer<? super R> callback;
  private final @Nullable Consumer<? super Throwable> errorCallback;

  private volatile @Nullable Future<?> thread;
  private volatile boolean started;

  PoolProxyResult(
      Supplier<R> call,
      @Nullable Consumer<? super R> callback,
      @Nullable Consumer<? super Throwable> errorCallback) {
    this.call = call;
    this.callback = callback;
    this.errorCallback = errorCallback;
  }

  void runsIn(Future<?> future) {
    thread = future;
  }

  @Override
  public void run() {
    started = true;
    if (isDone()) {
      return;
    }
    try {
      R result = call.get();
      tell(callback, result);
      complete(result);
    } catch (TaskException e) {
      fail(e.getCause() == null ? e : e.getCause());
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private void fail(Throwable failure) {
    tell(errorCallback, failure);
    completeExceptionally(failure);
  }

  private static <T extends @Nullable Object> void tell(
      @Nullable Consumer<? super T> whom, T what) {
    if (whom != null) {
      try {
        whom.accept(what);
      } catch (RuntimeException | Error e) {
        LOG.error("a callback of a manager's pool threw; the pool goes on", e);
      }
    }
  }

  @Override
  public boolean cancel(boolean mayKillWorker) {
    Future<?> running = thread;
    if (running == null
        || isDone()
        || started && !mayKillWorker
        || !running.cancel(mayKillWorker)) {
      return false;
    }
    boolean cancelled = super.cancel(mayKillWorker);
    if (cancelled) {
      tell(errorCallback, new CancellationException());
    }
    return cancelled;
  }

  @Override
  public boolean ready() {
    return isDone();
  }

  @Override
  public boolean successful() {
    if (!isDone()) {
      throw new IllegalStateException("the result is not ready");
    }
    return !isCompletedExceptionally();
  }

  @Override
  public boolean await(Duration limit) throws InterruptedException {
    try {
      get(limit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | CancellationException e) {
      return true;
    }
  }

  @Override
  public R get(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
    return get(Limits.nanos(limit), TimeUnit.NANOSECONDS);
  }
}
