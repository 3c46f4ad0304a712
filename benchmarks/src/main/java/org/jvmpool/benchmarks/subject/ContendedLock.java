package org.jvmpool.benchmarks.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jvmpool.AsyncResult;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedInt;
import org.jvmpool.shared.SharedLock;

/** Two processes that take one lock again and again: times for each. */
final class ContendedLock {
  private static final int PROCESSES = 2;
  private static final int REPETITIONS = 4;

  private ContendedLock() {}

  public static void main(String[] args) throws InterruptedException, ExecutionException {
    int times = new Arguments(args, 1).number(0);
    double[] rates = new double[REPETITIONS];
    try (Pool pool = Pool.create(PROCESSES)) {
      for (int r = 0; r < REPETITIONS; r++) {
        rates[r] = round(pool, times);
      }
    }
    Metric.print("locked_per_s", Metric.median(rates, 1));
  }

  private static double round(Pool pool, int times)
      throws InterruptedException, ExecutionException {
    Multiprocessing mp = Multiprocessing.local();
    SharedLock lock = mp.lock();
    SharedInt counter = mp.sharedInt(0);
    SharedBarrier begin = mp.barrier(PROCESSES);
    List<AsyncResult<Long>> running = new ArrayList<>();
    for (int p = 0; p < PROCESSES; p++) {
      running.add(
          pool.applyAsync(
              () -> {
                begin.await();
                long start = System.nanoTime();
                for (int i = 0; i < times; i++) {
                  lock.lock();
                  try {
                    counter.setPlain(counter.getPlain() + 1);
                  } finally {
                    lock.unlock();
                  }
                }
                return System.nanoTime() - start;
              }));
    }
    long longest = 0;
    for (AsyncResult<Long> each : running) {
      longest = Math.max(longest, each.get());
    }
    Expect.equal(counter.get(), PROCESSES * times);
    return PROCESSES * times * 1e9 / longest;
  }
}
