package org.jvmpool.benchmarks.subject;

import org.jvmpool.Pool;

/** From {@code Pool.create} to its first result, inside one parent: workers, repetitions. */
final class StartUp {
  private StartUp() {}

  public static void main(String[] args) {
    Arguments arguments = new Arguments(args, 2);
    double[] taken = new double[arguments.number(1)];
    for (int i = 0; i < taken.length; i++) {
      int value = i;
      long start = System.nanoTime();
      try (Pool pool = Pool.create(arguments.number(0))) {
        int result = pool.apply(() -> value + 1);
        taken[i] = System.nanoTime() - start;
        Expect.equal(result, value + 1);
      }
    }
    Metric.print("first_ns", taken[0]);
    Metric.print("later_ns", Metric.median(taken, 1));
  }
}
