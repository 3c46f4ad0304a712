package org.jvmpool.worker.memory;

import java.util.concurrent.locks.LockSupport;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.CannotWait;
import org.jvmpool.worker.family.Deadline;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.family.Futex;

/**
 * A lock in shared memory that outlives its holders: two words of a block.
 *
 * <pre>
 *   word 0   63: somebody may wait │ 62–33: the holder's thread │ 32: abandoned │ 31–0: its process, 0 if free
 *   word 1   how often the holder has taken it, of a reentrant one
 * </pre>
 *
 * It is held from the compare-and-set of word 0 that names the holder to the one that does not: so
 * a thread knows at each moment whether it has it, whatever is thrown in between. Word 1 is the
 * holder's to write. If the holder's process ends, whoever asks next takes the word over, and the
 * bit says so until it unlocks; those that wait are woken by the end of any process.
 *
 * <p>Of a thread's number there are the lowest 30 bits: those of two threads are the same if a
 * billion were started between them.
 *
 * <p>An uncontended lock costs one compare-and-set, an unlock another.
 */
final class Mutex {
  static final int WORDS = 2;

  private static final long HOLDER = 0xFFFF_FFFFL;
  private static final long ABANDONED = 1L << 32;
  private static final int THREAD_SHIFT = 33;
  private static final long THREAD = (1L << 30) - 1 << THREAD_SHIFT;
  private static final long MARK = Futex.WAITED_FOR;

  private static final long LOOKS_AGAIN_NANOS = 1_000_000;

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
    return block.compareAndSet(word, seen, seen & MARK | thread() | abandoned | me);
  }

  /** Where the word has it. */
  private static long thread() {
    return Thread.currentThread().getId() << THREAD_SHIFT & THREAD;
  }

  /**
   * Takes it; nothing ends the wait. Who is within something that must be brought to its end looks
   * again and again while there is no descriptor to wait by.
   */
  void lock() {
    while (true) {
      try {
        lock(Deadline.never());
        return;
      } catch (CannotWait e) {
        LockSupport.parkNanos(this, LOOKS_AGAIN_NANOS);
      }
    }
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

  /**
   * Gives it back if the calling thread has it, after an error of which nobody knows how far it let
   * this thread come: it may even have given it back, and woken nobody.
   */
  void giveUp() {
    if (isMine()) {
      unlock();
    }
    futex.wake(block, word, 1);
  }

  /** Whether the calling thread has taken it. */
  boolean isMine() {
    return (block.get(word) & (THREAD | HOLDER)) == (thread() | me);
  }

  /** How often its holder has taken it; of the holder. */
  long holds() {
    return block.getPlain(word + 1);
  }

  /** Of the holder. */
  void holds(long times) {
    block.setPlain(word + 1, times);
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
                ? "thread " + ((seen & THREAD) >>> THREAD_SHIFT) + " of this process"
                : "another process");
  }
}
