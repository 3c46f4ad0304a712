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
      case QUEUE_TASK_DONE -> taskDone(call);
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
      boolean room = await(notFull, () -> !isFull(), nanos, call);
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
      if (!await(notEmpty, () -> !elements.isEmpty(), nanos, call)) {
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
      check(call);
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
   * answered. What it does not take, the next reader gets.
   */
  private void handOut(List<Object> taken, Call call) {
    for (int i = 0; i < taken.size(); i++) {
      notFull.signal();
    }
    call.handOut(count -> taken(taken, count), () -> putBack(taken));
  }

  private void taken(List<Object> handedOut, int count) {
    int taken = Math.min(count, handedOut.size());
    if (taken < handedOut.size()) {
      putBack(handedOut.subList(taken, handedOut.size()));
    }
    unpinAll(handedOut.subList(0, taken));
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
      check(call);
      int size = elements.size();
      call.answer(
          op == Op.QUEUE_SIZE ? size : bound == 0 ? Integer.MAX_VALUE : Math.max(0, bound - size));
    } finally {
      lock.unlock();
    }
  }

  private void taskDone(Call call) {
    lock.lock();
    try {
      check(call);
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
      call.answer(await(allDone, () -> unfinished == 0, nanos, call));
    } finally {
      lock.unlock();
    }
  }

  /** With the lock: waits until something holds, or the time has passed; whether it holds. */
  private boolean await(
      Condition changed, java.util.function.BooleanSupplier holds, long nanos, Call call)
      throws InterruptedException {
    long left = nanos;
    check(call);
    while (!holds.getAsBoolean()) {
      if (nanos == FOR_EVER) {
        await(changed);
      } else if (left > 0) {
        left = awaitNanos(changed, left);
      } else {
        return false;
      }
      if (call.session().hasEnded()) {
        changed.signal(); // as after an interrupt
      }
      check(call);
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

  /** The queue is there, and so is who asks: who has died takes nothing from others. */
  private void check(Call call) {
    if (ended) {
      throw goneError();
    }
    if (call.session().hasEnded()) {
      throw new IllegalStateException(call.session() + " has ended");
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
