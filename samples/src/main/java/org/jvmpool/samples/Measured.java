package org.jvmpool.samples;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * A result and the time that it took.
 *
 * @param result what came out
 * @param took from the call to the result
 */
record Measured<R>(R result, Duration took) {
  static <R> Measured<R> of(Callable<R> work) throws Exception {
    long start = System.nanoTime();
    R result = work.call();
    return new Measured<>(result, Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * Prints how long the pool, with the start of its workers, and one thread took for the same work,
   * and checks that they agree.
   *
   * @throws IllegalStateException if the results differ
   */
  static <R> void compare(PrintStream out, int workers, Measured<R> pool, Measured<R> oneThread) {
    out.printf("pool of %d %s: %s%n", workers, workers == 1 ? "worker" : "workers", pool.seconds());
    out.printf("one thread, same work: %s%n", oneThread.seconds());
    if (!Objects.deepEquals(pool.result, oneThread.result)) {
      throw new IllegalStateException(
          "the pool and one thread came to different results; that is a bug in jvmpool");
    }
    out.printf(
        "the results are equal; the pool was %.2f times as fast%n",
        (double) oneThread.took.toNanos() / Math.max(1, pool.took.toNanos()));
  }

  private String seconds() {
    return "%.2f s".formatted(took.toNanos() / 1e9);
  }
}
