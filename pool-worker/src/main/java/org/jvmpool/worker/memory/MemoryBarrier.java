package org.jvmpool.worker.memory;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.jvmpool.SerializableRunnable;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Deadline;
import org.jvmpool.worker.family.Family;

/**
 * A barrier in shared memory: a {@link Mutex}, the {@link Waiters} it guards, and two words.
 *
 * <pre>
 *   words 0–1   the mutex │ 2: the waiters │ 3: the round that is filling │ 4: 1 if broken
 * </pre>
 *
 * A waiter's tag is its round. The last party of a round begins the next, runs the action without
 * the mutex, and tells all of its round to go on. Whoever finds a waiter whose process has ended,
 * or the mutex abandoned, breaks the barrier; the end of any process makes all who wait look.
 */
final class MemoryBarrier extends Handle implements SharedBarrier {
  private static final long serialVersionUID = 1;
  private static final int WAITERS = Mutex.WORDS;
  private static final int ROUND = WAITERS + 1;
  private static final int BROKEN = WAITERS + 2;
  private static final int WORDS = WAITERS + 3;

  private static final long GO_ON = 1;
  private static final long BROKE = 2;

  private final int parties;
  private final byte @Nullable [] action;
  private final transient @Nullable Duration limit;
  private final transient Mutex mutex;
  private final transient Waiters waiters;

  private MemoryBarrier(
      Block block, int parties, byte @Nullable [] action, @Nullable Duration limit) {
    super(block);
    Family family = Family.current();
    this.parties = parties;
    this.action = action;
    this.limit = limit;
    this.mutex = new Mutex(family, block, 0);
    this.waiters = new Waiters(family, block, WAITERS);
  }

  static MemoryBarrier create(
      int parties, @Nullable SerializableRunnable action, @Nullable Duration limit) {
    if (parties < 1) {
      throw new IllegalArgumentException("parties must be at least 1, but was " + parties);
    }
    if (limit != null && (limit.isNegative() || limit.isZero())) {
      throw new IllegalArgumentException("limit must be more than zero, but was " + limit);
    }
    byte[] bytes = null;
    if (action != null) {
      Output out = new Output(256, -1);
      Codec.shared().encode(action, out);
      bytes = out.toBytes();
    }
    return new MemoryBarrier(Family.current().newBlock(WORDS), parties, bytes, limit);
  }

  private record Ticket(long block, int parties, byte @Nullable [] action, @Nullable Duration limit)
      implements Serializable {
    private Object readResolve() {
      return new MemoryBarrier(Family.current().blockAt(block), parties, action, limit);
    }
  }

  @Override
  Object ticket() {
    return new Ticket(block().send(), parties, action, limit);
  }

  @Override
  public int await() throws InterruptedException, BrokenBarrierException {
    try {
      return limit == null ? await(untilClosed()) : await(orClosed(Deadline.in(limit)));
    } catch (TimeoutException e) {
      BrokenBarrierException broken =
          new BrokenBarrierException(this + " is broken: its own limit, " + limit + ", has passed");
      broken.initCause(e);
      throw broken;
    }
  }

