package org.jvmpool.worker.family;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Waiting for a word of shared memory to change, across processes: what Linux calls a futex, in
 * user land and on every system.
 *
 * <p>A word carries a mark, {@link #WAITED_FOR}, while somebody may wait for it. Who changes a word
 * leaves the mark as it is, and if it is set, {@linkplain #wake wakes}. So what nobody waits for
 * costs a compare-and-set and no system call.
 *
 * <p>Who waits looks again in a loop, whatever this returns: it may be woken for nothing. It reads
 * {@link #deaths()} before it looks, so that it hears of every process that ends after that.
 *
 * <p>Safe for all threads. Nothing here polls: after a spin of some microseconds a thread blocks in
 * a selector until the coordinator writes to its connection.
 */
public final class Futex {
  /** Somebody may wait for the word to change. Cleared by the coordinator alone. */
  public static final long WAITED_FOR = Long.MIN_VALUE;

  /** Less than what it costs to block and be woken; only where the other side can run meanwhile. */
  private static final long SPIN_NANOS =
      Runtime.getRuntime().availableProcessors() > 1 ? 30_000 : 0;

  private static final int SPINS_A_LOOK_AT_THE_CLOCK = 32;

  private final Family family;
  private final ConcurrentLinkedDeque<CoordinatorLine> idle = new ConcurrentLinkedDeque<>();

  Futex(Family family) {
    this.family = family;
  }

  /** How many processes of the family have ended. */
  public long deaths() {
    return family.processes().deaths();
  }

  /** Waits, and an interrupt does not end it. False when the deadline passed. */
  public boolean await(Block block, int word, long seen, long deaths, Deadline deadline) {
    try {
      return await(block, word, seen, deaths, deadline, false);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Waits until a word is not what it was.
   *
   * @param seen what it was, with or without the mark
   * @param deaths what {@link #deaths()} was before the caller looked
   * @return true when the caller is to look again; false when the deadline has passed
   * @throws InterruptedException if it is interrupted, and that is to end it; a wake-up that came
   *     all the same has gone to another who waits
   * @throws IllegalStateException if the root process has ended
   */
  public boolean awaitInterruptibly(
      Block block, int word, long seen, long deaths, Deadline deadline)
      throws InterruptedException {
    return await(block, word, seen, deaths, deadline, true);
  }

  private boolean await(
      Block block, int word, long seen, long deaths, Deadline deadline, boolean interruptibly)
      throws InterruptedException {
    if (interruptibly && Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (deadline.hasPassed()) {
      return false;
    }
    if (spin(block, word, seen)) {
      return true;
    }
    long marked = seen | WAITED_FOR;
    if (seen != marked && !block.compareAndSet(word, seen, marked)) {
      return true; // it has changed, or somebody else has set the mark: the caller looks again
    }
    CoordinatorLine line = take();
    boolean reusable = false;
    try {
      line.message(Messages.WAIT, 1, deaths).putLong(block.reference(word)).putLong(marked);
      line.send();
      int reply = line.receive(deadline, interruptibly);
      if (reply == 0) {
        line.message(Messages.CANCEL, 0, 0);
        line.send();
        reply = line.receive(Deadline.never(), false);
        if (interruptibly && Thread.interrupted()) {
          if (reply == Messages.GO) {
            // What it was woken for is another's now.
            line.message(Messages.WAKE, 1, 1).putLong(block.reference(word)).putLong(0);
            line.send();
          }
          reusable = true;
          throw new InterruptedException();
        }
      }
      reusable = true;
      if (reply == Messages.FAILED) {
        throw new IllegalStateException("the coordinator cannot read " + block);
      }
      return reply == Messages.GO;
    } catch (IOException e) {
      throw family.ended(e);
    } finally {
      give(line, reusable);
    }
  }

  private static boolean spin(Block block, int word, long seen) {
    if (SPIN_NANOS == 0) {
      return false;
    }
    long unmarked = seen & ~WAITED_FOR;
    long start = System.nanoTime();
    do {
      for (int i = 0; i < SPINS_A_LOOK_AT_THE_CLOCK; i++) {
        if ((block.get(word) & ~WAITED_FOR) != unmarked) {
          return true;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - start < SPIN_NANOS);
    return false;
  }

  /** Wakes so many of those that wait for a word, those first that have waited longest. */
  public void wake(Block block, int word, long most) {
    CoordinatorLine line = take();
    boolean reusable = false;
    try {
      line.message(Messages.WAKE, 1, most).putLong(block.reference(word)).putLong(0);
      line.send();
      reusable = true;
    } catch (IOException e) {
      throw family.ended(e);
    } finally {
      give(line, reusable);
    }
  }

  /** Sends a message about an end of a pipe, and waits until the coordinator has dealt with it. */
  public void tell(PipeEnd about, long ticket, long first, long second) {
    CoordinatorLine line = take();
    boolean reusable = false;
    try {
      line.message(about.kind, 1, ticket).putLong(first).putLong(second);
      line.send();
      reusable = line.receive(Deadline.never(), false) == Messages.DONE;
    } catch (IOException e) {
      throw family.ended(e);
    } finally {
      give(line, reusable);
    }
  }

  /** What may be told about an end of a pipe. */
  public enum PipeEnd {
    DEPARTS(Messages.DEPART),
    HELD(Messages.HOLD),
    RELEASED(Messages.RELEASE);

    private final int kind;

    PipeEnd(int kind) {
      this.kind = kind;
    }
  }

  private CoordinatorLine take() {
    CoordinatorLine line = idle.pollFirst();
    if (line != null) {
      return line;
    }
    try {
      return family.newLine();
    } catch (IOException e) {
      throw family.ended(e);
    }
  }

  private void give(CoordinatorLine line, boolean reusable) {
    if (reusable) {
      idle.addFirst(line);
    } else {
      line.close();
    }
  }
}
