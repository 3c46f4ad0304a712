package org.jvmpool.worker.family;

/**
 * Guesses in a process with one processor whether the other side has another, so that a spin sees
 * what it does: from what became of the last spins. How many processors a process knows of does not
 * tell: two that know of one each may have one each.
 *
 * <p>Safe for all threads; who shares one gets a guess that is a little worse, and no more.
 */
final class SpinGuess {
  /**
   * With longer between two looks the thread did not run all the time; less than what another takes
   * to come on in its place, to do something, and to leave.
   */
  private static final long RAN_NANOS = 2_000;

  /** After so many spins in vain in a row, most likely the other side cannot run meanwhile. */
  private static final int DISCOURAGED = 4;

  /** So long after the last spin in vain another is tried. */
  static final long TRIAL_NANOS = 10_000_000;

  private int inVain;
  private long lastInVain;

  /**
   * Whether a spin is worth its time, or may be, and it is time to see.
   *
   * @param now on the nano clock
   */
  boolean isHopeful(long now) {
    return inVain < DISCOURAGED || now - lastInVain >= TRIAL_NANOS;
  }

  /**
   * A spin saw what it was to see.
   *
   * @param lastLook when it had looked before
   */
  void saw(long lastLook, long now) {
    if (now - lastLook < RAN_NANOS) {
      inVain = 0;
    } else {
      sawNothing(now);
    }
  }

  /** A spin saw nothing, or might have seen it only because the other side ran in its place. */
  void sawNothing(long now) {
    inVain = Math.min(inVain + 1, DISCOURAGED);
    lastInVain = now;
  }
}
