package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.TaskTimeoutException;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;

/** Workers that SIGSTOP has frozen: they read nothing, write nothing and hear no polite signal. */
@Stress
class StoppedWorkerTest {
  private static final Duration BUDGET = Duration.ofSeconds(10);

  private static void stopAll(Pool pool) {
    pool.workers().forEach(worker -> Signals.send("STOP", worker.pid()));
  }

  @Test
  void terminateEndsInItsBudget(@TempDir Path dir) throws Exception {
    Load load = Load.of("terminate with stopped workers");
    int rounds = Load.times(10);
    Duration longest = Duration.ZERO;
    for (int round = 0; round < rounds; round++) {
      Pool pool = Pool.create(2);
      Gate gate = Gate.in(dir);
      List<AsyncResult<?>> results = new ArrayList<>();
      pool.apply(() -> 1);
      results.add(pool.applyAsync(() -> gate.pass(1)));
      gate.awaitArrivals(1);
      if (round % 2 == 0) {
        results.add(pool.applyAsync(() -> gate.pass(2)));
        gate.awaitArrivals(2);
      }
      stopAll(pool);
      for (int i = 0; i < 100; i++) {
        byte[] load64 = new byte[round % 3 == 0 ? 100_000 : 10];
        results.add(pool.applyAsync(x -> x, load64));
      }
      Stopwatch watch = Stopwatch.start();
      pool.terminate();
      assertTrue(pool.join(BUDGET), "not ended after " + BUDGET);
      longest = watch.elapsed().compareTo(longest) > 0 ? watch.elapsed() : longest;
      for (AsyncResult<?> result : results) {
        ExecutionException e =
            assertThrows(ExecutionException.class, () -> result.get(Duration.ofSeconds(5)));
        assertInstanceOf(PoolTerminatedException.class, e.getCause());
      }
    }
    load.figure("pools", rounds).figure("longest", longest).print();
  }

  @Test
  void aTaskWithALimitTimesOutOnAStoppedWorker(@TempDir Path dir) throws Exception {
    Load load = Load.of("limits on stopped workers");
    int rounds = Load.times(5);
    Duration longest = Duration.ZERO;
    try (Pool pool = Pool.builder().workers(1).gracePeriod(Duration.ofMillis(500)).build()) {
      for (int round = 0; round < rounds; round++) {
        Gate first = Gate.in(dir);
        first.open();
        // Once without a limit: to load a task's classes may take a while on a busy machine.
        pool.apply(() -> first.pass(1));
        Gate gate = Gate.in(dir);
        AsyncResult<Integer> limited =
            pool.withTimeout(Duration.ofSeconds(3)).applyAsync(() -> gate.pass(1));
        gate.awaitArrivals(1);
        stopAll(pool);
        Stopwatch watch = Stopwatch.start();
        ExecutionException e =
            assertThrows(ExecutionException.class, () -> limited.get(Duration.ofSeconds(20)));
        assertInstanceOf(TaskTimeoutException.class, e.getCause());
        longest = watch.elapsed().compareTo(longest) > 0 ? watch.elapsed() : longest;
        // Its successor works.
        assertTrue(pool.<Long>applyAsync(() -> Tasks.pid()).get(Duration.ofSeconds(20)) > 0);
      }
    }
    load.figure("tasks", rounds).figure("longest", longest).print();
  }

  @Test
  void aTaskWithALimitIsGivenToAnotherWorkerWhenItsOwnStoppedBeforeIt() throws Exception {
    try (Pool pool = Pool.builder().workers(1).gracePeriod(Duration.ofMillis(500)).build()) {
      pool.apply(() -> 1);
      stopAll(pool);
      AsyncResult<Integer> limited = pool.withTimeout(Duration.ofSeconds(4)).applyAsync(() -> 5);
      assertTrue(limited.get(Duration.ofSeconds(30)) == 5);
    }
  }

  @Test
  void closeEndsAStoppedIdleWorkerAfterTheGracePeriod() throws Exception {
    Pool pool = Pool.builder().workers(2).gracePeriod(Duration.ofMillis(500)).build();
    pool.apply(() -> 1);
    stopAll(pool);
    pool.shutdown();
    assertTrue(pool.join(BUDGET), "not ended after " + BUDGET);
  }
}
