package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.Results;
import org.jvmpool.RetireReason;
import org.jvmpool.TaskTimeoutException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;

/**
 * A task that outlives its limit is killed, shows where it was, and hurts no other (217, 220, 223).
 */
@Behaviour
class TaskTimeoutTest {
  private static int stuckHere() throws InterruptedException {
    Tasks.linger();
    return 1;
  }

  private static void assertStuckHere(TaskTimeoutException failure) {
    assertTrue(
        Arrays.stream(failure.taskStack()).anyMatch(f -> f.getMethodName().equals("stuckHere")),
        () -> Arrays.toString(failure.taskStack()));
  }

  @OnEveryEngine
  void theLimitOfThePoolEndsTheTaskAndShowsWhereItWas(Engine engine) {
    try (Pool pool =
        engine.builder().name("reports").workers(1).taskTimeout(Duration.ofMillis(1_000)).build()) {
      pool.apply(() -> 1);
      Stopwatch watch = Stopwatch.start();
      TaskTimeoutException failure =
          Outcome.thrownBy(
              TaskTimeoutException.class, () -> pool.<Integer>apply(() -> stuckHere()));
      watch.assertAtLeast(Duration.ofMillis(1_000));
      watch.assertBelow(Eventually.LIMIT); // the task would go on
      assertStuckHere(failure);
      assertTrue(failure.getMessage().contains("reports"), failure.getMessage());
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
      assertEquals(1, pool.stats().timedOut());
    }
  }

  @OnEveryEngine
  void theLimitOfAViewIsForItsTasksOnly(Engine engine, @TempDir Path dir) throws Exception {
    try (Pool pool = engine.pool(2);
        Gate gate = Gate.in(dir)) {
      Pool hasty = pool.withTimeout(Duration.ofMillis(1_000));
      AsyncResult<Integer> patient = pool.applyAsync(() -> gate.pass(7));
      gate.awaitArrivals(1);
      AsyncResult<Integer> stuck = hasty.applyAsync(() -> stuckHere());
      assertStuckHere(Outcome.failureOf(stuck, TaskTimeoutException.class));
      assertFalse(patient.ready());
      assertEquals(4, hasty.<Integer, Integer>apply(Tasks::square, 2));
      gate.open();
      assertEquals(7, Outcome.of(patient));
    }
  }

