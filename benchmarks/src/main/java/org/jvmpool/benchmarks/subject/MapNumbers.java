package org.jvmpool.benchmarks.subject;

import java.util.List;
import java.util.stream.IntStream;
import org.jvmpool.Pool;

/** {@code Pool.map} with the pool's own choice of chunk: workers, items, repetitions. */
final class MapNumbers {
  private MapNumbers() {}

  public static void main(String[] args) {
    Arguments arguments = new Arguments(args, 3);
    int items = arguments.number(1);
    List<Integer> numbers = IntStream.range(0, items).boxed().toList();
    double[] taken = new double[arguments.number(2)];
    try (Pool pool = Pool.create(arguments.number(0))) {
      pool.apply(() -> 0);
      for (int i = 0; i < taken.length; i++) {
        long start = System.nanoTime();
        List<Integer> result = pool.map(x -> x + 1, numbers);
        taken[i] = System.nanoTime() - start;
        Expect.equal(result.size(), items);
        Expect.equal(result.get(items - 1), items);
      }
    }
    Metric.print("cold_ns", taken[0]);
    Metric.print("warm_ns", Metric.median(taken, 1));
  }
}
