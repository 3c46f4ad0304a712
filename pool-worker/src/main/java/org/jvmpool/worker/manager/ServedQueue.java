package org.jvmpool.worker.manager;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A queue in the server, joinable or not. It passes elements on as the bytes that came. What a
 * client takes is put back in front if the client does not say that it has got it.
 */
final class ServedQueue extends Container {
  private static final long FOR_EVER = -1;

  private final int bound;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();
  private final Condition allDone = lock.newCondition();

  // Guarded by lock. Elements are kept and not null.
  private final Deque<Object> elements = new ArrayDeque<>();
  private long unfinished;
  private boolean ended;

  /**
   * @param bound how many elements it holds at most; 0 means no bound
   */
  ServedQueue(Kind kind, int bound, Objects objects) {
    super(kind, objects);
    if (bound < 0) {
      throw new IllegalArgumentException("maxSize must be 0 or more, but was " + bound);
    }
    this.bound = bound;
  }

  @Override
  void call(Op op, Call call) throws InterruptedException {
    switch (op) {
      case QUEUE_PUT -> put(call.kept(), call.longNumber(), call);
      case QUEUE_TAKE -> take(call.longNumber(), call);
      case QUEUE_DRAIN -> drain(call.number(), call);
      case QUEUE_SIZE, QUEUE_REMAINING -> look(op, call);
      case QUEUE_TASK_DONE -> taskDone();
      case QUEUE_JOIN -> join(call.longNumber(), call);
      default -> throw cannot(op, kind());
    }
  }

  private boolean isFull() {
    return bound > 0 && elements.size() >= bound;
  }

  private void put(@Nullable Object kept, long nanos, Call call) throws InterruptedException {
    java.util.Objects.requireNonNull(kept, "an element of a queue must not be null");
    pin(kept); // before it waits: it is on its way already
    boolean put = false;
    lock.lock();
    try {
      boolean room = await(notFull, () -> !isFull(), nanos);
      call.answer(room);
      if (room) {
        elements.addLast(kept);
        put = true;
        unfinished++;
        notEmpty.signal();
      }
    } finally {
      lock.unlock();
      if (!put) {
        unpin(kept);
      }
    }
  }

  private void take(long nanos, Call call) throws InterruptedException {
    Object taken;
    lock.lock();
    try {
      if (!await(notEmpty, () -> !elements.isEmpty(), nanos)) {
        call.answer(null);
        return;
      }
      taken = elements.removeFirst();
      handOut(List.of(taken), call);
      call.answer(taken);
    } finally {
      lock.unlock();
    }
  }

  private void drain(int most, Call call) {
    lock.lock();
    try {
      check();
      List<Object> taken = new ArrayList<>();
      while (taken.size() < most && !elements.isEmpty()) {
        taken.add(elements.removeFirst());
      }
      handOut(taken, call);
      call.answerMany(taken);
    } finally {
      lock.unlock();
    }
  }

  /**
   * With the lock: these are to go to a client, which holds what they refer to once they are
   * answered. If they do not arrive, the next reader gets them.
   */
  private void handOut(List<Object> taken, Call call) {
    for (int i = 0; i < taken.size(); i++) {
      notFull.signal();
    }
    call.ifLost(() -> putBack(taken));
    call.whenArrived(() -> unpinAll(taken));
  }

  private void putBack(List<Object> taken) {
    boolean gone;
    lock.lock();
    try {
      gone = ended;
      for (int i = taken.size() - 1; i >= 0 && !gone; i--) {
        elements.addFirst(taken.get(i));
        notEmpty.signal();
      }
    } finally {
      lock.unlock();
    }
    if (gone) {
      unpinAll(taken);
    }
  }

  private void look(Op op, Call call) {
    lock.lock();
    try {
      check();
      int size = elements.size();
      call.answer(
          op == Op.QUEUE_SIZE ? size : bound == 0 ? Integer.MAX_VALUE : Math.max(0, bound - size));
    } finally {
      lock.unlock();
    }
  }

  private void taskDone() {
    lock.lock();
    try {
      check();
      if (unfinished == 0) {
        throw new IllegalStateException(
            "taskDone was called more often than elements were added to " + this);
      }
      unfinished--;
      if (unfinished == 0) {
        allDone.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void join(long nanos, Call call) throws InterruptedException {
    lock.lock();
    try {
      call.answer(await(allDone, () -> unfinished == 0, nanos));
    } finally {
      lock.unlock();
    }
  }

  /** With the lock: waits until something holds, or the time has passed; whether it holds. */
  private boolean await(Condition changed, java.util.function.BooleanSupplier holds, long nanos)
      throws InterruptedException {
    long left = nanos;
    check();
    while (!holds.getAsBoolean()) {
      if (nanos == FOR_EVER) {
        await(changed);
      } else if (left > 0) {
        left = awaitNanos(changed, left);
      } else {
        return false;
      }
      check();
    }
    return true;
  }

  private static void await(Condition changed) throws InterruptedException {
    try {
      changed.await();
    } catch (InterruptedException e) {
      changed.signal(); // the signal that may have been for this one is for the next
      throw e;
    }
  }

  private static long awaitNanos(Condition changed, long nanos) throws InterruptedException {
    try {
      return changed.awaitNanos(Math.min(nanos, TimeUnit.DAYS.toNanos(365)));
    } catch (InterruptedException e) {
      changed.signal();
      throw e;
    }
  }

  private void check() {
    if (ended) {
      throw goneError();
    }
  }

  @Override
  void ended() {
    List<Object> all;
    lock.lock();
    try {
      ended = true;
      all = new ArrayList<>(elements);
      elements.clear();
      notEmpty.signalAll();
      notFull.signalAll();
      allDone.signalAll();
    } finally {
      lock.unlock();
    }
    unpinAll(all);
  }
}
