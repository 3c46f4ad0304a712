package org.jvmpool.impl.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.wire.ChunkOutcome;
import org.jvmpool.worker.wire.Frame;

/**
 * The result of a map: the values of all items in their order, or the first failure in that order,
 * once all chunks are over.
 */
final class ListResult<R> extends PoolResult<List<R>> implements TaskSink {
  /** What arrives when the last chunk is over; how each of them ended stands in {@link #ends}. */
  private static final Object ALL_OVER = new Object();

  private final FunctionRef function;
  private final int items;
  private final int chunkSize;

  /** Filled in the order of the chunks. Guarded by itself. */
  private final List<PoolTask> tasks = new ArrayList<>();

  /** How each chunk ended, as it came; what a waiting thread has decoded already is a Part. */
  private final AtomicReferenceArray<@Nullable Object> ends;

  private final AtomicInteger open;

  /** A chunk that has been decoded: its values, or its first failure. */
  private record Part(@Nullable Object[] values, @Nullable Outcome failure) {}

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
    ends.set(task.chunk, end);
    if (open.decrementAndGet() == 0) {
      core.forget(function);
      arrive(ALL_OVER);
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
        part(chunk);
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
      Part part = part(chunk);
      if (part.failure() != null) {
        return part.failure();
      }
      System.arraycopy(part.values(), 0, all, from(chunk), part.values().length);
      ends.set(chunk, null);
    }
    return Outcome.of(new ArrayList<>(Arrays.asList(all)));
  }

  private Part part(int chunk) {
    Object end = ends.get(chunk);
    if (end instanceof Part part) {
      return part;
    }
    Part part = decodeChunk(end, task(chunk));
    ends.set(chunk, part);
    return part;
  }

  private Part decodeChunk(@Nullable Object end, PoolTask task) {
    String who = core.describe(task);
    @Nullable Object[] none = {};
    int expected = to(task.chunk) - from(task.chunk);
    if (!(end instanceof Frame answer) || answer.has(Frame.FAILED)) {
      return new Part(none, Chunks.failure(end, task, who));
    }
    try {
      ChunkOutcome chunk = Chunks.read(answer, task);
      if (chunk.failures() != null) {
        for (int i = 0; i < chunk.failures().length; i++) {
          ChunkOutcome.Failure failure = chunk.failures()[i];
          if (failure != null) {
            String item = who + ", item " + (from(task.chunk) + i) + ",";
            return new Part(none, Outcome.failed(failure, item));
          }
        }
      }
      if (chunk.values().length != expected) {
        throw new IllegalStateException(
            "it has " + chunk.values().length + " values for " + expected + " items");
      }
      return new Part(chunk.values(), null);
    } catch (RuntimeException | LinkageError e) {
      return new Part(none, Outcome.unreadable(e, who));
    }
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
