package org.jvmpool.impl.pool;

import java.time.Duration;
import java.util.Objects;

/** Durations of the API as nanoseconds. */
final class Durations {
  private Durations() {}

  /** Clamped to what a long can hold; a negative one counts as zero. */
  static long nanos(String name, Duration duration) {
    Objects.requireNonNull(duration, () -> name + " must not be null");
    if (duration.isNegative()) {
      return 0;
    }
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE / 2;
    }
  }

  /**
   * The limit of a task.
   *
   * @throws IllegalArgumentException unless it is positive
   */
  static long limitNanos(Duration limit) {
    long nanos = nanos("limit", limit);
    if (nanos <= 0) {
      throw new IllegalArgumentException("limit must be positive, but was " + limit);
    }
    return nanos;
  }
}
