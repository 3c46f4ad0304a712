package org.jvmpool.worker.plain;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.worker.codec.InFlight;

/** What a session holds of a queue, of any kind. Elements are encoded and decoded by who calls. */
final class PlainQueue<E> extends Handle<QueueCore> implements JoinableQueue<E> {
  private static final long serialVersionUID = 1;

  private final transient ItemForm<E> form;

  PlainQueue(QueueCore core, ItemForm<E> form, Session session) {
    super(core, session);
    this.form = form;
  }

  private Object inside(E e, InFlight inFlight) {
    open();
    Objects.requireNonNull(e, "an element must not be null");
    return inFlight.noteDuring(() -> form.inside(e));
  }

  private @Nullable E outside(@Nullable Object item) {
    return item == null ? null : form.outside(item);
  }

  @Override
  public void put(E e) throws InterruptedException {
    put(e, Deadline.NEVER);
  }

  @Override
  public boolean offer(E e) {
    InFlight inFlight = new InFlight();
    boolean added = open().offer(inside(e, inFlight));
    if (!added) {
      inFlight.giveUp();
    }
    return added;
  }

  @Override
  public boolean offer(E e, Duration limit) throws InterruptedException {
    return put(e, Deadline.after(limit));
  }

  private boolean put(E e, Deadline deadline) throws InterruptedException {
    InFlight inFlight = new InFlight();
    Object item = inside(e, inFlight);
    boolean added = false;
    try {
      added = open().put(this, item, deadline);
      return added;
    } finally {
      if (!added) {
        inFlight.giveUp();
      }
    }
  }

  @Override
  public E take() throws InterruptedException {
    return form.outside(Objects.requireNonNull(open().take(this, Deadline.NEVER)));
  }

  @Override
  public @Nullable E poll() {
    return outside(open().poll());
  }

  @Override
  public @Nullable E poll(Duration limit) throws InterruptedException {
    return outside(open().take(this, Deadline.after(limit)));
  }

  @Override
  public int drainTo(Collection<? super E> into, int max) {
    Objects.requireNonNull(into, "into must not be null");
    QueueCore core = open();
    into.addAll(List.of()); // one that takes no elements says so before any is taken
    int most = Math.min(max, core.size());
    int taken = 0;
    while (taken < most) {
      E element = outside(core.poll());
      if (element == null) {
        break;
      }
      into.add(element);
      taken++;
    }
    return taken;
  }

  /** Undoes a take, for who could not pass the element on. */
  void putBack(E e) {
    core().putBack(form.inside(e));
  }

  @Override
  public int size() {
    return open().size();
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public boolean isFull() {
    return open().room() == 0;
  }

  @Override
  public int remainingCapacity() {
    return open().room();
  }

  @Override
  public void taskDone() {
    open().taskDone();
  }

  @Override
  public void join() throws InterruptedException {
    open().awaitDone(this, Deadline.NEVER);
  }

  @Override
  public boolean join(Duration limit) throws InterruptedException {
    return open().awaitDone(this, Deadline.after(limit));
  }

  @Override
  public String toString() {
    return isClosed() ? super.toString() : core() + " (" + core().size() + " elements)";
  }
}
