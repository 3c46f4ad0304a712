package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Tasks;

/** How soon a pool is itself again after a death, and how soon it ends with much left to do. */
@Stress
class PromptnessTest {
  private static final Duration BUDGET = Duration.ofSeconds(10);

  /** Which process a task ran in, and when it began there, on the machine's monotonic clock. */
  record Start(long pid, long at) {}

  private static Start start() {
    return new Start(Tasks.pid(), System.nanoTime());
  }

  private static void sleepLong() throws InterruptedException {
    Thread.sleep(300_000);
  }

  @Test
  void aKilledWorkersReplacementRunsTheNextTask() throws Exception {
    Load load = Load.of("from a worker's death to its replacement running a task");
    int deaths = Load.times(100);
    List<Duration> times = new ArrayList<>();
    try (Pool pool = Pool.create(1)) {
      for (int i = 0; i < deaths; i++) {
        Start before = pool.apply(() -> start());
        ProcessHandle worker = ProcessHandle.of(before.pid()).orElseThrow();
        long killed = System.nanoTime();
        worker.destroyForcibly();
        worker.onExit().get(30, TimeUnit.SECONDS);
        Start after = pool.<Start>applyAsync(() -> start()).get(Duration.ofSeconds(30));
        assertNotEquals(before.pid(), after.pid());
        times.add(Duration.ofNanos(after.at() - killed));
      }
    } finally {
      load.figure("deaths", times.size()).quantiles(times).print();
    }
  }

  @Test
  void terminateEndsTenThousandTasksOfFiveMinutes() throws Exception {
    Load load = Load.of("terminate with 10,000 waiting tasks of 300 s");
    int rounds = Load.times(20);
    List<Duration> calls = new ArrayList<>();
    List<Duration> ends = new ArrayList<>();
    try {
      for (int i = 0; i < rounds; i++) {
        Pool pool = Pool.create(2);
        List<AsyncResult<Void>> results = new ArrayList<>();
        for (int j = 0; j < 10_000; j++) {
          results.add(pool.applyAsync(PromptnessTest::sleepLong));
        }
        Eventually.until(() -> pool.stats().running() == 2);
        long start = System.nanoTime();
        pool.terminate();
        calls.add(Duration.ofNanos(System.nanoTime() - start));
        assertTrue(pool.join(BUDGET), "not ended after " + BUDGET);
        ends.add(Duration.ofNanos(System.nanoTime() - start));
        for (AsyncResult<Void> result : results) {
          ExecutionException e =
              assertThrows(ExecutionException.class, () -> result.get(Duration.ofSeconds(1)));
          assertInstanceOf(PoolTerminatedException.class, e.getCause());
        }
      }
    } finally {
      load.figure("pools", ends.size()).quantiles("terminate()", calls);
      load.quantiles("until all has ended", ends).print();
    }
  }
}
