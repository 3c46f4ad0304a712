package org.jvmpool.impl.process;

import java.time.Duration;
import java.util.Objects;

/** Limits of waits. */
final class Durations {
  private Durations() {}

  /** The limit in nanoseconds; 292 years are for ever. */
  static long nanos(Duration limit) {
    Objects.requireNonNull(limit, "limit must not be null");
    try {
      return limit.toNanos();
    } catch (ArithmeticException e) {
      return limit.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
