package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.PoolBuilder;
import org.jvmpool.WorkerInfo;
import org.jvmpool.WorkerLostException;
import org.jvmpool.WorkerOutput;

/** Tasks while workers die in every way and at any moment. */
@Stress
class WorkerKillsTest {
  /** How a worker comes to its end. The first two hit whoever runs, the others are tasks. */
  enum Death {
    SIGKILL,
    SIGSEGV,
    EXIT,
    HALT,
    HEAP
  }

  static final int WAVE = 400;

  /** A task: some computing, a result that only this task has. */
  static long work(RunCounts runs, int id) {
    runs.count(id);
    long end = System.nanoTime() + (id * 7919L) % 300_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return 3L * id + 1;
  }

  static long die(Death death, int code) {
    switch (death) {
      case EXIT -> System.exit(code);
      case HALT -> Runtime.getRuntime().halt(code);
      default -> {
        List<long[]> hoard = new ArrayList<>();
        while (true) {
          hoard.add(new long[1 << 17]);
        }
      }
    }
    throw new AssertionError("survived " + death);
  }

  private static PoolBuilder builder(Path errors) {
    return Pool.builder()
        .workers(4)
        .maxHeap("48m")
        .maxPending(4 * WAVE)
        .errorDirectory(errors)
        .output(WorkerOutput.discard())
        .jvmOptions("-XX:-CreateCoredumpOnCrash");
  }

  /** Kills one of the workers that are at work; false when there is none. */
  private static boolean killOne(Pool pool, Death death, Random random) {
    List<WorkerInfo> workers =
        pool.workers().stream()
            .filter(w -> w.state() == WorkerInfo.State.BUSY && w.pid() != 0)
            .toList();
    if (workers.isEmpty()) {
      return false;
    }
    Signals.send(
        death == Death.SIGKILL ? "KILL" : "SEGV",
        workers.get(random.nextInt(workers.size())).pid());
    return true;
  }

  @Test
  void everyResultIsRightOrItsWorkerWasLost(@TempDir Path dir) throws Exception {
    int tasks = Load.times(100_000);
    int waves = tasks / WAVE;
    Load load = Load.of("tasks while workers are killed");
    Random random = load.random(0);
    RunCounts runs = new RunCounts(dir.resolve("runs"), tasks);
    AtomicIntegerArray ends = new AtomicIntegerArray(tasks);
    List<AsyncResult<Long>> results = new ArrayList<>(tasks);
    List<AsyncResult<Long>> suicides = new ArrayList<>();
    Map<Death, Integer> deaths = new EnumMap<>(Death.class);
    int lost = 0;
    try (Pool pool = builder(Files.createDirectory(dir.resolve("errors"))).build()) {
      for (int wave = 0; wave < waves; wave++) {
        Death death = Death.values()[wave % Death.values().length];
        int when = random.nextInt(WAVE);
        for (int i = 0; i < WAVE; i++) {
          int id = wave * WAVE + i;
          results.add(
              pool.applyAsync(
                  () -> work(runs, id),
                  value -> ends.incrementAndGet(id),
                  failure -> ends.incrementAndGet(id)));
          if (i == when) {
            if (death == Death.SIGKILL || death == Death.SIGSEGV) {
              if (killOne(pool, death, random)) {
                deaths.merge(death, 1, Integer::sum);
              }
            } else {
              int code = 1 + wave % 100;
              suicides.add(pool.applyAsync(() -> die(death, code)));
              deaths.merge(death, 1, Integer::sum);
            }
          }
        }
      }
      for (int id = 0; id < results.size(); id++) {
        try {
          assertEquals(3L * id + 1, results.get(id).get(Duration.ofMinutes(3)));
          assertEquals(1, runs.of(id), "runs of task " + id);
        } catch (java.util.concurrent.ExecutionException e) {
          if (!(e.getCause() instanceof WorkerLostException)) {
            throw e;
          }
          assertTrue(runs.of(id) <= 1, "task " + id + " ran " + runs.of(id) + " times");
          lost++;
        }
      }
      for (AsyncResult<Long> suicide : suicides) {
        try {
          throw new AssertionError("a dead task returned " + suicide.join());
        } catch (CompletionException e) {
          assertTrue(
              e.getCause() instanceof WorkerLostException
                  || e.getCause() instanceof OutOfMemoryError,
              e.toString());
        }
      }
      load.figure("lost by the pool's count", pool.stats().lost());
      load.figure("retired", pool.stats().retired());
    } finally {
      load.figure("kills", deaths)
          .figure("tasks", results.size())
          .figure("lost", lost)
          .figure("tasks/s", Math.round(results.size() / load.seconds()))
          .print();
    }
    for (int id = 0; id < results.size(); id++) {
      assertEquals(1, ends.get(id), "callbacks of task " + id);
    }
    int kills = deaths.values().stream().mapToInt(Integer::intValue).sum();
    assertTrue(kills >= waves * 4 / 5, "only " + deaths);
    assertTrue(lost <= kills, lost + " tasks were lost by " + kills + " kills");
  }

  @Test
  void withRetriesEveryResultIsRight(@TempDir Path dir) throws Exception {
    int tasks = Load.times(20_000);
    int waves = tasks / WAVE;
    Load load = Load.of("retried tasks while workers are killed from outside");
    Random random = load.random(0);
    RunCounts runs = new RunCounts(dir.resolve("runs"), tasks);
    AtomicIntegerArray ends = new AtomicIntegerArray(tasks);
    List<AsyncResult<Long>> results = new ArrayList<>(tasks);
    int kills = 0;
    long retried = 0;
    try (Pool pool = builder(Files.createDirectory(dir.resolve("errors"))).build()) {
      Pool stubborn = pool.withRetries(1000);
      for (int wave = 0; wave < waves; wave++) {
        int when = random.nextInt(WAVE);
        for (int i = 0; i < WAVE; i++) {
          int id = wave * WAVE + i;
          results.add(
              stubborn.applyAsync(
                  () -> work(runs, id),
                  value -> ends.incrementAndGet(id),
                  failure -> ends.incrementAndGet(id)));
          if (i == when && killOne(pool, Death.values()[wave % 2], random)) {
            kills++;
          }
        }
      }
      for (int id = 0; id < results.size(); id++) {
        assertEquals(3L * id + 1, results.get(id).get(Duration.ofMinutes(3)));
        assertTrue(runs.of(id) >= 1, "task " + id + " never ran");
        retried += runs.of(id) - 1;
      }
    } finally {
      load.figure("kills", kills)
          .figure("tasks", results.size())
          .figure("run again", retried)
          .figure("tasks/s", Math.round(results.size() / load.seconds()))
          .print();
    }
    for (int id = 0; id < results.size(); id++) {
      assertEquals(1, ends.get(id), "callbacks of task " + id);
    }
    assertTrue(retried <= kills, retried + " runs too many by " + kills + " kills");
  }
}
