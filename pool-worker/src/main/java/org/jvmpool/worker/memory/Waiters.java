package org.jvmpool.worker.memory;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Deadline;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.family.Futex;

/**
 * Threads of any process that wait to be told something, each by itself: a list in shared memory,
 * first come first, which a {@link Mutex} guards.
 *
 * <pre>
 *   the list    word: the first waiter's block, or 0
 *   a waiter    word 0: what it was told, 0 nothing yet │ 1: its process │ 2: the next one │ 3: a tag
 * </pre>
 *
 * Each change of the list is one store, so that a holder of the mutex that ends half-way leaves a
 * list that is right. A waiter whose process has ended is passed over. A waiter's block belongs to
 * its process, which uses it again once it is off the list.
 */
final class Waiters {
  private static final int TOLD = 0;
  private static final int PROCESS = 1;
  private static final int NEXT = 2;
  private static final int TAG = 3;
  private static final int WORDS = 4;

  private static final long MARK = Futex.WAITED_FOR;
  private static final ConcurrentLinkedDeque<Block> IDLE = new ConcurrentLinkedDeque<>();

  private final Family family;
  private final Block list;
  private final int first;

  Waiters(Family family, Block list, int first) {
    this.family = family;
    this.list = list;
    this.first = first;
  }

  /** One of them, as its own process and others see it. */
  final class Waiter {
    private final long reference;
    private final Block block;

    Waiter(long reference, Block block) {
      this.reference = reference;
      this.block = block;
    }

    long tag() {
      return block.get(TAG);
    }

    boolean lives() {
      return family.lives((int) block.get(PROCESS));
    }

    /** What it was told; 0 as long as it was told nothing. */
    long told() {
      return block.get(TOLD) & ~MARK;
    }

    /** Tells it something other than 0, and takes it off the list. */
    void tell(long what) {
      long seen = change(what);
      remove(this);
      wakeIf(seen);
    }

    /** Tells it something other than 0; it stays on the list until it leaves. */
    void tellAndKeep(long what) {
      wakeIf(change(what));
    }

    private long change(long what) {
      long seen = block.get(TOLD);
      while (!block.compareAndSet(TOLD, seen, seen & MARK | what)) {
        seen = block.get(TOLD);
      }
      return seen;
    }

    private void wakeIf(long seen) {
      if (seen < 0) {
        family.futex().wake(block, TOLD, 1);
      }
    }

    /**
     * Waits to be told something; true when it was, or a process has ended.
     *
     * @param known how many had ended when the caller last looked at the list
     */
    boolean await(Deadline deadline, boolean interruptibly, long known)
        throws InterruptedException {
      Futex futex = family.futex();
      while (true) {
        long deaths = futex.deaths();
        long seen = block.get(TOLD);
        if ((seen & ~MARK) != 0 || deaths != known) {
          return true;
        }
        boolean again =
            interruptibly
                ? futex.awaitInterruptibly(block, TOLD, seen, deaths, deadline)
                : futex.await(block, TOLD, seen, deaths, deadline);
        if (!again) {
          return told() != 0;
        }
      }
    }
  }

  /** What a wait has thrown that is no interrupt, to be thrown again. */
  static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  /** How many processes have ended, for {@link Waiter#await}; to be asked before one looks. */
  long deaths() {
    return family.futex().deaths();
  }

  // ---- all that follows is for the holder of the mutex

  /** Puts the calling thread at the end of the list. */
  Waiter add(long tag) {
    Block block = IDLE.poll();
    if (block == null) {
      block = family.newBlock(WORDS);
    }
    block.set(TOLD, 0);
    block.set(PROCESS, family.process());
    block.set(TAG, tag);
    block.set(NEXT, 0);
    Waiter waiter = new Waiter(block.send(), block);
    Waiter last = null;
    for (Waiter each = first(); each != null; each = after(each)) {
      last = each;
    }
    link(last, waiter.reference);
    return waiter;
  }

  /** Takes the calling thread's own waiter off the list, if it still is on it. */
  void leave(Waiter mine) {
    remove(mine);
    IDLE.push(mine.block);
  }

  @Nullable Waiter first() {
    return at(list.get(first));
  }

  @Nullable Waiter after(Waiter waiter) {
    return at(waiter.block.get(NEXT));
  }

  /** How many there are of a kind. */
  int count(Predicate<Waiter> kind) {
    int count = 0;
    for (Waiter each = first(); each != null; each = after(each)) {
      if (kind.test(each)) {
        count++;
      }
    }
    return count;
  }

  void remove(Waiter waiter) {
    Waiter before = null;
    for (Waiter each = first(); each != null; each = after(each)) {
      if (each.reference == waiter.reference) {
        link(before, waiter.block.get(NEXT));
        return;
      }
      before = each;
    }
  }

  private void link(@Nullable Waiter before, long reference) {
    if (before == null) {
      list.set(first, reference);
    } else {
      before.block.set(NEXT, reference);
    }
  }

  private @Nullable Waiter at(long reference) {
    return reference == 0 ? null : new Waiter(reference, family.blockAt(reference));
  }
}
