package org.jvmpool.benchmarks;

/** How much of the full work a run does. */
enum Scale {
  FULL(1),
  /** A quarter of the work: long enough for verdicts, short enough for all rows in one sitting. */
  BRIEF(4),
  QUICK(10),
  /** For tests of the harness: figures of this scale mean nothing. */
  TINY(1000);

  private final int divisor;

  Scale(int divisor) {
    this.divisor = divisor;
  }

  /** The count for this scale, at least {@code floor}. */
  int of(int full, int floor) {
    return Math.max(floor, full / divisor);
  }
}
