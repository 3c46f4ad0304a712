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

  /**
   * Runs it up to three times, of which the shortest counts: a pause of the machine does not come
   * again, but whoever waits does so each time.
   */
  public static void assertAtOnce(ThrowingRunnable action) throws Exception {
    Duration shortest = null;
    for (int run = 0; run < 3 && (shortest == null || !isAtOnce(shortest)); run++) {
      Stopwatch watch = start();
      try {
        action.run();
      } catch (Exception | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
      Duration elapsed = watch.elapsed();
      shortest = shortest == null || elapsed.compareTo(shortest) < 0 ? elapsed : shortest;
    }
    Duration took = shortest;
    assertTrue(isAtOnce(took), () -> "took " + took + ", more than " + Eventually.AT_ONCE);
  }

  private static boolean isAtOnce(Duration elapsed) {
    return elapsed.compareTo(Eventually.AT_ONCE) < 0;
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
