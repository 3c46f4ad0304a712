package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.TaskTimeoutException;
import org.jvmpool.impl.testkit.Stacks;

/** Short tasks, some of them cancelled or limited at any moment: no other task is ever hit. */
@Stress
class CancelStormTest {
  private static final int THREADS = 3;

  private record Submitted(int id, AsyncResult<Integer> result, boolean limited) {}

  static int work(RunCounts runs, int id, int micros) {
    runs.count(id);
    long end = System.nanoTime() + micros * 1000L;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return id * 2;
  }

  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicInteger cancelledInVain = new AtomicInteger();
  private final AtomicInteger timedOut = new AtomicInteger();
  private final AtomicInteger innocent = new AtomicInteger();

  @Test
  void noInnocentTaskIsEverHit(@TempDir Path dir) throws Exception {
    int each = Load.times(16_000);
    Load load = Load.of("cancel and limit storms");
    RunCounts runs = new RunCounts(dir.resolve("runs"), THREADS * each);
    ExecutorService users = Executors.newFixedThreadPool(THREADS);
    try (Pool pool = Pool.builder().workers(3).gracePeriod(Duration.ofMillis(200)).build()) {
      List<Future<?>> storms = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        storms.add(
            users.submit(
                () -> {
                  storm(pool, runs, thread * each, each, load.random(thread));
                  return null;
                }));
      }
      for (Future<?> storm : storms) {
        storm.get();
      }
      load.figure("retired", pool.stats().retired());
    } finally {
      users.shutdownNow();
      load.figure("innocent", innocent)
          .figure("cancelled", cancelled)
          .figure("cancelled in vain", cancelledInVain)
          .figure("timed out", timedOut)
          .print();
    }
  }

  private void storm(Pool pool, RunCounts runs, int from, int count, Random random)
      throws Exception {
    Pool hasty = pool.withTimeout(Duration.ofMillis(3));
    ArrayDeque<Submitted> open = new ArrayDeque<>();
    for (int id = from; id < from + count; id++) {
      int task = id;
      boolean limited = random.nextInt(100) == 0;
      int micros =
          limited ? random.nextInt(6_000) : random.nextInt(50) == 0 ? 5_000 : random.nextInt(300);
      AsyncResult<Integer> result =
          (limited ? hasty : pool).applyAsync(() -> work(runs, task, micros));
      if (!limited && random.nextInt(30) == 0) {
        pause(random.nextInt(2_000));
        checkCancelled(task, result, runs, random.nextInt(10) != 0);
      } else {
        open.add(new Submitted(task, result, limited));
      }
      while (open.size() > 100) {
        check(open.poll(), runs);
      }
    }
    while (!open.isEmpty()) {
      check(open.poll(), runs);
    }
  }

  private static void pause(int micros) {
    long end = System.nanoTime() + micros * 1000L;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private void checkCancelled(int id, AsyncResult<Integer> result, RunCounts runs, boolean mayKill)
      throws Exception {
    if (result.cancel(mayKill)) {
      cancelled.incrementAndGet();
      assertTrue(result.isCancelled(), "cancel of task " + id + " said that it was cancelled");
      try {
        throw new AssertionError("cancelled task " + id + " returned " + get(result));
      } catch (CancellationException e) {
        assertTrue(runs.of(id) <= 1, "cancelled task " + id + " ran " + runs.of(id) + " times");
      }
    } else {
      cancelledInVain.incrementAndGet();
      assertEquals(id * 2, get(result));
      assertEquals(1, runs.of(id), "runs of task " + id);
    }
  }

  private void check(Submitted task, RunCounts runs) throws Exception {
    try {
      assertEquals(task.id * 2, get(task.result));
      if (!task.limited) {
        innocent.incrementAndGet();
      }
      assertEquals(1, runs.of(task.id), "runs of task " + task.id);
    } catch (ExecutionException e) {
      assertTrue(task.limited, () -> "innocent task " + task.id + " failed: " + e);
      assertInstanceOf(TaskTimeoutException.class, e.getCause());
      timedOut.incrementAndGet();
      assertTrue(runs.of(task.id) <= 1, "runs of task " + task.id);
    } catch (CancellationException e) {
      throw new AssertionError("task " + task.id + " was never cancelled", e);
    }
  }

  private static int get(AsyncResult<Integer> result) throws Exception {
    try {
      return result.get(Duration.ofMinutes(1));
    } catch (TimeoutException e) {
      throw new AssertionError(
          "no result: " + result + "\n" + Stacks.ofThisJvm() + Stacks.ofChildren(), e);
    }
  }
}
