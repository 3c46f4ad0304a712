package org.jvmpool.worker.manager;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Results;
import org.jvmpool.TaskException;

/**
 * The results of an {@code imap} over a manager's pool. The source is read by the thread that reads
 * the results, a bounded distance ahead. For one thread at a time.
 */
final class PoolProxyResults<T extends @Nullable Object, R extends @Nullable Object>
    implements Results<R> {
  private final Iterator<? extends T> source;
  private final Function<T, PoolProxyResult<R>> submit;
  private final int ahead;
  private final boolean ordered;
  private final Deque<PoolProxyResult<R>> underWay = new ArrayDeque<>();
  private boolean closed;

  PoolProxyResults(
      Iterator<? extends T> source,
      Function<T, PoolProxyResult<R>> submit,
      int ahead,
      boolean ordered) {
    this.source = source;
    this.submit = submit;
    this.ahead = ahead;
    this.ordered = ordered;
    fill();
  }

  private void fill() {
    while (!closed && underWay.size() < ahead && source.hasNext()) {
      underWay.add(submit.apply(source.next()));
    }
  }

  @Override
  public boolean hasNext() {
    return !underWay.isEmpty();
  }

  @Override
  public R next() {
    try {
      return take(Long.MAX_VALUE);
    } catch (TimeoutException e) {
      throw new AssertionError("for ever has passed", e);
    }
  }

  @Override
  public R next(Duration limit) throws TimeoutException {
    return take(Limits.nanos(limit));
  }

  private R take(long nanos) throws TimeoutException {
    if (underWay.isEmpty()) {
      throw new NoSuchElementException("there are no more results");
    }
    PoolProxyResult<R> next;
    try {
      next = await(nanos);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for a result");
    }
    underWay.remove(next);
    fill();
    try {
      return next.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof org.jvmpool.ProcessException failure
          ? failure
          : new TaskException("a task of a manager's pool threw " + cause, cause);
    } catch (InterruptedException e) {
      throw new AssertionError("it was ready", e);
    }
  }

  private PoolProxyResult<R> await(long nanos) throws InterruptedException, TimeoutException {
    CompletableFuture<?> first =
        ordered
            ? underWay.getFirst()
            : CompletableFuture.anyOf(underWay.toArray(new CompletableFuture<?>[0]));
    try {
      first.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException | CancellationException e) {
      // Told to whoever takes it.
    }
    for (PoolProxyResult<R> result : underWay) {
      if (result.isDone()) {
        return result;
      }
    }
    throw new AssertionError("one was done");
  }

  @Override
  public Stream<R> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, ordered ? Spliterator.ORDERED : 0), false)
        .onClose(this::close);
  }

  @Override
  public void close() {
    closed = true;
    underWay.forEach(result -> result.cancel(true));
    underWay.clear();
  }
}
