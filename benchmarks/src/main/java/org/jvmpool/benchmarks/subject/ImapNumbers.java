package org.jvmpool.benchmarks.subject;

import java.util.List;
import java.util.stream.IntStream;
import org.jvmpool.Pool;
import org.jvmpool.Results;

/** {@code Pool.imap}, consumed to the end: workers, items, chunk, repetitions. */
final class ImapNumbers {
  private ImapNumbers() {}

  public static void main(String[] args) {
    Arguments arguments = new Arguments(args, 4);
    int items = arguments.number(1);
    int chunk = arguments.number(2);
    List<Integer> numbers = IntStream.range(0, items).boxed().toList();
    double[] taken = new double[arguments.number(3)];
    try (Pool pool = Pool.create(arguments.number(0))) {
      pool.apply(() -> 0);
      for (int i = 0; i < taken.length; i++) {
        int last = 0;
        long start = System.nanoTime();
        try (Results<Integer> results = pool.imap(x -> x + 1, numbers, chunk)) {
          while (results.hasNext()) {
            last = results.next();
          }
        }
        taken[i] = System.nanoTime() - start;
        Expect.equal(last, items);
      }
    }
    Metric.print("cold_ns", taken[0]);
    Metric.print("warm_ns", Metric.median(taken, 1));
  }
}
