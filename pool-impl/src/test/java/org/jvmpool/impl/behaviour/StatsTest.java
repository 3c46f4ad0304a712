package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.PoolStats;
import org.jvmpool.RetireReason;
import org.jvmpool.WorkerInfo;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;

/** The numbers a pool tells about itself. */
@Behaviour
class StatsTest {
  @OnEveryEngine
  void countWhatRunsWaitsAndIsDone(Engine engine, @TempDir Path dir) throws Exception {
    try (Pool pool = engine.pool(2);
        Gate gate = Gate.in(dir)) {
      PoolStats fresh = pool.stats();
      assertEquals(2, fresh.workers());
      assertEquals(0, fresh.done() + fresh.failed() + fresh.waiting() + fresh.running());
      List<AsyncResult<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        results.add(pool.applyAsync(gate::pass, i));
      }
      gate.awaitArrivals(2);
      Eventually.until(() -> pool.stats().running() == 2);
      PoolStats busy = pool.stats();
      assertEquals(2, busy.busy(), busy::toString);
      assertEquals(4, busy.waiting(), busy::toString);
      gate.open();
      for (AsyncResult<Integer> result : results) {
        Outcome.of(result);
      }
      Outcome.failureOf(pool.applyAsync(() -> 1 / Integer.parseInt("0")));
      Eventually.holds(
          () -> {
            PoolStats after = pool.stats();
            assertEquals(0, after.running());
            assertEquals(0, after.waiting());
            assertEquals(0, after.busy());
            assertEquals(6, after.done());
            assertEquals(1, after.failed());
          });
    }
  }

  @Test
  void countWhatWasLostTimedOutAndCancelled(@TempDir Path dir) throws Exception {
    try (Pool pool = Pool.create(1);
        Gate gate = Gate.in(dir)) {
      Outcome.failureOf(pool.applyAsync(() -> Runtime.getRuntime().halt(1)));
      Outcome.failureOf(pool.withTimeout(Duration.ofMillis(300)).applyAsync(() -> Tasks.linger()));
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      gate.awaitArrivals(1);
      running.cancel(true);
      Eventually.holds(
          () -> {
            PoolStats stats = pool.stats();
            assertEquals(1, stats.lost());
            assertEquals(1, stats.timedOut());
            assertEquals(1, stats.cancelled());
            assertEquals(1L, stats.retired().get(RetireReason.CRASHED));
            assertEquals(1L, stats.retired().get(RetireReason.TIMED_OUT));
            assertEquals(1L, stats.retired().get(RetireReason.CANCELLED));
          });
    }
  }

  @Test
  void workersTellPidStateTasksAndStart(@TempDir Path dir) throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    try (Pool pool = Pool.create(2);
        Gate gate = Gate.in(dir)) {
      pool.map(
          x -> {
            Thread.sleep(5);
            return x;
          },
          Tasks.upTo(40),
          1);
      Eventually.until(() -> pool.workers().size() == 2);
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      gate.awaitArrivals(1);
      Eventually.holds(
          () -> {
            List<WorkerInfo> workers = pool.workers();
            assertEquals(
                1, workers.stream().filter(w -> w.state() == WorkerInfo.State.BUSY).count());
            assertEquals(
                1, workers.stream().filter(w -> w.state() == WorkerInfo.State.IDLE).count());
            assertEquals(40, workers.stream().mapToLong(WorkerInfo::tasksDone).sum());
          });
      for (WorkerInfo worker : pool.workers()) {
        assertTrue(Tasks.isAlive(worker.pid()));
        assertTrue(worker.index() == 0 || worker.index() == 1);
        assertTrue(worker.startedAt().isAfter(before));
        assertFalse(worker.startedAt().isAfter(Instant.now()));
      }
      gate.open();
      Outcome.of(running);
    }
  }

  @OnEveryEngine
  void stayReadableAfterTheEnd(Engine engine) {
    Pool pool = engine.pool(1);
    pool.apply(() -> 1);
    pool.close();
    assertEquals(1, pool.stats().done());
    assertEquals(List.of(), pool.workers());
  }

  @OnEveryEngine
  void aPoolDescribesItself(Engine engine) {
    try (Pool pool = engine.builder().name("orders").workers(1).build()) {
      assertTrue(pool.toString().contains("orders"), pool::toString);
    }
  }
}
