package org.jvmpool.worker.memory;

import java.io.Serializable;
import java.time.Duration;
import java.util.Date;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Deadline;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.family.HandleClosed;

/**
 * A condition in shared memory: the {@link Waiters} that its lock guards. Who waits is on the list
 * before it gives the lock back, so a signal reaches exactly those that waited when it was given.
 * It leaves the list when it has the lock again; the signal of one whose process ends before that
 * goes to another.
 */
final class MemoryCondition extends Handle implements SharedCondition {
  private static final long serialVersionUID = 1;
  private static final long SIGNALLED = 1;

  private final MemoryLock lock;
  private final transient Waiters waiters;

  private MemoryCondition(MemoryLock lock, Block block) {
    super(block);
    this.lock = lock;
    this.waiters = new Waiters(Family.current(), block, 0);
  }

  static MemoryCondition create(MemoryLock lock) {
    return new MemoryCondition(lock, Family.current().newBlock(1));
  }

  private record Ticket(MemoryLock lock, long block) implements Serializable {
    private Object readResolve() {
      return new MemoryCondition(lock, Family.current().blockAt(block));
    }
  }

  @Override
  Object ticket() {
    return new Ticket(lock, block().send());
  }

  @Override
  public SharedLock lock() {
    return lock;
  }

  @Override
  public void await() throws InterruptedException {
    await(Deadline.never(), true);
  }

  @Override
  public void awaitUninterruptibly() {
    try {
      await(Deadline.never(), false);
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  @Override
  public boolean await(Duration limit) throws InterruptedException {
    return await(Deadline.in(limit), true);
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return await(Deadline.in(time, unit), true);
  }

  @Override
  public long awaitNanos(long nanos) throws InterruptedException {
    Deadline deadline = Deadline.inNanos(nanos);
    await(deadline, true);
    return deadline.nanosLeft();
  }

  @Override
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    Objects.requireNonNull(deadline, "deadline must not be null");
    long millis = deadline.getTime() - System.currentTimeMillis();
    return await(Deadline.in(Duration.ofMillis(millis)), true);
  }

  @Override
  public boolean awaitUntil(BooleanSupplier condition, Duration limit) throws InterruptedException {
    Objects.requireNonNull(condition, "condition must not be null");
    Deadline deadline = Deadline.in(limit);
    requireLockToWait();
    while (!condition.getAsBoolean()) {
      if (deadline.hasPassed()) {
        return false;
      }
      await(deadline, true);
    }
    return true;
  }

  private boolean await(Deadline deadline, boolean interruptibly) throws InterruptedException {
    requireLockToWait();
    if (interruptibly && Thread.interrupted()) {
      throw new InterruptedException();
    }
    Waiters.Waiter me = waiters.add(0);
    long known = waiters.deaths();
    long holds = lock.unlockAll();
    InterruptedException interrupt = null;
    Throwable failure = null;
    boolean goesOn = true;
    while (goesOn) {
      try {
        goesOn = me.await(lock.orClosed(deadline), interruptibly, known);
      } catch (InterruptedException e) {
        interrupt = e;
      } catch (RuntimeException | Error e) {
        failure = e; // its handle is closed, it cannot wait, or there is no memory
      } finally {
        lock.lockAgain(holds);
      }
      known = waiters.deaths();
      tell(0); // a process may have ended that had been signalled
      goesOn &= interrupt == null && failure == null && me.told() == 0;
      if (goesOn) {
        lock.unlockAll();
      }
    }
    boolean signalled = me.told() != 0;
    waiters.leave(me);
    if (failure != null) {
      if (signalled) {
        tell(1); // it cannot use its signal: another can
      }
      if (failure instanceof HandleClosed) {
        lock.unlockAll(); // through a closed handle nobody could
      }
      throw Waiters.unchecked(failure);
    }
    if (interrupt != null) {
      if (!signalled) {
        throw interrupt;
      }
      Thread.currentThread().interrupt(); // the signal came first and is not lost
    }
    return signalled;
  }

  @Override
  public void signal() {
    signal(1);
  }

  @Override
  public void signalAll() {
    signal(Integer.MAX_VALUE);
  }

  @Override
  public void signal(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("waiters must be at least 1, but was " + most);
    }
    requireLock();
    tell(most);
  }

  /** Signals so many that were not, and one more for each that was and has ended. */
  private void tell(int most) {
    long left = most;
    Waiters.Waiter waiter = waiters.first();
    while (waiter != null) {
      Waiters.Waiter next = waiters.after(waiter);
      if (!waiter.lives()) {
        left += waiter.told() == 0 ? 0 : 1;
        waiters.remove(waiter);
      }
      waiter = next;
    }
    waiter = waiters.first();
    while (waiter != null && left > 0) {
      if (waiter.told() == 0) {
        waiter.tellAndKeep(SIGNALLED);
        left--;
      }
      waiter = waiters.after(waiter);
    }
  }

  /** Who comes when the handle is closed loses the lock, as one does that waited then. */
  private void requireLockToWait() {
    try {
      requireLock();
    } catch (IllegalStateException closed) {
      lock.unlockAllOfMine();
      throw closed;
    }
  }

  private void requireLock() {
    if (!lock.mutex().isMine()) {
      throw new IllegalMonitorStateException(
          this + ": the calling thread does not hold the lock, " + lock);
    }
  }

  @Override
  String describe() {
    return "of " + lock;
  }
}
