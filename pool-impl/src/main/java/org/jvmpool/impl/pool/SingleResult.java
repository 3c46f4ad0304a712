package org.jvmpool.impl.pool;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Worker;
import org.jvmpool.worker.wire.Frame;

/** The result of one task. */
final class SingleResult<R extends @Nullable Object> extends PoolResult<R> implements TaskSink {
  private @Nullable PoolTask task;

  SingleResult(PoolCore core, @Nullable Callbacks<R> callbacks) {
    super(core, callbacks);
  }

  /** Set before the task is submitted. */
  void task(PoolTask newTask) {
    task = newTask;
  }

  private PoolTask task() {
    return Objects.requireNonNull(task, "a result is given out after its task was made");
  }

  @Override
  public void answered(PoolTask answered, Frame answer) {
    arrive(answer);
  }

  @Override
  public void failed(PoolTask failed, Supplier<? extends Throwable> why) {
    arrive(why);
  }

  @Override
  @SuppressWarnings("unchecked")
  Outcome decode(Object raw) {
    return raw instanceof Frame answer
        ? Outcome.decode(answer, task().function, () -> core.describe(task()))
        : Outcome.failed((Supplier<? extends Throwable>) raw);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return !hasArrived() && core.cancel(task(), mayInterruptIfRunning);
  }

  /** The caller waits for it and for nothing else: it may read the answer itself. */
  void readHere() {
    Worker worker = task().worker();
    if (worker != null && worker.attachment() instanceof WorkerPort port) {
      port.readFor(this::hasArrived);
    }
  }

  /** Whether no worker has started it. */
  boolean isWaiting() {
    return !hasArrived() && core.noneStarted(List.of(task()));
  }

  @Override
  public String toString() {
    return "result of " + core.describe(task()) + (ready() ? " (ready)" : " (pending)");
  }
}
