package org.jvmpool.benchmarks.subject;

import java.io.IOException;
import org.jvmpool.Pool;
import org.jvmpool.TaskFunction;

/**
 * {@code Pool.apply}, one caller: placement (other than free: 1 worker), {@code function|lambda},
 * workers, round trips.
 */
final class RoundTrip {
  private RoundTrip() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Arguments arguments = new Arguments(args, 4);
    Placement placement = Placement.of(arguments.text(0));
    boolean lambda = arguments.text(1).equals("lambda");
    int trips = arguments.number(3);
    try (Pool pool = Pool.create(arguments.number(2))) {
      long worker = pool.apply(() -> ProcessHandle.current().pid());
      placement.bind(worker);
      run(pool, lambda, new long[trips]);
      long[] taken = new long[trips];
      run(pool, lambda, taken);
      Metric.printPercentiles(taken);
    }
  }

  private static void run(Pool pool, boolean lambda, long[] taken) {
    TaskFunction<Integer, Integer> increment = x -> x + 1;
    for (int i = 0; i < taken.length; i++) {
      int value = i;
      long start = System.nanoTime();
      int result = lambda ? pool.apply(() -> value + 1) : pool.apply(increment, value);
      taken[i] = System.nanoTime() - start;
      Expect.equal(result, value + 1);
    }
  }
}
