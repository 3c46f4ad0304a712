package org.jvmpool.impl.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.AsyncResult;
import org.jvmpool.Broadcast;
import org.jvmpool.Pool;
import org.jvmpool.PoolExecutorService;
import org.jvmpool.PoolStats;
import org.jvmpool.Results;
import org.jvmpool.Task;
import org.jvmpool.TaskBiFunction;
import org.jvmpool.TaskFunction;
import org.jvmpool.VoidTask;
import org.jvmpool.WorkerInfo;
import org.jvmpool.impl.brain.Brain.Lifecycle;
import org.jvmpool.impl.pool.PoolResult.Callbacks;
import org.jvmpool.impl.settings.PoolSettings;
import org.jvmpool.worker.wire.TaskMessage.Call;

/**
 * What users hold of a pool: the pool itself, or a view of it with another limit or number of
 * retries. Any number of them stand on one {@link PoolCore}.
 */
final class JvmPool implements Pool {
  private final PoolCore core;
  private final TaskPolicy policy;
  private final Submitter submitter;
  private final Object handle;

  JvmPool(PoolCore core, TaskPolicy policy, Object handle) {
    this.core = core;
    this.policy = policy;
    this.handle = handle;
    this.submitter = new Submitter(core, policy, handle);
  }

  // ---- one task

  @Override
  public <R extends @Nullable Object> R apply(Task<R> task) {
    return await(() -> submitter.<R>single(Call.TASK, notNull("task", task), null, null, true));
  }

