package org.jvmpool.benchmarks.subject;

/**
 * A busy loop of a known length in processor work, not in time: a loop that watches the clock ends
 * on time even while it is off the processor, and would hide that two cores are all there are.
 */
final class Work {
  private Work() {}

  /** Runs {@code steps} steps that no compiler can shorten, and returns where they led. */
  static long run(long steps) {
    long x = steps | 1;
    for (long i = 0; i < steps; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }

  /** Steps per microsecond on a warm, undisturbed thread: the best of several trials. */
  static double stepsPerMicro() {
    long steps = 200_000;
    double best = 0;
    long sink = 0;
    for (int trial = 0; trial < 200; trial++) {
      long start = System.nanoTime();
      sink += run(steps);
      best = Math.max(best, steps * 1e3 / (System.nanoTime() - start));
    }
    if (sink == 0) {
      throw new IllegalStateException("the busy loop led nowhere");
    }
    return best;
  }
}
