package org.jvmpool.worker.family;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

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
  private static final long SPIN_NANOS = 30_000;

  private static final int SPINS_A_LOOK_AT_THE_CLOCK = 8;

  /** After so many spins in vain in a row they are short: most likely the other side cannot run. */
  private static final int DISCOURAGED = 4;

  private static final long SHORT_SPIN_NANOS = 2_000;

  /**
   * One in so many is long all the same, so long that the other side can be woken and answer: if
   * both have come to block, none would find out by a short spin that it could run beside the
   * other.
   */
  private static final int TRIES_AGAIN = 16;

  private static final long LONG_SPIN_NANOS = 3 * SPIN_NANOS;

  /** After so many waits it is asked again how many processors the thread has: that can change. */
  private static final int COUNTS_AGAIN = 256;

  /** So long a wait may last before the coordinator hears of it, and it of the end of others. */
  private static final long AT_BELL_NANOS = 2_000_000;

  /**
   * How many spins of this process's threads were in vain in a row. Racy: it is but a guess whether
   * the other side runs at the same time as this one.
   */
  private int inVain;

  /** The same with one processor. */
  private final SpinGuess guess = new SpinGuess();

  private boolean oneProcessor = Runtime.getRuntime().availableProcessors() == 1;

  /** Until it is asked again. Racy, too. */
  private int waits;

  /** How many waits at a bell in a row did not hear it in time. Racy as well. */
  private int unheard;

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
      return await(block, word, seen, deaths, deadline, false, false);
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
   * @throws HandleClosed if the handle of the deadline was closed; a wake-up, too, has gone on
   * @throws IllegalStateException if the root process has ended, or no connection to it can be had
   */
  public boolean awaitInterruptibly(
      Block block, int word, long seen, long deaths, Deadline deadline)
      throws InterruptedException {
    return await(block, word, seen, deaths, deadline, true, false);
  }

  /**
   * Waits for a word as the other methods do. With one processor, where a spin seldom helps, it
   * waits first where who changes the word can wake this thread directly. So the word behind it is
   * kept for that, and who changes it {@linkplain #ring rings}, beside what is to be done for a
   * mark.
   */
  public boolean awaitAtBell(
      Block block, int word, long seen, long deaths, Deadline deadline, boolean interruptibly)
      throws InterruptedException {
    return await(block, word, seen, deaths, deadline, interruptibly, true);
  }

  private boolean await(
      Block block,
      int word,
      long seen,
      long deaths,
      Deadline deadline,
      boolean interruptibly,
      boolean atBell)
      throws InterruptedException {
    if (interruptibly && Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (deadline.hasPassed()) {
      return false;
    }
    boolean alone = hasOneProcessor();
    if (alone ? spinAlone(block, word, seen) : spin(block, word, seen)) {
      return true;
    }
    CoordinatorLine line = take();
    Closing handle = deadline.handle();
    Runnable wake = line::wake;
    if (handle != null) {
      handle.enlist(wake);
    }
    boolean reusable = false;
    boolean waits = false;
    try {
      if (alone && atBell && hears(line, block, word, seen, deadline, interruptibly)) {
        reusable = true;
        return true;
      }
      long marked = seen | WAITED_FOR;
      if (seen != marked && !block.compareAndSet(word, seen, marked)) {
        reusable = true;
        return true; // it has changed, or somebody else has set the mark: the caller looks again
      }
      line.message(Messages.WAIT, 1, deaths).putLong(block.reference(word)).putLong(marked);
      waits = true;
      line.send();
      int reply = line.receive(deadline, interruptibly);
      if (reply == 0) {
        line.message(Messages.CANCEL, 0, 0);
        line.send();
        reply = line.receive(Deadline.never(), false);
        boolean interrupted = interruptibly && Thread.interrupted();
        if (interrupted || deadline.isHandleClosed()) {
          if (reply == Messages.GO) {
            passOn(line, block, word);
          }
          reusable = true;
          if (!interrupted && handle != null) {
            throw handle.endOfWait();
          }
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
    } catch (Error e) {
      if (waits) {
        giveUp(line, block, word);
      }
      throw e;
    } finally {
      if (handle != null) {
        handle.leave(wake);
      }
      give(line, reusable);
    }
  }

  /** What this thread was woken for is another's now. */
  private static void passOn(CoordinatorLine line, Block block, int word) throws IOException {
    line.message(Messages.WAKE, 1, 1).putLong(block.reference(word)).putLong(0);
    line.send();
  }

  /** This thread can wait no longer, for want of memory, say, and may have been woken. */
  private static void giveUp(CoordinatorLine line, Block block, int word) {
    try {
      line.message(Messages.CANCEL, 0, 0);
      line.send();
      passOn(line, block, word);
    } catch (IOException e) {
      // The root has ended: nobody waits any more.
    }
  }

  /**
   * Waits briefly at the line's bell, whose name stands behind the word meanwhile. A ring is but a
   * hint: who waits here is not counted among those whom a wake-up reaches, and whatever becomes of
   * the hint, the wait goes on at the coordinator.
   *
   * @return whether the word has changed
   */
  private boolean hears(
      CoordinatorLine line,
      Block block,
      int word,
      long seen,
      Deadline deadline,
      boolean interruptibly)
      throws IOException {
    int vain = unheard;
    if (vain >= DISCOURAGED && vain % TRIES_AGAIN != 0) {
      unheard = next(vain);
      return false;
    }
    long name = line.bell(family.bells());
    if (name == 0 || !block.compareAndSet(word + 1, 0, name)) {
      return false; // another waits there
    }
    Deadline briefly = deadline.atMost(AT_BELL_NANOS);
    boolean changed;
    while (!(changed = (block.get(word) & ~WAITED_FOR) != (seen & ~WAITED_FOR))
        && !briefly.hasPassed()
        && !briefly.isHandleClosed()
        && !(interruptibly && Thread.currentThread().isInterrupted())) {
      line.listen(briefly, interruptibly);
    }
    block.compareAndSet(word + 1, name, 0);
    unheard = changed ? 0 : next(vain);
    return changed;
  }

  /** Wakes the thread that waits at the bell of a word, if one does: the word has just changed. */
  public void ring(Block block, int word) {
    long name = block.get(word + 1);
    if (name != 0 && block.compareAndSet(word + 1, name, 0)) {
      family.bells().ring(name);
    }
  }

  private boolean hasOneProcessor() {
    if (++waits % COUNTS_AGAIN == 0) {
      oneProcessor = Runtime.getRuntime().availableProcessors() == 1;
    }
    return oneProcessor;
  }

  private boolean spin(Block block, int word, long seen) {
    int vain = inVain;
    long limit =
        vain < DISCOURAGED
            ? SPIN_NANOS
            : vain % TRIES_AGAIN == 0 ? LONG_SPIN_NANOS : SHORT_SPIN_NANOS;
    long start = System.nanoTime();
    do {
      if (hasChanged(block, word, seen)) {
        inVain = 0;
        return true;
      }
    } while (System.nanoTime() - start < limit);
    inVain = next(vain);
    return false;
  }

  /** With one processor: spins where the other side has one of its own. */
  private boolean spinAlone(Block block, int word, long seen) {
    long start = System.nanoTime();
    if (!guess.isHopeful(start)) {
      return false;
    }
    long last = start;
    do {
      if (hasChanged(block, word, seen)) {
        guess.saw(last, System.nanoTime());
        return true;
      }
      last = System.nanoTime();
    } while (last - start < SPIN_NANOS);
    guess.sawNothing(last);
    return false;
  }

  /** Looks some times. */
  private static boolean hasChanged(Block block, int word, long seen) {
    long unmarked = seen & ~WAITED_FOR;
    for (int i = 0; i < SPINS_A_LOOK_AT_THE_CLOCK; i++) {
      if ((block.get(word) & ~WAITED_FOR) != unmarked) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private static int next(int inARow) {
    return inARow + 1 & Integer.MAX_VALUE;
  }

  /** Wakes so many of those that wait for a word, those first that have waited longest. */
  public void wake(Block block, int word, long most) {
    say(
        line -> {
          line.message(Messages.WAKE, 1, most).putLong(block.reference(word)).putLong(0);
          line.send();
        });
  }

  /**
   * Sends a message about an end of a pipe, and waits until the coordinator has dealt with it. The
   * end is known by the words by which it tells what it has written and what it has read.
   */
  public void tell(
      PipeEnd about,
      long ticket,
      @Nullable Block out,
      int outWord,
      @Nullable Block in,
      int inWord) {
    say(
        line -> {
          line.message(about.kind, 1, ticket)
              .putLong(out == null ? 0 : out.reference(outWord))
              .putLong(in == null ? 0 : in.reference(inWord));
          line.send();
          line.receive(Deadline.never(), false);
        });
  }

  /** What is told to the coordinator without a wait for others. */
  @FunctionalInterface
  interface Saying {
    void on(CoordinatorLine line) throws IOException;
  }

  /**
   * Says something on a line of this thread, or on the family's when there can be no other: what is
   * told has happened already, and others wait to hear of it.
   */
  private void say(Saying what) {
    CoordinatorLine line = idle.pollFirst();
    if (line == null) {
      try {
        line = family.newLine();
      } catch (IOException e) {
        family.sayOnLife(what);
        return;
      }
    }
    boolean reusable = false;
    try {
      what.on(line);
      reusable = true;
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
    RELEASED(Messages.RELEASE),
    LOST(Messages.LOSE);

    private final int kind;

    PipeEnd(int kind) {
      this.kind = kind;
    }
  }

  /** To wait for a word beside other things, by a selector. */
  public Beside beside() {
    return new Beside(take());
  }

  /** A wait that a selector can wait for. Of one thread at a time. */
  public final class Beside implements AutoCloseable {
    private final CoordinatorLine line;
    private boolean armed;
    private boolean broken;

    private Beside(CoordinatorLine line) {
      this.line = line;
    }

    /**
     * Begins to wait.
     *
     * @param seen what the word was, with or without the mark
     */
    public void arm(Block block, int word, long seen, long deaths) {
      disarm();
      try {
        long marked = seen | WAITED_FOR;
        // If this fails the word has changed, and the coordinator finds it so.
        block.compareAndSet(word, seen, marked);
        line.message(Messages.WAIT, 1, deaths).putLong(block.reference(word)).putLong(marked);
        line.send();
        armed = true;
      } catch (IOException e) {
        broken = true;
        throw family.ended(e);
      }
    }

    /** Readable when the wait is over. */
    public SelectableChannel channel() {
      return line.channel();
    }

    private void disarm() {
      if (armed && !broken) {
        armed = false;
        try {
          line.message(Messages.CANCEL, 0, 0);
          line.send();
          line.receive(Deadline.never(), false);
        } catch (IOException e) {
          broken = true;
          throw family.ended(e);
        }
      }
    }

    /** Ends the wait. Who only looked passes on no wake-up: it must look before. */
    @Override
    public void close() {
      try {
        disarm();
      } finally {
        give(line, !broken);
      }
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
      throw family.cannotWait(e);
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
