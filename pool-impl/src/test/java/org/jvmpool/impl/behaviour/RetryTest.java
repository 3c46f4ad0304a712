package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.TaskException;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;

/** With retries a task is run again when its worker was lost, and only then. */
@Behaviour
class RetryTest {
  private static int diesUntilRun(Trail trail, int last) throws Exception {
    trail.mark(Tasks.pid());
    if (trail.count() < last) {
      Runtime.getRuntime().halt(9);
    }
    return trail.count();
  }

  @Test
  void aTaskWhoseWorkerWasLostIsRunAgain(@TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool = Pool.create(1)) {
      assertEquals(3, pool.withRetries(2).<Integer>apply(() -> diesUntilRun(trail, 3)));
      assertEquals(3, trail.marks().stream().distinct().count());
    }
  }

  @Test
  void whenAllTriesAreUsedUpTheLastLossIsThrown(@TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool = Pool.create(1)) {
      WorkerLostException lost =
          Outcome.thrownBy(
              WorkerLostException.class,
              () -> pool.withRetries(2).<Integer>apply(() -> diesUntilRun(trail, 100)));
      assertEquals(9, lost.exitCode().orElseThrow());
      assertEquals(3, trail.count());
      assertTrue(lost.getMessage().contains(", in the last of 3 runs: "), lost::getMessage);
    }
  }

  @Test
  void withoutRetriesItIsRunOnce(@TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool = Pool.create(1)) {
      Outcome.thrownBy(
          WorkerLostException.class, () -> pool.<Integer>apply(() -> diesUntilRun(trail, 100)));
      assertEquals(1, trail.count());
    }
  }

  @OnEveryEngine
  void aTaskThatThrewIsNotRunAgain(Engine engine, @TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool = engine.pool(1)) {
      Outcome.thrownBy(
          TaskException.class,
          () ->
              pool.withRetries(5)
                  .apply(
                      () -> {
                        trail.mark("run");
                        throw new IllegalStateException("as the test wants");
                      }));
      assertEquals(1, trail.count());
    }
  }

  @Test
  void aChunkIsRunAgainAsAWhole(@TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool = Pool.create(1)) {
      List<Integer> results =
          pool.withRetries(1)
              .map(
                  x -> {
                    trail.mark(x);
                    if (x == 2 && trail.count() == 3) {
                      Runtime.getRuntime().halt(9);
                    }
                    return x;
                  },
                  List.of(0, 1, 2, 3),
                  4);
      assertEquals(List.of(0, 1, 2, 3), results);
      assertEquals(List.of("0", "1", "2", "0", "1", "2", "3"), trail.marks());
    }
  }

  @Test
  void aCancelledTaskIsNotRunAgain(@TempDir Path dir) throws Exception {
    try (Pool pool = Pool.create(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> result = pool.withRetries(5).applyAsync(() -> gate.pass(1));
      gate.awaitArrivals(1);
      assertTrue(result.cancel(true));
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
      assertEquals(1, gate.arrivals());
    }
  }

  @Test
  void viewsCanBeCombined(@TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool = Pool.create(1)) {
      Pool both = pool.withTimeout(Duration.ofSeconds(20)).withRetries(1);
      assertEquals(2, both.<Integer>apply(() -> diesUntilRun(trail, 2)));
      assertThrows(IllegalStateException.class, both::join);
      assertEquals(pool.stats().workers(), both.stats().workers());
    }
  }
}
