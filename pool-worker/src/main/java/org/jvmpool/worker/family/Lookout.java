package org.jvmpool.worker.family;

/**
 * How long, and how, a thread looks for what another process is about to write before it blocks,
 * which costs both sides more: it spins where the other side can run meanwhile, and else lets
 * others run between two looks.
 *
 * <p>Of one thread at a time: {@link #begin}, looks with {@link #goesOn} after each that found
 * nothing, {@link #found} if one did.
 */
public final class Lookout {
  private static final long LOOK_NANOS = 50_000;

  /** How long while others are let run. Where there is one processor others need it. */
  private static final long YIELD_NANOS =
      Runtime.getRuntime().availableProcessors() > 1 ? LOOK_NANOS : 5_000;

  private final SpinGuess guess = new SpinGuess(5_000_000);
  private boolean spins;
  private long limit;
  private long start;
  private long last;

  public void begin() {
    start = System.nanoTime();
    last = start;
    spins = guess.isHopeful() || guess.isTrial(start);
    limit = spins ? LOOK_NANOS : YIELD_NANOS;
  }

  /**
   * A look found nothing. Gives the other side some time.
   *
   * @return whether to look again; if not, the wait is better a blocking one
   */
  public boolean goesOn() {
    long now = System.nanoTime();
    if (now - start >= limit) {
      if (spins) {
        guess.sawNothing(now);
      }
      return false;
    }
    last = now;
    if (spins) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
    return true;
  }

  /** A look found what is waited for. */
  public void found() {
    if (spins && last != start) {
      guess.saw(last, System.nanoTime());
    }
  }
}
