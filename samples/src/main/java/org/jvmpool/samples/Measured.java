package org.jvmpool.samples;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jvmpool.Pool;

/**
 * A result and the time that it took.
 *
 * @param result what came out
 * @param took from the call to the result
 */
record Measured<R>(R result, Duration took) {
  /* Of a shorter time, noise and cold code are too great a part. */
  private static final Duration LEAST_TO_COMPARE = Duration.ofSeconds(1);

  static <R> Measured<R> of(Callable<R> work) throws Exception {
    long start = System.nanoTime();
    R result = work.call();
    return new Measured<>(result, Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * Waits until each worker of a new pool has done a task, and prints how long that took. What is
   * measured afterwards is the work: workers are started once, and for as many tasks as a program
   * has. A sample that is over in seconds runs a task in each worker and one in this JVM besides,
   * so that both have compiled its code.
   */
  static void start(PrintStream out, Pool pool, int workers) throws Exception {
    Measured<Boolean> start =
        of(
            () -> {
              do {
                pool.map(x -> x, Collections.nCopies(workers, 0), 1);
              } while (pool.workers().stream().anyMatch(worker -> worker.tasksDone() == 0));
              return true;
            });
    out.printf("%s started in %s%n", count(workers), start.seconds());
  }

  /**
   * Prints how long the pool, without the start and the end of its workers, and one thread took for
   * the same work, and checks that they agree.
   *
   * @throws IllegalStateException if the results differ
   */
  static <R> void compare(PrintStream out, int workers, Measured<R> pool, Measured<R> oneThread) {
    out.printf("pool of %s, once started: %s%n", count(workers), pool.seconds());
    out.printf("one thread of this JVM, same work: %s%n", oneThread.seconds());
    if (!Objects.deepEquals(pool.result, oneThread.result)) {
      throw new IllegalStateException(
          "the pool and one thread came to different results; that is a bug in jvmpool");
    }
    boolean tooShort =
        pool.took.compareTo(LEAST_TO_COMPARE) < 0 || oneThread.took.compareTo(LEAST_TO_COMPARE) < 0;
    out.printf(
        "the results are equal; %s%n",
        tooShort
            ? "this was too short to compare the times"
            : "the pool was %.2f times as fast"
                .formatted((double) oneThread.took.toNanos() / pool.took.toNanos()));
  }

  private static String count(int workers) {
    return workers + (workers == 1 ? " worker" : " workers");
  }

  private String seconds() {
    return "%.2f s".formatted(took.toNanos() / 1e9);
  }
}
