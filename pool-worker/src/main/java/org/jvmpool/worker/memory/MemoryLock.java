package org.jvmpool.worker.memory;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Deadline;
import org.jvmpool.worker.family.Family;

/** A {@link Mutex} as a {@link SharedLock}, reentrant or not. */
final class MemoryLock extends Handle implements SharedLock {
  private static final long serialVersionUID = 1;

  private final transient Mutex mutex;
  private final transient int word;
  private final boolean reentrant;

  private MemoryLock(Block block, int word, boolean reentrant) {
    super(block);
    this.mutex = new Mutex(Family.current(), block, word);
    this.word = word;
    this.reentrant = reentrant;
  }

  static MemoryLock create(boolean reentrant) {
    return new MemoryLock(Family.current().newBlock(Mutex.WORDS), 0, reentrant);
  }

  /** A lock that is a part of another object. */
  static MemoryLock in(Block block, int word) {
    return new MemoryLock(block, word, true);
  }

  private record Ticket(long block, int word, boolean reentrant) implements Serializable {
    private Object readResolve() {
      return new MemoryLock(Family.current().blockAt(block), word, reentrant);
    }
  }

  @Override
  Object ticket() {
    return new Ticket(block().send(), word, reentrant);
  }

  Mutex mutex() {
    open();
    return mutex;
  }

  @Override
  public void lock() {
    open();
    if (!again()) {
      mutex.lock(untilClosed());
      taken();
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    lock(untilClosed());
  }

  @Override
  public boolean tryLock() {
    open();
    if (again()) {
      return true;
    }
    boolean locked = mutex.tryLock();
    if (locked) {
      taken();
    }
    return locked;
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return lock(orClosed(Deadline.in(time, unit)));
  }

  @Override
  public boolean tryLock(Duration limit) throws InterruptedException {
    return lock(orClosed(Deadline.in(limit)));
  }

  private boolean lock(Deadline deadline) throws InterruptedException {
    open();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (again()) {
      return true;
    }
    boolean locked = mutex.lock(deadline, true);
    if (locked) {
      taken();
    }
    return locked;
  }

  /** Takes it once more if the calling thread has it. */
  private boolean again() {
    if (!reentrant || !mutex.isMine()) {
      return false;
    }
    mutex.holds(mutex.holds() + 1);
    return true;
  }

  private void taken() {
    if (reentrant) {
      mutex.holds(1);
    }
  }

  @Override
  public void unlock() {
    if (!mutex.isMine()) {
      open(); // whoever holds it may give it back even through a handle that was closed meanwhile
    }
    if (reentrant) {
      if (!mutex.isMine()) {
        throw new IllegalMonitorStateException(
            this + ": only the thread that holds a reentrant lock may unlock it");
      }
      if (mutex.holds() > 1) {
        mutex.holds(mutex.holds() - 1);
        return;
      }
    }
    if (!mutex.unlock()) {
      throw new IllegalMonitorStateException(this + ": nobody holds the lock");
    }
  }

  /** For a condition: gives it back, however often it was taken. */
  long unlockAll() {
    long holds = reentrant ? mutex.holds() : 1;
    mutex.unlock();
    return holds;
  }

  /** The same if the calling thread has it. */
  void unlockAllOfMine() {
    if (mutex.isMine()) {
      unlockAll();
    }
  }

  /** For a condition: takes it as often as before. */
  void lockAgain(long holds) {
    mutex.lock();
    if (reentrant) {
      mutex.holds(holds);
    }
  }

  @Override
  public boolean isLocked() {
    open();
    return mutex.isLocked();
  }

  @Override
  public boolean wasAbandoned() {
    open();
    return mutex.wasAbandoned();
  }

  @Override
  public SharedCondition newCondition() {
    open();
    return MemoryCondition.create(this);
  }

  @Override
  String describe() {
    return (reentrant ? "reentrant, " : "") + mutex.describe();
  }

  static MemoryLock of(SharedLock lock) {
    Objects.requireNonNull(lock, "lock must not be null");
    if (lock instanceof MemoryLock ours) {
      return ours;
    }
    throw new IllegalArgumentException(
        "the lock must be of the same engine as its condition, Multiprocessing.local(), but was "
            + lock
            + " of "
            + lock.getClass().getName()
            + "; lock.newCondition() makes a condition of any lock");
  }
}
