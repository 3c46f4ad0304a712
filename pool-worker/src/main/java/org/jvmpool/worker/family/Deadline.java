package org.jvmpool.worker.family;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When a wait ends at the latest, and by the close of which handle, if any. */
public final class Deadline {
  private static final Deadline NEVER = new Deadline(false, 0, null);

  private final boolean bounded;
  private final long at; // System.nanoTime
  private final @Nullable Closing handle;

  private Deadline(boolean bounded, long at, @Nullable Closing handle) {
    this.bounded = bounded;
    this.at = at;
    this.handle = handle;
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

  /** So long from now. */
  public static Deadline in(long time, TimeUnit unit) {
    return inNanos(Objects.requireNonNull(unit, "unit must not be null").toNanos(time));
  }

  /** So many nanoseconds from now. */
  public static Deadline inNanos(long nanos) {
    return nanos > Long.MAX_VALUE / 4
        ? NEVER
        : new Deadline(true, System.nanoTime() + Math.max(0, nanos), null);
  }

  /** The same, but the wait also ends when a handle is closed, with {@link HandleClosed}. */
  public Deadline or(@Nullable Closing closedHandle) {
    return new Deadline(bounded, at, closedHandle);
  }

  /** The same handle; the earlier of both ends. */
  Deadline atMost(long nanos) {
    return nanosLeft() <= nanos ? this : inNanos(nanos).or(handle);
  }

  /** The handle whose close ends the wait. */
  @Nullable Closing handle() {
    return handle;
  }

  boolean isHandleClosed() {
    return handle != null && handle.isClosed();
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
