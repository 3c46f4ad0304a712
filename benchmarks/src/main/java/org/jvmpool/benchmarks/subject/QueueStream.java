package org.jvmpool.benchmarks.subject;

import java.util.concurrent.ExecutionException;
import org.jvmpool.AsyncResult;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.shared.SharedQueue;

/**
 * One process puts, another takes, from the first put to the last take: {@code integers|arrays},
 * items, and the size of an array. Arrays go through a queue of at most 64.
 */
final class QueueStream {
  private static final int REPETITIONS = 4;
  private static final int MOST_ARRAYS = 64;

  private QueueStream() {}

  public static void main(String[] args) throws InterruptedException, ExecutionException {
    Arguments arguments = new Arguments(args, 3);
    boolean arrays = arguments.text(0).equals("arrays");
    int items = arguments.number(1);
    int size = arguments.number(2);
    double[] rates = new double[REPETITIONS];
    try (Pool pool = Pool.create(1)) {
      for (int r = 0; r < REPETITIONS; r++) {
        rates[r] = arrays ? arrays(pool, items, new byte[size]) : integers(pool, items);
      }
    }
    if (arrays) {
      Metric.print("array_bytes_per_s", Metric.median(rates, 1) * size);
    } else {
      Metric.print("item_per_s", Metric.median(rates, 1));
    }
  }

  private static double integers(Pool pool, int items)
      throws InterruptedException, ExecutionException {
    SharedQueue<Integer> queue = Multiprocessing.local().queue();
    AsyncResult<Integer> last =
        pool.applyAsync(
            () -> {
              int taken = 0;
              for (int i = 0; i < items; i++) {
                taken = queue.take();
              }
              return taken;
            });
    long start = System.nanoTime();
    for (int i = 0; i < items; i++) {
      queue.put(i);
    }
    Expect.equal(last.get(), items - 1);
    return items * 1e9 / (System.nanoTime() - start);
  }

  private static double arrays(Pool pool, int items, byte[] array)
      throws InterruptedException, ExecutionException {
    SharedQueue<byte[]> queue = Multiprocessing.local().queue(MOST_ARRAYS);
    AsyncResult<Integer> last =
        pool.applyAsync(
            () -> {
              int taken = 0;
              for (int i = 0; i < items; i++) {
                taken = queue.take().length;
              }
              return taken;
            });
    long start = System.nanoTime();
    for (int i = 0; i < items; i++) {
      queue.put(array);
    }
    Expect.equal(last.get(), array.length);
    return items * 1e9 / (System.nanoTime() - start);
  }
}
