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
final class ImapResults<T extends @Nullable Object, R extends @Nullable Object> extends Waiters
    implements Results<R> {
  private final PoolCore core;
  private final FunctionRef function;
  private final Iterator<? extends T> source;
  private final int chunkSize;
  private final ChunkSubmitter<T> submitter;

  /** Chunks that were submitted, in their order; those that are over stay until they are read. */
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();

  /**
   * Unordered: chunks in the order in which they came back; its monitor. Null when the order is
   * kept.
   */
  private final @Nullable Chain<Pending> back;

  /** What is given at present: a chunk, how many items it has, and which of them is next. */
  private @Nullable Chunk current;

  private int inCurrent;
  private int at;
  private int submitted;
  private long nextItem;

  /** What the source threw; given when the results before it have been. */
  private @Nullable Throwable sourceFailure;

  private boolean sourceEnded;

  /** The workers were told that the function has no more tasks. */
  private boolean forgotten;

  private boolean closed;

  /** Makes and submits a chunk; throws what a submission throws. */
  interface ChunkSubmitter<T extends @Nullable Object> {
    PoolTask submit(List<T> items, int chunk, TaskSink sink);
  }

  /** A chunk on its way. */
  private final class Pending extends Chain.Link<Pending> implements TaskSink {
    private final int items;

    /** The number of its first item among all of the source. */
    private final long firstItem;

    private volatile @Nullable Object end;
    private volatile @Nullable PoolTask task;

    Pending(int items, long firstItem) {
      this.items = items;
      this.firstItem = firstItem;
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
      synchronized (this) {
        if (end != null) {
          return;
        }
        task = ended;
        end = how;
      }
      if (back != null) {
        synchronized (back) {
          back.add(this);
        }
      }
      wakeAll();
    }

    Chunk decoded() {
      PoolTask ended = task;
      return Chunk.of(
          Objects.requireNonNull(end, "it is over"),
          ended,
          items,
          firstItem,
          ended == null ? core.name() : core.describe(ended));
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
    this.back = ordered ? null : new Chain<>();
    this.submitter = submitter;
    readAhead(-1);
  }

  // ---- the source

  /**
   * Keeps the workers supplied: reads the source until enough is under way, or, since a source may
   * be slow, until a result is there to be given or the time is over. With nothing under way it
   * reads one chunk in any case.
   *
   * @param nanos how long to go on, negative for no limit
   */
  private void readAhead(long nanos) {
    int ahead = core.lookAhead();
    if (pending.size() > ahead / 2 && pending.size() > 1) {
      return;
    }
    long start = System.nanoTime();
    while (!sourceEnded
        && !closed
        && pending.size() < ahead
        && (pending.isEmpty()
            || (!hasReady() && (nanos < 0 || System.nanoTime() - start < nanos)))) {
      if (submitted > 0 && !core.isOpen()) {
        end(); // what could not be submitted is not taken from the source
        break;
      }
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
    forgetIfOver();
  }

  /** Once no chunk of it is left, or will come. */
  private void forgetIfOver() {
    if (sourceEnded && pending.isEmpty()) {
      forget();
    }
  }

  private void forget() {
    if (!forgotten) {
      forgotten = true;
      core.forget(function);
    }
  }

  /** Whether {@code next} would not have to wait. */
  private boolean hasReady() {
    if (back != null) {
      synchronized (back) {
        return back.size() > 0;
      }
    }
    Pending first = pending.peekFirst();
    return first != null && first.end != null;
  }

  /**
   * The pool takes no more. Closed: input not yet read is abandoned, as {@code close} promises.
   * Terminated or broken: nobody is to take that for the end of the input.
   */
  private void end() {
    sourceEnded = true;
    sourceFailure = core.untimelyEnd();
  }

  private void submit(List<T> items) {
    Pending chunk = new Pending(items.size(), nextItem);
    nextItem += items.size();
    try {
      chunk.task = submitter.submit(items, submitted, chunk);
      submitted++;
      pending.add(chunk);
    } catch (TaskSerializationException e) {
      // Only these items cannot travel: their places in the results say so.
      submitted++;
      pending.add(chunk);
      chunk.over(null, (Supplier<Throwable>) () -> e);
    } catch (InterruptedSubmission e) {
      cancel(true);
      throw Interrupted.cancelled(
          core.name() + ": the rest of the results was cancelled while its pool was full", e);
    } catch (RejectedExecutionException | ProcessException e) {
      if (submitted == 0) {
        throw e;
      }
      // Race: the pool was closed after it was asked. These items were read and cannot be run.
      sourceEnded = true;
      sourceFailure = e;
    }
  }

  // ---- the results

  @Override
  public boolean hasNext() {
    if (at == inCurrent && pending.isEmpty()) {
      readAhead(0);
    }
    return !closed && (at < inCurrent || !pending.isEmpty() || sourceFailure != null);
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
    if (at == inCurrent) {
      long start = System.nanoTime();
      readAhead(nanos);
      if (!hasNext()) {
        throw new NoSuchElementException(
            closed ? "the results were closed" : "all results have been given");
      }
      long left = nanos < 0 ? -1 : Math.max(0, nanos - (System.nanoTime() - start));
      if (!nextChunk(left, nanos)) {
        return (R) failFromSource();
      }
    }
    return Objects.requireNonNull(current).take(at++).<R>valueOrThrow();
  }

  /**
   * Makes the next chunk the current one.
   *
   * @param limit what the caller had given, for the message
   * @return false when only the source's failure is left
   */
  private boolean nextChunk(long nanos, long limit) throws TimeoutException {
    if (pending.isEmpty()) {
      return false;
    }
    boolean there;
    try {
      there = await(this::hasReady, nanos);
    } catch (InterruptedException e) {
      cancel(true);
      throw Interrupted.cancelled(
          core.name() + ": the rest of the results was cancelled while the next was waited for", e);
    }
    if (!there) {
      throw new TimeoutException(
          core.name()
              + ": no result within "
              + Messages.inWords(Duration.ofNanos(limit))
              + "; "
              + pending.size()
              + " chunks are under way, and next may be called again");
    }
    Pending chunk = back == null ? pending.peekFirst() : takeBack(back);
    pending.remove(chunk);
    forgetIfOver();
    current = chunk.decoded();
    inCurrent = chunk.items;
    at = 0;
    return true;
  }

  private static <P extends Chain.Link<P>> P takeBack(Chain<P> back) {
    synchronized (back) {
      return Objects.requireNonNull(back.poll(), "asked for before it was there");
    }
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
      forget();
    }
  }
}