  @OnEveryEngine
  void theLimitCountsFromTheStartOfTheTask(Engine engine) throws Exception {
    try (Pool pool = engine.builder().workers(1).taskTimeout(Duration.ofMillis(2_000)).build()) {
      List<AsyncResult<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        results.add(
            pool.applyAsync(
                x -> {
                  Thread.sleep(200);
                  return x;
                },
                i));
      }
      for (int i = 0; i < 12; i++) {
        assertEquals(i, Outcome.of(results.get(i)));
      }
    }
  }

  @OnEveryEngine
  void whatWaitsBehindTheTaskStillRuns(Engine engine) throws Exception {
    try (Pool pool = engine.builder().workers(1).taskTimeout(Duration.ofMillis(1_500)).build()) {
      AsyncResult<Integer> stuck = pool.applyAsync(() -> stuckHere());
      List<AsyncResult<Integer>> behind = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        behind.add(pool.applyAsync(Tasks::square, i));
      }
      Outcome.failureOf(stuck, TaskTimeoutException.class);
      for (int i = 0; i < 20; i++) {
        assertEquals(i * i, Outcome.of(behind.get(i)));
      }
    }
  }

  @OnEveryEngine
  void theErrorCallbackGetsIt(Engine engine) throws Exception {
    BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    try (Pool pool = engine.builder().workers(1).taskTimeout(Duration.ofMillis(300)).build()) {
      pool.applyAsync(() -> stuckHere(), r -> {}, errors::add);
      assertTrue(errors.poll(30, TimeUnit.SECONDS) instanceof TaskTimeoutException);
    }
  }

  @OnEveryEngine
  void anItemOfAnImapThatIsTooSlowFailsAloneAndIterationGoesOn(Engine engine) {
    try (Pool pool = engine.pool(2)) {
      Results<Integer> results =
          pool.withTimeout(Duration.ofMillis(1_500))
              .imap(x -> x == 2 ? stuckHere() : x, List.of(0, 1, 2, 3, 4));
      assertEquals(0, results.next());
      assertEquals(1, results.next());
      Outcome.thrownBy(TaskTimeoutException.class, results::next);
      assertEquals(3, results.next());
      assertEquals(4, results.next());
      assertFalse(results.hasNext());
    }
  }

  @OnEveryEngine
  void aMapWithASlowItemThrowsItAfterTheOthersAreDone(Engine engine) {
    try (Pool pool = engine.pool(2)) {
      TaskTimeoutException failure =
          Outcome.thrownBy(
              TaskTimeoutException.class,
              () ->
                  pool.withTimeout(Duration.ofMillis(1_500))
                      .map(x -> x == 2 ? stuckHere() : x, Tasks.upTo(10), 1));
      assertStuckHere(failure);
    }
  }

  @OnEveryEngine
  void theShorterOfTwoLimitsOrTheInnermostViewIsKept(Engine engine) {
    try (Pool pool = engine.builder().workers(1).taskTimeout(Duration.ofSeconds(20)).build()) {
      Stopwatch watch = Stopwatch.start();
      Outcome.thrownBy(
          TaskTimeoutException.class,
          () -> pool.withTimeout(Duration.ofMillis(300)).<Integer>apply(() -> stuckHere()));
      watch.assertBelow(Eventually.LIMIT); // the task would go on
    }
  }

  @OnEveryEngine
  void aHugeLimitIsNoLimit(Engine engine) {
    try (Pool pool =
        engine.builder().workers(1).taskTimeout(Duration.ofSeconds(Long.MAX_VALUE)).build()) {
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
      assertEquals(
          9,
          pool.withTimeout(Duration.ofSeconds(Long.MAX_VALUE))
              .<Integer, Integer>apply(Tasks::square, 3));
    }
  }

  @Test
  void aBusyLoopIsKilledWithItsWorkerAndNoOtherWorkerIs(@TempDir Path dir) throws Exception {
    try (Pool pool = Pool.create(2);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Long> neighbour =
          pool.applyAsync(
              () -> {
                gate.pass();
                return Tasks.pid();
              });
      gate.awaitArrivals(1);
      TaskTimeoutException failure =
          Outcome.thrownBy(
              TaskTimeoutException.class,
              () -> pool.withTimeout(Duration.ofMillis(400)).<Integer>apply(() -> spinHere()));
      assertTrue(
          Arrays.stream(failure.taskStack()).anyMatch(f -> f.getMethodName().equals("spinHere")),
          () -> Arrays.toString(failure.taskStack()));
      gate.open();
      assertTrue(Tasks.isAlive(Outcome.of(neighbour)));
      Eventually.until(() -> pool.stats().retired().getOrDefault(RetireReason.TIMED_OUT, 0L) == 1);
      assertEquals(0L, pool.stats().retired().getOrDefault(RetireReason.CRASHED, 0L));
      Eventually.until(() -> pool.workers().size() == 2);
    }
  }

  private static int spinHere() {
    int x = 1;
    while (x != 0) {
      x = x * 31 | 1;
    }
    return x;
  }

  @Test
  void shortTasksUnderALimitAreNeverHit() {
    try (Pool pool = Pool.builder().workers(2).taskTimeout(Duration.ofSeconds(5)).build()) {
      assertEquals(Tasks.squaresUpTo(5_000), pool.map(Tasks::square, Tasks.upTo(5_000), 1));
      assertEquals(0, pool.stats().timedOut());
    }
  }

  @OnEveryEngine
  void theLimitIsForAChunkAsAWhole(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      Pool hasty = pool.withTimeout(Duration.ofMillis(1_700));
      assertEquals(Tasks.upTo(4), hasty.map(TaskTimeoutTest::slow, Tasks.upTo(4), 1));
      Outcome.thrownBy(
          TaskTimeoutException.class, () -> hasty.map(TaskTimeoutTest::slow, Tasks.upTo(4), 4));
    }
  }

  private static int slow(int x) throws InterruptedException {
    Thread.sleep(500);
    return x;
  }
}
