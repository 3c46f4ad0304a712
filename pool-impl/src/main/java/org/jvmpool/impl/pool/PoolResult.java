package org.jvmpool.impl.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.jvmpool.AsyncResult;

/**
 * What a pool gives for something submitted.
 *
 * <p>It moves forward only: pending → arrived → published. <em>Arrived</em>: what came from the
 * worker is here, as it came. <em>Published</em>: other threads may see it. Without callbacks the
 * two are one step; with callbacks, the callback thread publishes when the callback has returned,
 * and is itself the only thread that sees what has arrived.
 *
 * <p>What came is decoded by the thread that first looks, so that no reader of a pipe runs code of
 * the user and many threads decode side by side.
 */
abstract class PoolResult<R extends @Nullable Object> extends ResultStages<R>
    implements AsyncResult<R> {
  private static final VarHandle STAGE;

  static {
    try {
      STAGE = MethodHandles.lookup().findVarHandle(PoolResult.class, "stage", StageFuture.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final PoolCore core;

  /** Tells the callbacks; made beforehand, so that nothing is needed to complete this. Or null. */
  private final SerialThread.@Nullable Piece delivery;

  /** Null while pending; then what came from the worker, and once somebody looked, an Outcome. */
  private volatile @Nullable Object arrived;

  private volatile boolean published;
  private volatile @Nullable StageFuture<R> stage;

  /** What the user wants to be told; either part may be missing. */
  record Callbacks<R extends @Nullable Object>(
      @Nullable Consumer<? super R> callback, @Nullable Consumer<? super Throwable> error) {}

  PoolResult(PoolCore core, @Nullable Callbacks<R> callbacks) {
    this.core = core;
    this.delivery = callbacks == null ? null : new SerialThread.Piece(() -> deliver(callbacks));
    if (callbacks != null) {
      core.callbackThread().prepare(); // now, when who submits can be told that it does not start
    }
  }

  /** Makes an outcome of what has arrived; called once, under this result's monitor. */
  abstract Outcome decode(Object raw);

  // ---- the pool's side

  /**
   * Takes what came.
   *
   * @return false when something had come before: then this is ignored
   */
  final boolean arrive(Object raw) {
    synchronized (this) {
      if (arrived != null) {
        return false;
      }
      arrived = raw;
    }
    if (delivery == null) {
      publish();
    } else {
      wakeAll();
      core.callbackThread().execute(delivery);
    }
    return true;
  }

  final boolean hasArrived() {
    return arrived != null;
  }

  private void deliver(Callbacks<R> told) {
    try {
      Outcome outcome = outcomeOrWhyNot();
      Throwable failure = outcome.failure();
      if (failure == null) {
        if (told.callback() != null) {
          told.callback().accept(outcome.<R>valueAs());
        }
      } else if (told.error() != null) {
        told.error().accept(failure);
      }
    } finally {
      publish();
    }
  }

  private void publish() {
    published = true;
    wakeAll();
    StageFuture<R> waiting = stage;
    if (waiting != null) {
      core.callbackThread().execute(waiting.completion);
    }
  }

  private void completeStage(CompletableFuture<R> waiting) {
    Outcome outcome = outcomeOrWhyNot();
    Throwable failure = outcome.failure();
    if (failure == null) {
      waiting.complete(outcome.<R>valueAs());
    } else {
      waiting.completeExceptionally(failure);
    }
  }

  final Outcome outcome() {
    Object raw = arrived;
    if (raw instanceof Outcome outcome) {
      return outcome;
    }
    synchronized (this) {
      if (!(arrived instanceof Outcome)) {
        arrived = decode(Objects.requireNonNull(arrived));
      }
      return (Outcome) arrived;
    }
  }

  /** Who is told once is told also when the outcome cannot be had, for want of memory. */
  private Outcome outcomeOrWhyNot() {
    try {
      return outcome();
    } catch (Error e) {
      return new Outcome(null, e, this + ": its outcome cannot be read here: " + e);
    }
  }

  // ---- the user's side

  /** Whether the calling thread may see the outcome. */
  private boolean isVisible() {
    return published || (arrived != null && core.callbackThread().isCurrent());
  }

  final Outcome awaitOutcome() throws InterruptedException {
    await(this::isVisible, -1);
    return outcome();
  }

  @Override
  public final boolean isDone() {
    return isVisible();
  }

  @Override
  public final boolean ready() {
    return isVisible();
  }

  @Override
  public final boolean successful() {
    if (!isVisible()) {
      throw new IllegalStateException(
          "successful() of " + this + ": not ready yet; ask ready() first, or wait with await");
    }
    return outcome().failure() == null;
  }

  @Override
  public final boolean isCancelled() {
    return isVisible() && outcome().isCancelled();
  }

  @Override
  public final boolean await(Duration limit) throws InterruptedException {
    return await(this::isVisible, Durations.nanos("limit", limit));
  }

  @Override
  public final R get() throws InterruptedException, ExecutionException {
    return report(awaitOutcome());
  }

  @Override
  public final R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    Objects.requireNonNull(unit, "unit must not be null");
    return getWithin(Math.max(0, unit.toNanos(timeout)));
  }

  @Override
  public final R get(Duration limit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return getWithin(Durations.nanos("limit", limit));
  }

  private R getWithin(long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!await(this::isVisible, nanos)) {
      throw new TimeoutException(
          this
              + " was not ready within "
              + Messages.inWords(Duration.ofNanos(nanos))
              + "; it goes on");
    }
    return report(outcome());
  }

  private R report(Outcome outcome) throws ExecutionException {
    Throwable failure = outcome.failure();
    if (failure == null) {
      return outcome.<R>valueAs();
    }
    if (outcome.isCancelled()) {
      throw cancelled(failure);
    }
    throw new ExecutionException(message(outcome, failure), failure);
  }

  @Override
  public final R join() {
    awaitUninterruptibly(this::isVisible);
    Outcome outcome = outcome();
    Throwable failure = outcome.failure();
    if (failure == null) {
      return outcome.<R>valueAs();
    }
    if (outcome.isCancelled()) {
      throw cancelled(failure);
    }
    throw new CompletionException(message(outcome, failure), failure);
  }

  private static CancellationException cancelled(Throwable failure) {
    CancellationException cancelled = new CancellationException(failure.getMessage());
    cancelled.initCause(failure);
    return cancelled;
  }

  private static String message(Outcome outcome, Throwable failure) {
    return outcome.context().isEmpty() ? failure.toString() : outcome.context();
  }

  @Override
  final CompletableFuture<R> stage() {
    StageFuture<R> known = stage;
    if (known != null) {
      return known;
    }
    if (!published) {
      core.callbackThread().prepare();
    }
    StageFuture<R> fresh = new StageFuture<>(this);
    if (!STAGE.compareAndSet(this, null, fresh)) {
      return Objects.requireNonNull(stage);
    }
    // Race: it was published before the stage was there to be seen.
    if (published) {
      completeStage(fresh);
    }
    return fresh;
  }

  /** The future behind the stage methods: cancelling it cancels the task. */
  private static final class StageFuture<R extends @Nullable Object> extends CompletableFuture<R> {
    private final PoolResult<R> result;

    /** Completes this; made beforehand. */
    private final SerialThread.Piece completion;

    StageFuture(PoolResult<R> result) {
      this.result = result;
      this.completion = new SerialThread.Piece(() -> result.completeStage(this));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      result.cancel(mayInterruptIfRunning);
      return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new CompletableFuture<>();
    }

    /*
     * The callback thread completes stages, so it cannot wait for them to be completed: what it
     * asks for it gets from the result itself, as soon as that has arrived.
     */

    private boolean isAskedByItsCompleter() {
      return !isDone() && result.core.callbackThread().isCurrent();
    }

    @Override
    public R get() throws InterruptedException, ExecutionException {
      return isAskedByItsCompleter() ? result.get() : super.get();
    }

    @Override
    public R get(long timeout, TimeUnit unit)
        throws InterruptedException, ExecutionException, TimeoutException {
      return isAskedByItsCompleter() ? result.get(timeout, unit) : super.get(timeout, unit);
    }

    @Override
    public R join() {
      return isAskedByItsCompleter() ? result.join() : super.join();
    }
  }
}
