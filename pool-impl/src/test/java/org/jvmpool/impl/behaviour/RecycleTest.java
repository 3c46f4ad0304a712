package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.RetireReason;
import org.jvmpool.WorkerInfo;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;

/**
 * Workers that come and go without a task noticing: tasks done, memory, idleness, size (190, 212,
 * 226, 228).
 */
@Behaviour
class RecycleTest {
  private static byte[] kept = new byte[0];

  private static Set<Long> pids(Pool pool) {
    return pool.workers().stream().map(WorkerInfo::pid).collect(Collectors.toSet());
  }

  @Test
  void aWorkerRetiresAfterItsNumberOfTasks() {
    try (Pool pool = Pool.builder().workers(1).maxTasksPerWorker(3).build()) {
      List<Long> pids = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        pids.add(pool.apply(() -> Tasks.pid()));
      }
      for (int i = 0; i < 10; i++) {
        assertEquals(pids.get(i / 3 * 3), pids.get(i), pids::toString);
      }
      assertEquals(4, new HashSet<>(pids).size(), pids::toString);
    }
  }

  @Test
  void aHundredTasksOnThreeWorkersOfTenAreAllRight() {
    try (Pool pool = Pool.builder().workers(3).maxTasksPerWorker(10).build()) {
      Map<Long, Integer> tasksOf = new HashMap<>();
      List<AsyncResult<Map.Entry<Integer, Long>>> results = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        results.add(pool.applyAsync(x -> Map.entry(x * x, Tasks.pid()), i));
      }
      for (int i = 0; i < 100; i++) {
        assertEquals(i * i, results.get(i).join().getKey());
        tasksOf.merge(results.get(i).join().getValue(), 1, Integer::sum);
      }
      // A worker that starts slowly may get fewer; nobody gets more.
      tasksOf.forEach((pid, tasks) -> assertTrue(tasks <= 10, () -> pid + " ran " + tasks));
      tasksOf.forEach(
          (pid, tasks) -> {
            if (tasks == 10) {
              Eventually.until(() -> !Tasks.isAlive(pid));
            }
          });
      // 100 tasks, of which the three that are left can have run nine each.
      Eventually.until(() -> pool.stats().retired().getOrDefault(RetireReason.MAX_TASKS, 0L) >= 8);
      // More than three are there while successors of those that are nearly done stand by.
      Eventually.until(
          () -> pool.workers().size() >= 3 && pids(pool).stream().allMatch(Tasks::isAlive));
      assertEquals(0, pool.stats().lost());
    }
  }

  @Test
  void withOneTaskAWorkerEveryTaskHasItsOwnProcess() {
    try (Pool pool = Pool.builder().workers(2).maxTasksPerWorker(1).build()) {
      List<Long> pids = pool.map(x -> Tasks.pid(), Tasks.upTo(8), 1);
      assertEquals(8, new HashSet<>(pids).size(), pids::toString);
    }
  }

  @Test
  void closingWhileWorkersAreReplacedLosesNothing() {
    for (int round = 0; round < 2; round++) {
      List<AsyncResult<Integer>> results = new ArrayList<>();
      try (Pool pool = Pool.builder().workers(2).maxTasksPerWorker(2).build()) {
        for (int i = 0; i < 12; i++) {
          results.add(pool.applyAsync(Tasks::square, i));
        }
      }
      for (int i = 0; i < 12; i++) {
        assertEquals(i * i, results.get(i).join());
      }
    }
  }

  @Test
  void aWorkerAboveItsMemoryLimitIsReplacedBetweenTasks() {
    try (Pool pool = Pool.builder().workers(1).maxHeap("600m").memoryLimit(250L << 20).build()) {
      long small = pool.apply(() -> Tasks.pid());
      assertEquals(small, pool.<Long>apply(() -> Tasks.pid()));
      long big =
          pool.apply(
              () -> {
                kept = new byte[300 << 20];
                for (int i = 0; i < kept.length; i += 4096) {
                  kept[i] = 1;
                }
                return Tasks.pid();
              });
      assertEquals(small, big);
      Eventually.until(() -> pool.<Long>apply(() -> Tasks.pid()) != big);
      Eventually.until(() -> pool.stats().retired().getOrDefault(RetireReason.MEMORY, 0L) >= 1);
      assertEquals(0, pool.stats().lost());
    }
  }

  @Test
  void idleWorkersEndAndComeBackWhenThereIsWork() {
    try (Pool pool = Pool.builder().workers(2).idleTimeout(Duration.ofMillis(500)).build()) {
      long first = pool.apply(() -> Tasks.pid());
      Eventually.until(() -> !Tasks.isAlive(first));
      Eventually.until(() -> pool.workers().isEmpty());
      long second = pool.apply(() -> Tasks.pid());
      assertNotEquals(first, second);
      assertEquals(Tasks.squaresUpTo(50), pool.map(Tasks::square, Tasks.upTo(50), 1));
      assertTrue(pool.stats().retired().getOrDefault(RetireReason.IDLE, 0L) >= 1);
    }
  }

  @Test
  void aBusyWorkerIsNotIdle(@TempDir Path dir) throws Exception {
    try (Pool pool = Pool.builder().workers(1).idleTimeout(Duration.ofMillis(300)).build();
        Gate gate = Gate.in(dir)) {
      AsyncResult<Long> busy =
          pool.applyAsync(
              () -> {
                gate.pass();
                return Tasks.pid();
              });
      gate.awaitArrivals(1);
      long pid = pool.workers().get(0).pid();
      busy.await(Duration.ofMillis(900));
      gate.open();
      assertEquals(pid, Outcome.of(busy));
    }
  }

  @Test
  void resizingUpStartsWorkersAndDownRetiresThem() {
    try (Pool pool = Pool.create(1)) {
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
      pool.resize(3);
      Eventually.until(() -> pool.workers().size() == 3 && pids(pool).size() == 3);
      assertEquals(3, pool.stats().workers());
      pool.map(Tasks::square, Tasks.upTo(30), 1);
      pool.resize(1);
      Eventually.until(() -> pool.workers().size() == 1);
      assertEquals(1, pool.stats().workers());
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
      assertEquals(0, pool.stats().lost());
    }
  }

  @Test
  void resizingUnderLoadLosesNoTask() {
    try (Pool pool = Pool.create(2)) {
      List<AsyncResult<Integer>> results = new ArrayList<>();
      for (int round = 0; round < 12; round++) {
        for (int i = 0; i < 50; i++) {
          results.add(pool.applyAsync(Tasks::square, i));
        }
        pool.resize(1 + round % 3);
      }
      for (int i = 0; i < results.size(); i++) {
        int x = i % 50;
        assertEquals(x * x, results.get(i).join());
      }
      assertEquals(0, pool.stats().lost());
    }
  }

  @Test
  void shrinkingWaitsForTheTaskThatRuns(@TempDir Path dir) throws Exception {
    try (Pool pool = Pool.create(2);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> one = pool.applyAsync(() -> gate.pass(1));
      AsyncResult<Integer> two = pool.applyAsync(() -> gate.pass(2));
      gate.awaitArrivals(2);
      pool.resize(1);
      gate.open();
      assertEquals(1, Outcome.of(one));
      assertEquals(2, Outcome.of(two));
      Eventually.until(() -> pool.workers().size() == 1);
    }
  }
}
