package org.jvmpool.impl.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.wire.Frame;

/**
 * The result of a map: the values of all items in their order, or the first failure in that order,
 * once all chunks are over.
 */
final class ListResult<R extends @Nullable Object> extends PoolResult<List<R>> implements TaskSink {
  /** What arrives when the last chunk is over; how each of them ended stands in {@link #ends}. */
  private static final Object ALL_OVER = new Object();

  private final FunctionRef function;
  private final int items;
  private final int chunkSize;

  /** Filled in the order of the chunks. Guarded by itself. */
  private final List<PoolTask> tasks = new ArrayList<>();

  /** How each chunk ended, as it came; what a waiting thread has decoded already is a Chunk. */
  private final AtomicReferenceArray<@Nullable Object> ends;

  private final AtomicInteger open;

  /**
   * @param items how many items there are
   * @param chunkSize how many of them a chunk has; the last may have fewer
   */
  ListResult(
      PoolCore core,
      @Nullable Callbacks<List<R>> callbacks,
      FunctionRef function,
      int items,
      int chunkSize) {
    super(core, callbacks);
    this.function = function;
    this.items = items;
    this.chunkSize = chunkSize;
    int chunks = chunks();
    this.ends = new AtomicReferenceArray<>(chunks);
    this.open = new AtomicInteger(chunks);
  }

  int chunks() {
    return (int) (((long) items + chunkSize - 1) / chunkSize);
  }

  int from(int chunk) {
    return chunk * chunkSize;
  }

  int to(int chunk) {
    return (int) Math.min(items, (long) (chunk + 1) * chunkSize);
  }

  /** A map of nothing has its result at once. */
  void nothingToDo() {
    arrive(ALL_OVER);
  }

  /** Called for each chunk in turn, before it is submitted. */
  void add(PoolTask task) {
    synchronized (tasks) {
      tasks.add(task);
    }
  }

  /** The chunks that were not submitted never will be: ends those that were. */
  void abandon() {
    core.cancelAll(submitted(), true);
    core.forget(function);
  }

  private List<PoolTask> submitted() {
    synchronized (tasks) {
      return List.copyOf(tasks);
    }
  }

  private PoolTask task(int chunk) {
    synchronized (tasks) {
      return tasks.get(chunk);
    }
  }

  @Override
  public void answered(PoolTask task, Frame answer) {
    chunkOver(task, answer);
  }

  @Override
  public void failed(PoolTask task, Supplier<? extends Throwable> why) {
    chunkOver(task, why);
  }

  private void chunkOver(PoolTask task, Object end) {
    if (!ends.compareAndSet(task.chunk, null, end)) {
      return;
    }
    if (open.decrementAndGet() == 0) {
      arrive(ALL_OVER);
      core.forget(function);
    } else {
      wakeAll();
    }
  }

  /** Waits for the whole map, and decodes meanwhile what has come. */
  Outcome awaitDecoding() throws InterruptedException {
    for (int chunk = 0; chunk < ends.length() && !hasArrived(); chunk++) {
      int current = chunk;
      await(() -> ends.get(current) != null || hasArrived(), -1);
      if (ends.get(chunk) != null) {
        decoded(chunk);
      }
    }
    return awaitOutcome();
  }

  @Override
  Outcome decode(Object raw) {
    if (raw != ALL_OVER) {
      @SuppressWarnings("unchecked")
      Supplier<? extends Throwable> why = (Supplier<? extends Throwable>) raw;
      return Outcome.failed(why);
    }
    @Nullable Object[] all = new @Nullable Object[items];
    for (int chunk = 0; chunk < ends.length(); chunk++) {
      Chunk decoded = decoded(chunk);
      Outcome failure = decoded.firstFailure();
      if (failure != null) {
        return failure;
      }
      System.arraycopy(decoded.values(), 0, all, from(chunk), decoded.values().length);
      ends.set(chunk, null);
    }
    return Outcome.of(new ArrayList<>(Arrays.asList(all)));
  }

  private Chunk decoded(int chunk) {
    Object end = Objects.requireNonNull(ends.get(chunk), "asked for before it was over");
    if (end instanceof Chunk known) {
      return known;
    }
    PoolTask task = task(chunk);
    int from = from(chunk);
    Chunk decoded = Chunk.of(end, task, to(chunk) - from, from, core.describe(task));
    ends.set(chunk, decoded);
    return decoded;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    List<PoolTask> all = submitted();
    if (hasArrived() || (!mayInterruptIfRunning && !core.noneStarted(all))) {
      return false;
    }
    Supplier<Throwable> why = () -> new CancellationException(this + " was cancelled");
    // Race: the last chunk came back after it was looked at; then the map is over, not cancelled.
    if (!arrive(why)) {
      return false;
    }
    core.cancelAll(all, mayInterruptIfRunning);
    return true;
  }

  @Override
  public String toString() {
    return core.name()
        + ": result of a map of "
        + items
        + " items in "
        + ends.length()
        + " chunks"
        + (hasArrived() ? " (ready)" : " (pending)");
  }
}
