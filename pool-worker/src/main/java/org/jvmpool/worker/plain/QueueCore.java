package org.jvmpool.worker.plain;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A queue of items that it does not look into. Who puts hands the item to the first that waits for
 * one; who takes makes room for the first that waits to put.
 */
final class QueueCore extends Core {
  /** 0: no bound. */
  private final int max;

  private final ItemForm<?> form;

  /* Guarded by the monitor. Takers wait only while it is empty, putters only while it is full. */
  private final Deque<Object> items = new ArrayDeque<>();
  private final Line takers = new Line();
  private final Line putters = new Line();
  private final Line joiners = new Line();

  /** Items that were put and not yet said to be done. */
  private long unfinished;

  QueueCore(String kind, int max, ItemForm<?> form) {
    super(kind);
    if (max < 0) {
      throw new IllegalArgumentException("maxSize must be 0 (no bound) or more, but was " + max);
    }
    this.max = max;
    this.form = form;
  }

  @Override
  Handle<?> newHandle(Session session) {
    return new PlainQueue<>(this, form, session);
  }

  // ---- putting

  boolean offer(Object item) {
    synchronized (this) {
      boolean room = hasRoom();
      if (room) {
        add(item);
      }
      return room;
    }
  }

  boolean put(PlainQueue<?> through, Object item, Deadline deadline) throws InterruptedException {
    throwIfInterrupted();
    Waiter waiter;
    synchronized (this) {
      if (offer(item)) {
        return true;
      }
      if (deadline.left() <= 0) {
        return false;
      }
      waiter = join(putters, Owner.current(), through);
      waiter.item = item;
    }
    return awaitGrant(waiter, putters, deadline, true);
  }

  private boolean hasRoom() {
    return max == 0 || items.size() < max;
  }

  private void add(Object item) {
    unfinished++;
    Waiter taker = takers.poll();
    if (taker == null) {
      items.addLast(item);
    } else {
      give(taker, item);
    }
  }

  private void give(Waiter taker, Object item) {
    taker.item = item;
    end(taker, Waiter.End.GRANTED);
  }

  /** Undoes a take: the item is the first again. */
  synchronized void putBack(Object item) {
    Waiter taker = takers.poll();
    if (taker == null) {
      items.addFirst(item);
    } else {
      give(taker, item);
    }
  }

  // ---- taking

  synchronized @Nullable Object poll() {
    Object item = items.pollFirst();
    Waiter putter = item != null && hasRoom() ? putters.poll() : null;
    if (putter != null && putter.item != null) {
      add(putter.item);
      end(putter, Waiter.End.GRANTED);
    }
    return item;
  }

  /** Null when the limit has passed. */
  @Nullable Object take(PlainQueue<?> through, Deadline deadline) throws InterruptedException {
    throwIfInterrupted();
    Waiter waiter;
    synchronized (this) {
      Object item = poll();
      if (item != null || deadline.left() <= 0) {
        return item;
      }
      waiter = join(takers, Owner.current(), through);
    }
    return awaitGrant(waiter, takers, deadline, true) ? waiter.item : null;
  }

  // ---- what there is

  synchronized int size() {
    return items.size();
  }

  synchronized int room() {
    return max == 0 ? Integer.MAX_VALUE : Math.max(0, max - items.size());
  }

  // ---- work that is done

  synchronized void taskDone() {
    if (unfinished == 0) {
      throw new IllegalStateException(
          this + ": taskDone was called more often than elements were added");
    }
    unfinished--;
    if (unfinished == 0) {
      endAll(joiners, all -> true, Waiter.End.GRANTED);
    }
  }

  boolean awaitDone(PlainQueue<?> through, Deadline deadline) throws InterruptedException {
    throwIfInterrupted();
    Waiter waiter;
    synchronized (this) {
      if (unfinished == 0 || deadline.left() <= 0) {
        return unfinished == 0;
      }
      waiter = join(joiners, Owner.current(), through);
    }
    return awaitGrant(waiter, joiners, deadline, true);
  }

  // ---- ends

  @Override
  synchronized void sessionEnded(Session session) {
    for (Line line : new Line[] {takers, putters, joiners}) {
      endAll(line, of(session), Waiter.End.SESSION_ENDED);
    }
  }

  @Override
  synchronized void handleClosed(Handle<?> handle) {
    for (Line line : new Line[] {takers, putters, joiners}) {
      endAll(line, through(handle), Waiter.End.CLOSED);
    }
  }
}
