package org.jvmpool.benchmarks.subject;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jvmpool.AsyncResult;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.shared.SharedBarrier;

/**
 * A manager's dict: {@code get|clients|warm-clients|merge|memory|start}, placement (for {@code
 * get}), times. {@code clients} are eight processes that get and put by turns, {@code warm-clients}
 * the same when they have done so for a while, {@code merge} two that count under one key.
 */
final class ManagerCalls {
  private static final int BATCH = 10_000;

  /** After so many calls a client's JVM has compiled what it needs for them. */
  private static final int UNTIL_WARM = 30_000;

  private static final int MOST_ROUNDS = 40;

  private ManagerCalls() {}

  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    Arguments arguments = new Arguments(args, 3);
    int times = arguments.number(2);
    if (arguments.text(0).equals("start")) {
      start(times);
      return;
    }
    try (Manager manager = Multiprocessing.local().manager()) {
      switch (arguments.text(0)) {
        case "get" -> get(manager, Placement.of(arguments.text(1)), times);
        case "clients" -> Metric.print("call_per_s", clients(manager, 8, times, 1, false));
        case "warm-clients" ->
            Metric.print("call_per_s", clients(manager, 8, times, untilWarm(times), false));
        case "merge" -> Metric.print("merge_per_s", clients(manager, 2, times, 1, true));
        case "memory" -> memory(manager, times);
        default -> throw new IllegalArgumentException(arguments.text(0));
      }
    }
  }

  private static void get(Manager manager, Placement placement, int times)
      throws IOException, InterruptedException {
    SharedMap<String, Long> dict = manager.dict();
    placement.bind(
        Objects.requireNonNull(dict.computeIfAbsent("pid", key -> ProcessHandle.current().pid())));
    dict.put("a", 1L);
    long[] taken = new long[times];
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < times; i++) {
        long start = System.nanoTime();
        Long value = dict.get("a");
        taken[i] = System.nanoTime() - start;
        Expect.equal(value, 1L);
      }
    }
    Metric.printPercentiles(taken);
  }

  private static int untilWarm(int times) {
    return Math.min(MOST_ROUNDS, UNTIL_WARM / times);
  }

  /** Calls a second, of all processes together, in the round after some others. */
  private static double clients(
      Manager manager, int processes, int times, int roundsBefore, boolean merge)
      throws InterruptedException, ExecutionException {
    SharedMap<String, Integer> dict = manager.dict();
    long longest = 0;
    try (Pool pool = Pool.create(processes)) {
      for (int round = 0; round <= roundsBefore; round++) {
        longest = 0;
        SharedBarrier begin = manager.barrier(processes);
        List<AsyncResult<Long>> running = new ArrayList<>();
        for (int p = 0; p < processes; p++) {
          String own = "k" + p;
          running.add(
              pool.applyAsync(
                  () -> {
                    begin.await();
                    long start = System.nanoTime();
                    for (int i = 0; i < times; i++) {
                      if (merge) {
                        dict.merge("n", 1, Integer::sum);
                      } else if (i % 2 == 0) {
                        dict.put(own, i);
                      } else {
                        Expect.equal(dict.get(own), i - 1);
                      }
                    }
                    return System.nanoTime() - start;
                  }));
        }
        for (AsyncResult<Long> each : running) {
          longest = Math.max(longest, each.get());
        }
      }
    }
    if (merge) {
      Expect.equal(dict.get("n"), (roundsBefore + 1) * processes * times);
    }
    return (double) processes * times * 1e9 / longest;
  }

  /** The server's heap, as that many entries have made it grow. */
  private static void memory(Manager manager, int entries) {
    SharedMap<String, Long> dict = manager.dict();
    SharedMap<String, Long> other = manager.dict();
    long before = Objects.requireNonNull(other.compute("used", (key, none) -> usedHeap()));
    for (int i = 0; i < entries; i += BATCH) {
      java.util.Map<String, Long> batch = new java.util.HashMap<>();
      for (int k = i; k < Math.min(entries, i + BATCH); k++) {
        batch.put("key-" + k, (long) k);
      }
      dict.putAll(batch);
    }
    Expect.equal(dict.size(), entries);
    long after = Objects.requireNonNull(other.compute("used", (key, known) -> usedHeap()));
    Metric.print("entries_bytes", after - before);
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void start(int times) {
    double[] taken = new double[times + 1];
    for (int i = 0; i < taken.length; i++) {
      long start = System.nanoTime();
      try (Manager manager = Multiprocessing.local().manager()) {
        manager.<String, Integer>dict().put("a", 1);
        taken[i] = System.nanoTime() - start;
      }
    }
    Metric.print("start_ns", Metric.median(taken, 1));
  }
}
