package org.jvmpool.benchmarks.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.TaskFunction;

/**
 * {@code Pool.applyAsync} from one thread, from the first submission to the last collected result:
 * {@code function|lambda}, workers, tasks, repetitions.
 */
final class Throughput {
  private Throughput() {}

  public static void main(String[] args) throws InterruptedException, ExecutionException {
    Arguments arguments = new Arguments(args, 4);
    boolean lambda = arguments.text(0).equals("lambda");
    int tasks = arguments.number(2);
    double[] rates = new double[arguments.number(3)];
    try (Pool pool = Pool.create(arguments.number(1))) {
      pool.apply(() -> 0);
      for (int i = 0; i < rates.length; i++) {
        rates[i] = batch(pool, lambda, tasks);
      }
    }
    Metric.print("cold_per_s", rates[0]);
    Metric.print("warm_per_s", Metric.median(rates, 1));
  }

  private static double batch(Pool pool, boolean lambda, int tasks)
      throws InterruptedException, ExecutionException {
    TaskFunction<Integer, Integer> increment = x -> x + 1;
    List<AsyncResult<Integer>> results = new ArrayList<>(tasks);
    long start = System.nanoTime();
    for (int i = 0; i < tasks; i++) {
      int value = i;
      AsyncResult<Integer> result =
          lambda ? pool.applyAsync(() -> value + 1) : pool.applyAsync(increment, value);
      results.add(result);
    }
    int last = 0;
    for (AsyncResult<Integer> result : results) {
      last = result.get();
    }
    long taken = System.nanoTime() - start;
    Expect.equal(last, tasks);
    return tasks * 1e9 / taken;
  }
}
