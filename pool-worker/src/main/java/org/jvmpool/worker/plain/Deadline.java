package org.jvmpool.worker.plain;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Until when a call waits. */
final class Deadline {
  /** For calls without a limit. */
  static final Deadline NEVER = new Deadline(0, true);

  /** For calls that do not wait. */
  static final Deadline NOW = new Deadline(System.nanoTime(), false);

  /* Far enough, and the difference of two of them does not overflow. */
  private static final long FOREVER = Long.MAX_VALUE / 2;

  private final long at;
  private final boolean never;

  private Deadline(long at, boolean never) {
    this.at = at;
    this.never = never;
  }

  static Deadline after(Duration limit) {
    Objects.requireNonNull(limit, "limit must not be null");
    if (limit.isZero() || limit.isNegative()) {
      return NOW;
    }
    try {
      return afterNanos(limit.toNanos());
    } catch (ArithmeticException tooLong) {
      return NEVER;
    }
  }

  static Deadline after(long time, TimeUnit unit) {
    return afterNanos(Objects.requireNonNull(unit, "unit must not be null").toNanos(time));
  }

  static Deadline afterNanos(long nanos) {
    if (nanos <= 0) {
      return NOW;
    }
    return nanos >= FOREVER ? NEVER : new Deadline(System.nanoTime() + nanos, false);
  }

  /** Nanoseconds that are left: zero or less when it has passed. */
  long left() {
    if (this == NOW) {
      return 0;
    }
    return never ? Long.MAX_VALUE : at - System.nanoTime();
  }

  boolean isNever() {
    return never;
  }
}
