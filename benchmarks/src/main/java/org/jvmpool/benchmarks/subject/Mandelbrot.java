package org.jvmpool.benchmarks.subject;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jvmpool.Pool;
import org.jvmpool.TaskFunction;

/**
 * Rows of the Mandelbrot set, on one thread, on an executor and in a pool: workers, width, height,
 * iterations. All three run the picture once before they are measured.
 */
final class Mandelbrot {
  private Mandelbrot() {}

  public static void main(String[] args) throws InterruptedException, ExecutionException {
    Arguments arguments = new Arguments(args, 4);
    int workers = arguments.number(0);
    int width = arguments.number(1);
    int height = arguments.number(2);
    int limit = arguments.number(3);
    TaskFunction<Integer, int[]> fn = y -> row(width, height, limit, y);
    List<Integer> rows = IntStream.range(0, height).boxed().toList();
    ExecutorService executor = Executors.newFixedThreadPool(workers);
    try (Pool pool = Pool.create(workers)) {
      for (boolean measured : new boolean[] {false, true}) {
        long start = System.nanoTime();
        List<int[]> alone = new ArrayList<>();
        for (int y : rows) {
          alone.add(row(width, height, limit, y));
        }
        long inline = System.nanoTime() - start;

        start = System.nanoTime();
        List<int[]> together = pool.map(fn, rows, 1);
        long pooled = System.nanoTime() - start;

        start = System.nanoTime();
        List<Future<int[]>> futures = new ArrayList<>();
        for (int y : rows) {
          futures.add(executor.submit(() -> row(width, height, limit, y)));
        }
        for (Future<int[]> future : futures) {
          future.get();
        }
        long threaded = System.nanoTime() - start;

        Expect.equal(Arrays.deepHashCode(together.toArray()), Arrays.deepHashCode(alone.toArray()));
        if (measured) {
          Metric.print("inline_ns", (double) inline);
          Metric.print("pool_ns", (double) pooled);
          Metric.print("executor_ns", (double) threaded);
          Metric.print("scaling_x", (double) inline / pooled);
        }
      }
    } finally {
      executor.shutdown();
    }
  }

  /** The escape count of every point of one row. */
  private static int[] row(int width, int height, int limit, int y) {
    double imaginary = 2.4 * y / height - 1.2;
    int[] counts = new int[width];
    for (int x = 0; x < width; x++) {
      double real = 3.2 * x / width - 2.2;
      double a = 0;
      double b = 0;
      int count = 0;
      while (count < limit && a * a + b * b <= 4) {
        double next = a * a - b * b + real;
        b = 2 * a * b + imaginary;
        a = next;
        count++;
      }
      counts[x] = count;
    }
    return counts;
  }
}