  @Override
  public void apply(VoidTask task) {
    await(() -> submitter.single(Call.VOID, notNull("task", task), null, null, true));
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> R apply(
      TaskFunction<? super T, ? extends R> fn, T arg) {
    return await(() -> submitter.<R>single(Call.FUNCTION, notNull("fn", fn), arg, null, true));
  }

  @Override
  public <R extends @Nullable Object> AsyncResult<R> applyAsync(Task<R> task) {
    return submitter.single(Call.TASK, notNull("task", task), null, null, false);
  }

  @Override
  public <R extends @Nullable Object> AsyncResult<R> applyAsync(
      Task<R> task, Consumer<? super R> callback) {
    return submitter.single(
        Call.TASK,
        notNull("task", task),
        null,
        new Callbacks<>(notNull("callback", callback), null),
        false);
  }

  @Override
  public <R extends @Nullable Object> AsyncResult<R> applyAsync(
      Task<R> task,
      @Nullable Consumer<? super R> callback,
      @Nullable Consumer<? super Throwable> errorCallback) {
    return submitter.single(
        Call.TASK, notNull("task", task), null, callbacks(callback, errorCallback), false);
  }

  @Override
  public AsyncResult<@Nullable Void> applyAsync(VoidTask task) {
    return submitter.<@Nullable Void>single(Call.VOID, notNull("task", task), null, null, false);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
      TaskFunction<? super T, ? extends R> fn, T arg) {
    return submitter.single(Call.FUNCTION, notNull("fn", fn), arg, null, false);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
      TaskFunction<? super T, ? extends R> fn, T arg, Consumer<? super R> callback) {
    return submitter.single(
        Call.FUNCTION,
        notNull("fn", fn),
        arg,
        new Callbacks<>(notNull("callback", callback), null),
        false);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
      TaskFunction<? super T, ? extends R> fn,
      T arg,
      @Nullable Consumer<? super R> callback,
      @Nullable Consumer<? super Throwable> errorCallback) {
    return submitter.single(
        Call.FUNCTION, notNull("fn", fn), arg, callbacks(callback, errorCallback), false);
  }

  /** Either may be null: who wants to hear only of failures gives no callback. */
  private static <R extends @Nullable Object> @Nullable Callbacks<R> callbacks(
      @Nullable Consumer<? super R> callback, @Nullable Consumer<? super Throwable> error) {
    return callback == null && error == null ? null : new Callbacks<>(callback, error);
  }

  // ---- many tasks

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items) {
    return await(() -> submitter.<R>map(notNull("fn", fn), Submitter.items(items), 0, null));
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize) {
    return await(
        () ->
            submitter.<R>map(
                notNull("fn", fn), Submitter.items(items), Submitter.chunkSize(chunkSize), null));
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items) {
    return submitter.map(notNull("fn", fn), Submitter.items(items), 0, null);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize) {
    return submitter.map(
        notNull("fn", fn), Submitter.items(items), Submitter.chunkSize(chunkSize), null);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> fn,
      Iterable<? extends T> items,
      int chunkSize,
      @Nullable Consumer<? super List<R>> callback,
      @Nullable Consumer<? super Throwable> errorCallback) {
    return submitter.map(
        notNull("fn", fn),
        Submitter.items(items),
        Submitter.chunkSize(chunkSize),
        callbacks(callback, errorCallback));
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> starmap(
          TaskBiFunction<? super A, ? super B, ? extends R> fn,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> items) {
    @Nullable Object[][] pairs = Submitter.pairs(items);
    return await(() -> submitter.<R>starmap(notNull("fn", fn), pairs[0], pairs[1], null));
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      AsyncResult<List<R>> starmapAsync(
          TaskBiFunction<? super A, ? super B, ? extends R> fn,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> items) {
    @Nullable Object[][] pairs = Submitter.pairs(items);
    return submitter.starmap(notNull("fn", fn), pairs[0], pairs[1], null);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imap(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items) {
    return imap(fn, items, 1);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imap(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize) {
    return submitter.imap(
        notNull("fn", fn), Submitter.source(items), Submitter.chunkSize(chunkSize), true);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imapUnordered(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items) {
    return imapUnordered(fn, items, 1);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Results<R> imapUnordered(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize) {
    return submitter.imap(
        notNull("fn", fn), Submitter.source(items), Submitter.chunkSize(chunkSize), false);
  }

  private static <V> V notNull(String name, V value) {
    return Objects.requireNonNull(value, () -> name + " must not be null");
  }

  /** Submits and waits; interrupted at either, it cancels what it has submitted. */
  @SuppressWarnings("unchecked")
  private <R extends @Nullable Object> R await(Supplier<? extends AsyncResult<R>> submission) {
    PoolResult<R> result;
    try {
      result = (PoolResult<R>) submission.get();
    } catch (InterruptedSubmission e) {
      throw Interrupted.cancelled(core.name() + ": cancelled while the pool was full", e);
    }
    try {
      if (result instanceof SingleResult<?> single) {
        single.readHere();
      }
      Outcome outcome =
          result instanceof ListResult<?> list ? list.awaitDecoding() : result.awaitOutcome();
      return outcome.<R>valueOrThrow();
    } catch (InterruptedException e) {
      result.cancel(true);
      throw Interrupted.cancelled(result + " was cancelled", e);
    }
  }

  // ---- views

  @Override
  public Pool withTimeout(Duration limit) {
    return new JvmPool(core, policy.withLimit(Durations.limitNanos(limit)), handle);
  }

  @Override
  public Pool withRetries(int retries) {
    if (retries < 0) {
      throw new IllegalArgumentException("retries must be at least 0, but was " + retries);
    }
    return new JvmPool(core, policy.withRetries(retries), handle);
  }

  @Override
  public <T extends @Nullable Object> Broadcast<T> broadcast(T value) {
    return core.broadcasts().create(value);
  }

  @Override
  public PoolExecutorService asExecutorService() {
    return new PoolExecutor(this, core);
  }

  // ---- what it is

  @Override
  public PoolStats stats() {
    return core.stats();
  }

  @Override
  public List<WorkerInfo> workers() {
    return new ArrayList<>(core.workers());
  }

  @Override
  public void resize(int workers) {
    int checked = PoolSettings.checkedWorkers(workers);
    core.checkAccepting();
    core.resize(checked);
  }

  // ---- its end

  @Override
  public void close() {
    core.shutdown();
    if (core.callbackThread().isCurrent() || core.outputThread().isCurrent()) {
      return; // what runs here is part of what it would wait for
    }
    try {
      core.awaitEnd(Long.MAX_VALUE / 2);
    } catch (InterruptedException e) {
      core.terminate();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void shutdown() {
    core.shutdown();
  }

  @Override
  public void terminate() {
    core.terminate();
  }

  @Override
  public void join() throws InterruptedException {
    checkEnding();
    core.awaitEnd(Long.MAX_VALUE / 2);
  }

  @Override
  public boolean join(Duration limit) throws InterruptedException {
    checkEnding();
    return core.awaitEnd(Durations.nanos("limit", limit));
  }

  private void checkEnding() {
    if (core.lifecycle() == Lifecycle.OPEN) {
      throw new IllegalStateException(
          core.name()
              + " is open: join waits for the end of a pool after shutdown, close or terminate");
    }
  }

  @Override
  public String toString() {
    return "Pool " + core.name() + " (" + core.lifecycle() + ", " + core.target() + " workers)";
  }
}
