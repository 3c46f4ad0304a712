package org.jvmpool.impl.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;

/** Time since it was started, with the assertions the tests make of it. */
public final class Stopwatch {
  private static final Duration SLACK = Duration.ofMillis(100);

  private final long start = System.nanoTime();

  private Stopwatch() {}

  public static Stopwatch start() {
    return new Stopwatch();
  }

  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  public void assertAtOnce() {
    assertBelow(Eventually.AT_ONCE);
  }

  /** Runs something that does not block. */
  public static void assertAtOnce(ThrowingRunnable action) throws Exception {
    Stopwatch watch = start();
    try {
      action.run();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    watch.assertAtOnce();
  }

  public void assertBelow(Duration limit) {
    Duration elapsed = elapsed();
    assertTrue(elapsed.compareTo(limit) < 0, () -> "took " + elapsed + ", more than " + limit);
  }

  public void assertAtLeast(Duration limit) {
    Duration elapsed = elapsed();
    assertTrue(
        elapsed.compareTo(limit.minus(SLACK)) >= 0, () -> "took " + elapsed + ", not " + limit);
  }
}