  @Override
  public int await(Duration most)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    return await(orClosed(Deadline.in(most)));
  }

  private int await(Deadline deadline)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    open();
    mutex.lock();
    Waiters.Waiter me;
    int index;
    boolean last;
    long known;
    try {
      known = waiters.deaths();
      look();
      if (isMarkedBroken()) {
        throw broken();
      }
      if (Thread.interrupted()) {
        breakIt();
        throw new InterruptedException();
      }
      long round = block().get(ROUND);
      index = waiters.count(each -> each.tag() == round);
      me = waiters.add(round);
      last = index + 1 == parties;
      if (last) {
        block().set(ROUND, round + 1);
      }
    } finally {
      mutex.unlock();
    }
    if (last) {
      letGo(me);
    } else {
      waitToGoOn(me, known, deadline);
    }
    return index;
  }

  /** The last party: runs the action and tells the others. */
  private void letGo(Waiters.Waiter me) throws BrokenBarrierException {
    boolean ran = false;
    long told = 0;
    try {
      runAction();
      ran = true;
    } finally {
      mutex.lock();
      try {
        look();
        if (!ran) {
          breakIt();
        }
        if (me.told() == 0) {
          tell(me.tag(), GO_ON);
        }
        told = me.told(); // before it leaves: then it is another's
      } finally {
        waiters.leave(me);
        mutex.unlock();
      }
    }
    if (told == BROKE) {
      throw broken();
    }
  }

  private void runAction() {
    byte[] bytes = action;
    if (bytes != null) {
      ClassLoader loader = Loaders.current();
      Object fresh = Codec.shared().decode(new Input(bytes), loader);
      ((SerializableRunnable) java.util.Objects.requireNonNull(fresh)).run();
    }
  }

  private void waitToGoOn(Waiters.Waiter me, long deaths, Deadline deadline)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    long known = deaths;
    InterruptedException interrupt = null;
    Throwable failure = null;
    boolean passed = false;
    long told = 0;
    while (told == 0) {
      try {
        passed = !me.await(deadline, true, known);
      } catch (InterruptedException e) {
        interrupt = e;
      } catch (RuntimeException | Error e) {
        failure = e; // its handle is closed, it cannot wait, or there is no memory
      }
      mutex.lock();
      try {
        known = waiters.deaths();
        look();
        if ((passed || interrupt != null || failure != null) && me.told() == 0) {
          breakIt();
        } else {
          passed = false;
        }
        told = me.told();
        if (told != 0) {
          waiters.leave(me);
        }
      } finally {
        mutex.unlock();
      }
    }
    if (interrupt != null) {
      if (told == GO_ON) {
        Thread.currentThread().interrupt(); // all had arrived before
        return;
      }
      throw interrupt;
    }
    if (failure != null && told != GO_ON) {
      throw Waiters.unchecked(failure);
    }
    if (passed) {
      throw new TimeoutException(this + ": not all have arrived in time");
    }
    if (told == BROKE) {
      throw broken();
    }
  }

  private BrokenBarrierException broken() {
    return new BrokenBarrierException(
        this + " is broken: a party stopped to wait, or ended, or aborted it");
  }

  // ---- under the mutex

  /** Breaks the barrier if somebody has ended in the midst of it. */
  private void look() {
    if (mutex.wasAbandoned() || waiters.count(each -> !each.lives()) > 0) {
      breakIt();
    }
  }

  private boolean isMarkedBroken() {
    return block().get(BROKEN) != 0;
  }

  private void breakIt() {
    block().set(BROKEN, 1);
    tellAll();
  }

  private void tellAll() {
    for (Waiters.Waiter each = waiters.first(); each != null; each = waiters.first()) {
      each.tell(BROKE);
    }
  }

  private void tell(long round, long what) {
    Waiters.Waiter each = waiters.first();
    while (each != null) {
      Waiters.Waiter next = waiters.after(each);
      if (each.tag() == round) {
        each.tell(what);
      }
      each = next;
    }
  }

  // ----

  @Override
  public int parties() {
    return parties;
  }

  @Override
  public int waiting() {
    open();
    mutex.lock();
    try {
      look();
      long round = block().get(ROUND);
      return isMarkedBroken() ? 0 : waiters.count(each -> each.tag() == round);
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public boolean isBroken() {
    open();
    mutex.lock();
    try {
      look();
      return isMarkedBroken();
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public void abort() {
    open();
    mutex.lock();
    try {
      breakIt();
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public void reset() {
    open();
    mutex.lock();
    try {
      tellAll();
      block().set(ROUND, block().get(ROUND) + 1);
      block().set(BROKEN, 0);
    } finally {
      mutex.unlock();
    }
  }

  @Override
  String describe() {
    return parties + " parties";
  }
}
