package org.jvmpool.worker.manager;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.shared.JoinableQueue;

/** A queue as its clients see it, joinable or not. */
@SuppressWarnings("unchecked") // What comes from the server has the type that was put there.
final class QueueProxy<E> extends Proxy implements JoinableQueue<E> {
  private static final long serialVersionUID = 1;

  QueueProxy(RemoteObject remote) {
    super(remote);
  }

  private static Object element(@Nullable Object element) {
    return Objects.requireNonNull(element, "an element must not be null");
  }

  @Override
  public void put(E e) throws InterruptedException {
    remote().callInterruptibly(Op.QUEUE_PUT, element(e), Limits.FOR_EVER);
  }

  @Override
  public boolean offer(E e) {
    return remote().call(Op.QUEUE_PUT, element(e), 0L).truth();
  }

  @Override
  public boolean offer(E e, Duration limit) throws InterruptedException {
    return remote().callInterruptibly(Op.QUEUE_PUT, element(e), Limits.nanos(limit)).truth();
  }

  @Override
  public E take() throws InterruptedException {
    return (E)
        Objects.requireNonNull(remote().callInterruptibly(Op.QUEUE_TAKE, Limits.FOR_EVER).value());
  }

  @Override
  public @Nullable E poll() {
    return (E) remote().call(Op.QUEUE_TAKE, 0L).value();
  }

  @Override
  public @Nullable E poll(Duration limit) throws InterruptedException {
    return (E) remote().callInterruptibly(Op.QUEUE_TAKE, Limits.nanos(limit)).value();
  }

  @Override
  public int drainTo(Collection<? super E> into, int max) {
    Objects.requireNonNull(into, "into must not be null");
    if (max <= 0) {
      return 0;
    }
    into.addAll(List.of()); // one that takes no elements says so before any is taken
    Drain<E> drain = new Drain<>(into);
    remote().callTaking(drain, Op.QUEUE_DRAIN, max);
    return drain.count();
  }

  /**
   * Adds elements to a collection, before the queue is told how many it has lost: as if they were
   * polled one after the other. One that cannot be rebuilt is gone and ends it, as it is with
   * {@code poll}; those behind it, and one that the collection does not take, stay in the queue.
   */
  private static final class Drain<E> implements ToIntFunction<Reply> {
    private final Collection<? super E> into;
    private int added;
    private @Nullable Throwable failure;

    Drain(Collection<? super E> into) {
      this.into = into;
    }

    @Override
    public int applyAsInt(Reply reply) {
      int count = 0;
      int read = 0;
      int taken = 0;
      try {
        count = reply.count();
        while (read < count) {
          read++;
          E element;
          try {
            element = (E) Objects.requireNonNull(reply.value());
          } catch (RuntimeException | Error e) {
            taken++;
            throw e instanceof TaskSerializationException ? named(e, count) : e;
          }
          into.add(element);
          added++;
          taken++;
        }
      } catch (Throwable t) {
        failure = t;
        skip(count - read, reply);
      }
      return taken;
    }

    /** What these refer to has been given, too. */
    private static void skip(int count, Reply reply) {
      try {
        for (int i = 0; i < count; i++) {
          reply.raw();
        }
      } catch (Throwable t) {
        // The first failure counts; the server is still to be told what was taken.
      }
    }

    private TaskSerializationException named(Throwable thrown, int count) {
      return new TaskSerializationException(
          "element "
              + (added + 1)
              + " of the "
              + count
              + " that were there is gone, those before it were added, and those behind it are still in"
              + " the queue: "
              + thrown.getMessage(),
          thrown);
    }

    int count() {
      Throwable thrown = failure;
      if (thrown != null) {
        throw Reply.sneak(thrown);
      }
      return added;
    }
  }

  @Override
  public int size() {
    return remote().call(Op.QUEUE_SIZE).number();
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public boolean isFull() {
    return remainingCapacity() == 0;
  }

  @Override
  public int remainingCapacity() {
    return remote().call(Op.QUEUE_REMAINING).number();
  }

  @Override
  public void taskDone() {
    remote().call(Op.QUEUE_TASK_DONE);
  }

  @Override
  public void join() throws InterruptedException {
    remote().callInterruptibly(Op.QUEUE_JOIN, Limits.FOR_EVER);
  }

  @Override
  public boolean join(Duration limit) throws InterruptedException {
    return remote().callInterruptibly(Op.QUEUE_JOIN, Limits.nanos(limit)).truth();
  }
}
