package org.jvmpool.worker.memory;

import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Deadline;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.family.Futex;

/**
 * A lock in shared memory that outlives its holders: three words of a block.
 *
 * <pre>
 *   word 0   bit 63: somebody may wait │ bit 32: abandoned │ bits 31–0: the holder's process, 0 if free
 *   word 1   the holder's thread, 0 while free
 *   word 2   how often the holder has taken it, of a reentrant one
 * </pre>
 *
 * It is held from the compare-and-set of word 0 that names the holder to the one that does not. The
 * other words are the holder's to write. If the holder's process ends, whoever asks next takes the
 * word over, and the bit says so until it unlocks; those that wait are woken by the end of any
 * process.
 *
 * <p>An uncontended lock costs one compare-and-set, an unlock another.
 */
final class Mutex {
  static final int WORDS = 3;

  private static final long HOLDER = 0xFFFF_FFFFL;
  private static final long ABANDONED = 1L << 32;
  private static final long MARK = Futex.WAITED_FOR;

  private final Family family;
  private final Futex futex;
  private final Block block;
  private final int word;
  private final int me;

  Mutex(Family family, Block block, int word) {
    this.family = family;
    this.futex = family.futex();
    this.block = block;
    this.word = word;
    this.me = family.process();
  }

  /** Takes it if it is free, or its holder has ended. */
  boolean tryLock() {
    while (true) {
      long seen = block.get(word);
      if ((seen & HOLDER) != 0 && family.lives((int) seen)) {
        return false;
      }
      if (take(seen)) {
        return true;
      }
    }
  }

  /** Takes a word that was seen free or abandoned. */
  private boolean take(long seen) {
    long abandoned = (seen & HOLDER) == 0 ? 0 : ABANDONED;
    if (!block.compareAndSet(word, seen, seen & MARK | abandoned | me)) {
      return false;
    }
    block.setPlain(word + 1, Thread.currentThread().getId());
    return true;
  }

  /** Takes it; nothing ends the wait. */
  void lock() {
    lock(Deadline.never());
  }

  /** Takes it; an interrupt does not end the wait. */
  void lock(Deadline deadline) {
    try {
      lock(deadline, false);
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  /** Takes it, or gives up when the deadline passes. */
  boolean lock(Deadline deadline, boolean interruptibly) throws InterruptedException {
    while (true) {
      long deaths = futex.deaths(); // before the holder is looked at
      if (tryLock()) {
        return true;
      }
      long seen = block.get(word);
      if ((seen & HOLDER) == 0) {
        continue;
      }
      boolean again =
          interruptibly
              ? futex.awaitInterruptibly(block, word, seen, deaths, deadline)
              : futex.await(block, word, seen, deaths, deadline);
      if (!again) {
        return false;
      }
    }
  }

  /** Gives it back; false if nobody holds it. Does not ask who does. */
  boolean unlock() {
    long seen = block.get(word);
    if ((seen & HOLDER) == 0) {
      return false;
    }
    block.setPlain(word + 1, 0);
    while (!block.compareAndSet(word, seen, seen & MARK)) {
      seen = block.get(word);
      if ((seen & HOLDER) == 0) {
        return false;
      }
    }
    if (seen < 0) {
      futex.wake(block, word, 1);
    }
    return true;
  }

  /** Whether the calling thread has taken it. */
  boolean isMine() {
    return (int) block.get(word) == me
        && block.getPlain(word + 1) == Thread.currentThread().getId();
  }

  /** How often its holder has taken it; of the holder. */
  long holds() {
    return block.getPlain(word + 2);
  }

  /** Of the holder. */
  void holds(long times) {
    block.setPlain(word + 2, times);
  }

  boolean isLocked() {
    long seen = block.get(word);
    return (seen & HOLDER) != 0 && family.lives((int) seen);
  }

  boolean wasAbandoned() {
    return (block.get(word) & ABANDONED) != 0;
  }

  String describe() {
    long seen = block.get(word);
    if ((seen & HOLDER) == 0) {
      return "free";
    }
    if (!family.lives((int) seen)) {
      return "abandoned";
    }
    return "held by "
        + (isMine()
            ? "this thread"
            : (int) seen == me
                ? "thread " + block.getPlain(word + 1) + " of this process"
                : "another process");
  }
}
