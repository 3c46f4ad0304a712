package org.jvmpool.benchmarks.subject;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jvmpool.Pool;
import org.jvmpool.TaskFunction;

/**
 * The task length from which on workers beat one thread: workers, microseconds of work per
 * measurement, repetitions.
 *
 * <p>One thread, an executor of threads, {@code applyAsync} and {@code map} take turns in the same
 * JVM, for each length as often as there are repetitions; the best of them counts. The figures are
 * nanoseconds of elapsed time per task.
 */
final class BreakEven {
  private static final int[] MICROS = {1, 3, 10, 30, 100, 300, 1_000, 10_000};
  private static final String[] WAYS = {"thread", "executor", "apply_async", "map"};

  private final Pool pool;
  private final ExecutorService executor;
  private final double stepsPerMicro;

  /** Keeps the compiler from dropping the work of one thread. */
  @SuppressWarnings("UnusedVariable")
  private long sink;

  private BreakEven(Pool pool, ExecutorService executor, double stepsPerMicro) {
    this.pool = pool;
    this.executor = executor;
    this.stepsPerMicro = stepsPerMicro;
  }

  public static void main(String[] args) throws InterruptedException, ExecutionException {
    Arguments arguments = new Arguments(args, 3);
    int workers = arguments.number(0);
    ExecutorService executor = Executors.newFixedThreadPool(workers);
    try (Pool pool = Pool.create(workers)) {
      new BreakEven(pool, executor, Work.stepsPerMicro())
          .run(arguments.number(1), arguments.number(2));
    } finally {
      executor.shutdown();
    }
  }

  private void run(int budgetMicros, int repetitions)
      throws InterruptedException, ExecutionException {
    for (int way = 0; way < WAYS.length; way++) {
      measure(way, 100, Math.max(2, budgetMicros / 100));
    }
    double[][] perTask = new double[WAYS.length][MICROS.length];
    for (int length = 0; length < MICROS.length; length++) {
      int micros = MICROS[length];
      int tasks = Math.max(4, Math.min(20_000, budgetMicros / micros));
      for (double[] row : perTask) {
        row[length] = Double.POSITIVE_INFINITY;
      }
      for (int i = 0; i < repetitions; i++) {
        for (int way = 0; way < WAYS.length; way++) {
          perTask[way][length] = Math.min(perTask[way][length], measure(way, micros, tasks));
        }
      }
      for (int way = 0; way < WAYS.length; way++) {
        Metric.print(WAYS[way] + "_" + micros + "us_ns", perTask[way][length]);
      }
    }
    for (int way = 1; way < WAYS.length; way++) {
      Metric.print(WAYS[way] + "_break_even_ns", breakEven(perTask[0], perTask[way]));
    }
  }

  /** Nanoseconds of elapsed time per task. */
  private double measure(int way, int micros, int tasks)
      throws InterruptedException, ExecutionException {
    long steps = Math.round(micros * stepsPerMicro);
    List<Long> items = Collections.nCopies(tasks, steps);
    long start = System.nanoTime();
    switch (way) {
      case 0 -> alone(items);
      case 1 -> onThreads(items);
      case 2 -> asynchronously(items);
      default -> mapped(items);
    }
    return (double) (System.nanoTime() - start) / tasks;
  }

  private void alone(List<Long> items) {
    for (long steps : items) {
      sink += Work.run(steps);
    }
  }

  private void onThreads(List<Long> items) throws InterruptedException, ExecutionException {
    List<Future<Long>> results = new ArrayList<>(items.size());
    for (long steps : items) {
      results.add(executor.submit(() -> Work.run(steps)));
    }
    for (Future<Long> result : results) {
      result.get();
    }
  }

  private void asynchronously(List<Long> items) throws InterruptedException, ExecutionException {
    TaskFunction<Long, Long> work = Work::run;
    List<Future<Long>> results = new ArrayList<>(items.size());
    for (Long steps : items) {
      results.add(pool.applyAsync(work, steps));
    }
    for (Future<Long> result : results) {
      result.get();
    }
  }

  private void mapped(List<Long> items) {
    Expect.equal(pool.map(Work::run, items).size(), items.size());
  }

  /**
   * The length from which on {@code way} needs less time than one thread for it and every longer
   * measured length, by interpolation on a logarithmic scale; the shortest measured length if it
   * wins everywhere, infinity if it loses at the longest.
   */
  private static double breakEven(double[] thread, double[] way) {
    int last = MICROS.length - 1;
    if (way[last] >= thread[last]) {
      return Double.POSITIVE_INFINITY;
    }
    int wins = last;
    while (wins > 0 && way[wins - 1] < thread[wins - 1]) {
      wins--;
    }
    if (wins == 0) {
      return MICROS[0] * 1e3;
    }
    double losing = Math.log(way[wins - 1] / thread[wins - 1]);
    double winning = Math.log(way[wins] / thread[wins]);
    double share = losing / (losing - winning);
    double from = Math.log(MICROS[wins - 1] * 1e3);
    double to = Math.log(MICROS[wins] * 1e3);
    return Math.exp(from + share * (to - from));
  }
}
