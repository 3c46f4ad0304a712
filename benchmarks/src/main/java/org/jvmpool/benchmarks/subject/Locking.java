package org.jvmpool.benchmarks.subject;

import org.jvmpool.Multiprocessing;
import org.jvmpool.shared.SharedInt;
import org.jvmpool.shared.SharedLock;

/** What nobody contends for: a lock taken and given back, a shared integer counted up: times. */
final class Locking {
  private static final int REPETITIONS = 7;

  private Locking() {}

  public static void main(String[] args) {
    int times = new Arguments(args, 1).number(0);
    Multiprocessing mp = Multiprocessing.local();
    SharedLock lock = mp.lock();
    SharedInt counter = mp.sharedInt(0);
    double[] lockNanos = new double[REPETITIONS];
    double[] incrementNanos = new double[REPETITIONS];
    double[] lockedNanos = new double[REPETITIONS];
    for (int r = 0; r < REPETITIONS; r++) {
      long start = System.nanoTime();
      for (int i = 0; i < times; i++) {
        lock.lock();
        lock.unlock();
      }
      lockNanos[r] = (System.nanoTime() - start) / (double) times;
      start = System.nanoTime();
      for (int i = 0; i < times; i++) {
        counter.incrementAndGet();
      }
      incrementNanos[r] = (System.nanoTime() - start) / (double) times;
      start = System.nanoTime();
      for (int i = 0; i < times; i++) {
        counter.lock().lock();
        try {
          counter.setPlain(counter.getPlain() + 1);
        } finally {
          counter.lock().unlock();
        }
      }
      lockedNanos[r] = (System.nanoTime() - start) / (double) times;
    }
    Expect.equal(counter.get(), 2 * times * REPETITIONS);
    Metric.print("lock_ns", Metric.median(lockNanos, 2));
    Metric.print("increment_ns", Metric.median(incrementNanos, 2));
    Metric.print("locked_increment_ns", Metric.median(lockedNanos, 2));
  }
}
