package org.jvmpool.worker.family;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** When a wait ends at the latest. */
public final class Deadline {
  private static final Deadline NEVER = new Deadline(false, 0);

  private final boolean bounded;
  private final long at; // System.nanoTime

  private Deadline(boolean bounded, long at) {
    this.bounded = bounded;
    this.at = at;
  }

  /** A wait without end. */
  public static Deadline never() {
    return NEVER;
  }

  /** So long from now; zero or less has passed already. */
  public static Deadline in(Duration limit) {
    Objects.requireNonNull(limit, "limit must not be null");
    try {
      return inNanos(limit.toNanos());
    } catch (ArithmeticException e) {
      return limit.isNegative() ? inNanos(0) : NEVER;
    }
  }

  /** So many nanoseconds from now. */
  public static Deadline inNanos(long nanos) {
    return nanos > Long.MAX_VALUE / 4
        ? NEVER
        : new Deadline(true, System.nanoTime() + Math.max(0, nanos));
  }

  /** What is left; {@link Long#MAX_VALUE} of a wait without end, else zero or less when over. */
  public long nanosLeft() {
    return bounded ? at - System.nanoTime() : Long.MAX_VALUE;
  }

  /** Whether it is over. */
  public boolean hasPassed() {
    return bounded && nanosLeft() <= 0;
  }

  /** What is left for a selector: milliseconds, rounded up, at least 1; 0 means without end. */
  long millisToSelect() {
    if (!bounded) {
      return 0;
    }
    long left = nanosLeft() + TimeUnit.MILLISECONDS.toNanos(1) - 1;
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
  }
}
