package org.jvmpool.worker.manager;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** How long to wait, as it travels: nanoseconds, negative for ever. */
final class Limits {
  static final long FOR_EVER = -1;

  private Limits() {}

  static long nanos(long time, TimeUnit unit) {
    return Objects.requireNonNull(unit, "unit must not be null").toNanos(time);
  }

  static long nanos(Duration limit) {
    Objects.requireNonNull(limit, "limit must not be null");
    if (limit.isNegative()) {
      return 0;
    }
    try {
      return limit.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
