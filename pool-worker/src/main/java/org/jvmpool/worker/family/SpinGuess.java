package org.jvmpool.worker.family;

/**
 * A guess whether the other side runs at the same time as this one, on another processor, so that a
 * spin sees what it does: from what became of the last spins. How many processors a process knows
 * of says little about that: two that know of one each may have one each, and two that know of
 * several may share one.
 *
 * <p>Safe for all threads; who shares one gets a guess that is a little worse, and no more.
 */
public final class SpinGuess {
  /**
   * With longer between two looks the thread did not run all the time; less than what another takes
   * to come on in its place, to do something, and to leave.
   */
  private static final long RAN_NANOS = 2_000;

  /** After so many spins in vain in a row, most likely the other side cannot run meanwhile. */
  private static final int DISCOURAGED = 4;

  private final long trialNanos;
  private int inVain;
  private long lastInVain;

  /**
   * @param trialNanos so long after the last spin in vain another is tried
   */
  public SpinGuess(long trialNanos) {
    this.trialNanos = trialNanos;
  }

  /** Whether a spin is worth its time. */
  public boolean isHopeful() {
    return inVain < DISCOURAGED;
  }

  /**
   * Whether it is time for a spin though none is worth its time as far as is known. It should be so
   * long that the other side can be woken and answer: if both have come to block, none would find
   * out by a short one that it could run beside the other.
   *
   * @param now on the nano clock
   */
  public boolean isTrial(long now) {
    return now - lastInVain >= trialNanos;
  }

  /**
   * A spin saw what it was to see, and not with its first look.
   *
   * @param lastLook when it had looked before
   */
  public void saw(long lastLook, long now) {
    if (now - lastLook < RAN_NANOS) {
      inVain = 0;
    } else {
      sawNothing(now);
    }
  }

  /** A spin saw nothing, or might have seen it only because the other side ran in its place. */
  public void sawNothing(long now) {
    inVain = Math.min(inVain + 1, DISCOURAGED);
    lastInVain = now;
  }
}
