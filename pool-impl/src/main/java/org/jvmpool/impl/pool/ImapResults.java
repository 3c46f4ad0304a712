package org.jvmpool.impl.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.jvmpool.ProcessException;
import org.jvmpool.Results;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.worker.wire.Frame;

/**
 * The results of an imap, while it runs. The source is read a bounded distance ahead, only by the
 * thread that asks for results. For one thread at a time, but for the chunks that come back.
 */
final class ImapResults<T, R> extends Waiters implements Results<R> {
  private final PoolCore core;
  private final FunctionRef function;
  private final Iterator<? extends T> source;
  private final int chunkSize;
  private final ChunkSubmitter<T> submitter;

  /** Chunks that were submitted, in their order; those that are over stay until they are read. */
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();

  /** Unordered: chunks in the order in which they came back. Null when the order is kept. */
  private final @Nullable ConcurrentLinkedQueue<Pending> back;

  private Outcome[] current = {};
  private int at;
  private int submitted;

  /** What the source threw; given when the results before it have been. */
  private @Nullable Throwable sourceFailure;

  private boolean sourceEnded;
  private boolean closed;

  /** Makes and submits a chunk; throws what a submission throws. */
  interface ChunkSubmitter<T> {
    PoolTask submit(List<T> items, int chunk, TaskSink sink);
  }

  /** A chunk on its way. */
  private final class Pending implements TaskSink {
    private final int items;
    private volatile @Nullable Object end;
    private volatile @Nullable PoolTask task;

    Pending(int items) {
      this.items = items;
    }

    @Override
    public void answered(PoolTask answered, Frame answer) {
      over(answered, answer);
    }

    @Override
    public void failed(PoolTask failed, Supplier<? extends Throwable> why) {
      over(failed, why);
    }

    private void over(@Nullable PoolTask ended, Object how) {
      task = ended;
      end = how;
      if (back != null) {
        back.add(this);
      }
      wakeAll();
    }

    Outcome[] outcomes() {
      PoolTask ended = task;
      return Chunks.outcomes(end, ended, items, ended == null ? "" : core.describe(ended));
    }
  }

  ImapResults(
      PoolCore core,
      FunctionRef function,
      Iterator<? extends T> source,
      int chunkSize,
      boolean ordered,
      ChunkSubmitter<T> submitter) {
    this.core = core;
    this.function = function;
    this.source = source;
    this.chunkSize = chunkSize;
    this.back = ordered ? null : new ConcurrentLinkedQueue<>();
    this.submitter = submitter;
    readAhead();
  }

  // ---- the source

  /** Keeps the workers supplied; reads nothing while there is enough under way. */
  private void readAhead() {
    int ahead = core.lookAhead();
    if (pending.size() > ahead / 2 && pending.size() > 1) {
      return;
    }
    if (submitted > 0 && !core.isOpen()) {
      sourceEnded = true; // what could not be submitted is not taken from the source
    }
    while (!sourceEnded && !closed && pending.size() < ahead) {
      List<T> items = new ArrayList<>(Math.min(chunkSize, 1024));
      try {
        while (items.size() < chunkSize && source.hasNext()) {
          items.add(source.next());
        }
      } catch (Throwable t) {
        sourceFailure = t;
        sourceEnded = true;
      }
      if (items.size() < chunkSize) {
        sourceEnded = true;
      }
      if (!items.isEmpty()) {
        submit(items);
      }
    }
    if (sourceEnded && pending.isEmpty()) {
      core.forget(function);
    }
  }

  private void submit(List<T> items) {
    Pending chunk = new Pending(items.size());
    try {
      chunk.task = submitter.submit(items, submitted, chunk);
      submitted++;
      pending.add(chunk);
    } catch (TaskSerializationException e) {
      // Only these items cannot travel: their places in the results say so.
      submitted++;
      pending.add(chunk);
      chunk.over(null, (Supplier<Throwable>) () -> e);
    } catch (RejectedExecutionException | ProcessException e) {
      if (submitted == 0) {
        throw e;
      }
      sourceEnded = true; // the pool was closed: input not yet read is abandoned
    }
  }

  // ---- the results

  @Override
  public boolean hasNext() {
    return !closed && (at < current.length || !pending.isEmpty() || sourceFailure != null);
  }

  @Override
  public R next() {
    try {
      return next(-1);
    } catch (TimeoutException e) {
      throw new AssertionError("a wait without a limit timed out", e);
    }
  }

  @Override
  public R next(Duration limit) throws TimeoutException {
    return next(Durations.nanos("limit", limit));
  }

  @SuppressWarnings("unchecked")
  private R next(long nanos) throws TimeoutException {
    if (!hasNext()) {
      throw new NoSuchElementException(
          closed ? "the results were closed" : "all results have been given");
    }
    if (at == current.length && !nextChunk(nanos)) {
      return (R) failFromSource();
    }
    Outcome outcome = current[at];
    current[at++] = null;
    if (at == current.length) {
      readAhead();
    }
    return (R) outcome.valueOrThrow();
  }

  /** Makes the next chunk the current one; false when only the source's failure is left. */
  private boolean nextChunk(long nanos) throws TimeoutException {
    if (pending.isEmpty()) {
      return false;
    }
    Pending first = pending.peekFirst();
    boolean there;
    try {
      there = await(() -> back == null ? first.end != null : !back.isEmpty(), nanos);
    } catch (InterruptedException e) {
      cancel(true);
      Thread.currentThread().interrupt();
      CancellationException cancelled =
          new CancellationException(
              core.name()
                  + ": interrupted while waiting for the next result; the rest is cancelled");
      cancelled.initCause(e);
      throw cancelled;
    }
    if (!there) {
      throw new TimeoutException(
          core.name()
              + ": no result within "
              + Duration.ofNanos(nanos)
              + "; "
              + pending.size()
              + " chunks are under way, and next may be called again");
    }
    Pending chunk = back == null ? first : back.poll();
    pending.remove(chunk);
    current = chunk.outcomes();
    at = 0;
    return true;
  }

  private Object failFromSource() {
    Throwable failure = sourceFailure;
    sourceFailure = null;
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException("the source threw", failure);
  }

  @Override
  public Stream<R> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false)
        .onClose(this::close);
  }

  @Override
  public void close() {
    cancel(false);
  }

  private void cancel(boolean mayKill) {
    if (!closed) {
      closed = true;
      core.cancelAll(
          pending.stream().map(chunk -> chunk.task).filter(Objects::nonNull).toList(), mayKill);
      pending.clear();
      core.forget(function);
    }
  }
}
