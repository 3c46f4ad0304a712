package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.RetireReason;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;

/**
 * Cancel: a waiting task never runs, a running one is killed, and no other is hurt (209, 210, 218).
 */
@Behaviour
class CancelTest {
  @OnEveryEngine
  void aWaitingTaskNeverRuns(Engine engine, @TempDir Path dir) throws Exception {
    Trail trail = Trail.in(dir);
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      gate.awaitArrivals(1);
      List<AsyncResult<Void>> waiting = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int number = i;
        waiting.add(
            pool.applyAsync(
                () -> {
                  trail.mark(number);
                }));
      }
      for (int i = 0; i < 50; i += 2) {
        assertTrue(waiting.get(i).cancel(i % 4 == 0));
        assertCancelled(waiting.get(i));
        assertFalse(waiting.get(i).cancel(true));
      }
      gate.open();
      assertEquals(1, Outcome.of(running));
      for (int i = 1; i < 50; i += 2) {
        Outcome.of(waiting.get(i));
      }
      assertEquals(0, pool.stats().waiting());
    }
    assertEquals(25, trail.count());
    assertTrue(trail.marks().stream().allMatch(mark -> Integer.parseInt(mark) % 2 == 1));
  }

  private static void assertCancelled(AsyncResult<?> result) {
    assertTrue(result.isCancelled());
    assertTrue(result.isDone());
    assertTrue(result.ready());
    assertFalse(result.successful());
    assertThrows(CancellationException.class, result::get);
    assertThrows(CancellationException.class, () -> result.get(1, TimeUnit.SECONDS));
    assertThrows(CancellationException.class, result::join);
  }

  @OnEveryEngine
  void aRunningTaskIsStoppedAndThePoolGoesOn(Engine engine, @TempDir Path dir) throws Exception {
    Trail trail = Trail.in(dir);
    try (Pool pool = engine.pool(2);
        Gate stuck = Gate.in(dir);
        Gate other = Gate.in(dir)) {
      AsyncResult<Void> running =
          pool.applyAsync(
              () -> {
                stuck.pass();
                trail.mark("went on");
              });
      AsyncResult<Integer> neighbour = pool.applyAsync(() -> other.pass(2));
      stuck.awaitArrivals(1);
      other.awaitArrivals(1);
      assertTrue(running.cancel(true));
      assertCancelled(running);
      assertEquals(9, pool.<Integer, Integer>apply(Tasks::square, 3));
      other.open();
      assertEquals(2, Outcome.of(neighbour));
      Eventually.until(() -> pool.stats().cancelled() == 1);
    }
    assertEquals(0, trail.count());
  }

  @OnEveryEngine
  void withoutMayInterruptARunningTaskIsLeftAlone(Engine engine, @TempDir Path dir)
      throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      gate.awaitArrivals(1);
      assertFalse(running.cancel(false));
      assertFalse(running.isCancelled());
      gate.open();
      assertEquals(1, Outcome.of(running));
    }
  }

  @OnEveryEngine
  void cancelAfterTheEndDoesNothing(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      AsyncResult<Integer> result = pool.applyAsync(() -> 1);
      Outcome.of(result);
      assertFalse(result.cancel(true));
      assertFalse(result.isCancelled());
      assertEquals(1, result.get());
      assertEquals(0, pool.stats().cancelled());
    }
  }

  @OnEveryEngine
  void whatWaitsBehindACancelledTaskStillRuns(Engine engine, @TempDir Path dir) throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      gate.awaitArrivals(1);
      List<AsyncResult<Integer>> behind = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        behind.add(pool.applyAsync(Tasks::square, i));
      }
      assertTrue(running.cancel(true));
      for (int i = 0; i < 20; i++) {
        assertEquals(i * i, Outcome.of(behind.get(i)));
      }
    }
  }

  @OnEveryEngine
  void aMapIsCancelledAsAWhole(Engine engine, @TempDir Path dir) throws Exception {
    Trail trail = Trail.in(dir);
    try (Pool pool = engine.pool(2);
        Gate gate = Gate.in(dir)) {
      AsyncResult<List<Integer>> map =
          pool.mapAsync(
              x -> {
                gate.pass();
                trail.mark(x);
                return x;
              },
              Tasks.upTo(50),
              1);
      gate.awaitArrivals(2);
      assertTrue(map.cancel(true));
      assertTrue(map.isCancelled());
      assertThrows(CancellationException.class, map::get);
      assertEquals(9, pool.<Integer, Integer>apply(Tasks::square, 3));
      gate.open();
      Eventually.until(() -> pool.stats().running() == 0 && pool.stats().waiting() == 0);
    }
    assertEquals(0, trail.count());
  }

  @OnEveryEngine
  void closingAfterACancelIsPrompt(Engine engine, @TempDir Path dir) throws Exception {
    Pool pool = engine.pool(1);
    try (Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      AsyncResult<Integer> waiting = pool.applyAsync(() -> gate.pass(2));
      gate.awaitArrivals(1);
      assertTrue(waiting.cancel(true));
      assertTrue(running.cancel(true));
      Stopwatch watch = Stopwatch.start();
      pool.close();
      watch.assertBelow(Duration.ofSeconds(20)); // the gate holds a task longer
      assertEquals(1, gate.arrivals());
    } finally {
      pool.terminate();
    }
  }

  @OnEveryEngine
  void cancellingADependentStageLeavesTheTaskAlone(Engine engine, @TempDir Path dir)
      throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      gate.awaitArrivals(1);
      running.thenApply(x -> x).toCompletableFuture().cancel(true);
      gate.open();
      assertEquals(1, Outcome.of(running));
    }
  }

  @Test
  void theWorkerOfARunningTaskIsReplacedAndNoOther(@TempDir Path dir) throws Exception {
    try (Pool pool = Pool.create(2);
        Gate stuck = Gate.in(dir);
        Gate pids = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> stuck.pass(1));
      AsyncResult<Long> neighbour =
          pool.applyAsync(
              () -> {
                pids.pass();
                return Tasks.pid();
              });
      stuck.awaitArrivals(1);
      pids.awaitArrivals(1);
      List<Long> before = pool.workers().stream().map(w -> w.pid()).sorted().toList();
      assertTrue(running.cancel(true));
      pids.open();
      long survivor = Outcome.of(neighbour);
      assertTrue(before.contains(survivor));
      long victim = before.get(0) == survivor ? before.get(1) : before.get(0);
      Eventually.until(() -> !Tasks.isAlive(victim));
      assertTrue(Tasks.isAlive(survivor));
      Eventually.until(() -> pool.stats().retired().getOrDefault(RetireReason.CANCELLED, 0L) == 1);
      Eventually.until(
          () ->
              pool.workers().size() == 2
                  && pool.workers().stream().noneMatch(w -> w.pid() == victim));
    }
  }

  @Test
  void aBusyLoopAndATaskThatIgnoresInterruptsAreKilled(@TempDir Path dir) throws Exception {
    try (Pool pool = Pool.create(1);
        Gate gate = Gate.in(dir)) {
      long pid = pool.apply(() -> Tasks.pid());
      AsyncResult<Void> spinning =
          pool.applyAsync(
              () -> {
                gate.arrive();
                spin();
              });
      gate.awaitArrivals(1);
      Stopwatch watch = Stopwatch.start();
      assertTrue(spinning.cancel(true));
      assertThrows(CancellationException.class, spinning::get);
      watch.assertAtOnce();
      Eventually.until(() -> !Tasks.isAlive(pid));
      assertNotEquals(pid, pool.<Long>apply(() -> Tasks.pid()));
    }
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private static void spin() {
    long x = 0;
    while (true) {
      x = x * 31 + 7;
      if (Thread.interrupted() && x == 0) {
        return;
      }
    }
  }

  @Test
  void aTaskWhoseShutdownHookBlocksIsKilledAfterTheGracePeriod(@TempDir Path dir) throws Exception {
    try (Pool pool = Pool.builder().workers(1).gracePeriod(Duration.ofMillis(500)).build();
        Gate gate = Gate.in(dir)) {
      long pid = pool.apply(() -> Tasks.pid());
      AsyncResult<Void> stubborn =
          pool.applyAsync(
              () -> {
                Runtime.getRuntime().addShutdownHook(new Thread(CancelTest::spin));
                gate.pass();
              });
      gate.awaitArrivals(1);
      assertTrue(stubborn.cancel(true));
      Eventually.until(() -> !Tasks.isAlive(pid));
      assertEquals(9, pool.<Integer, Integer>apply(Tasks::square, 3));
    }
  }

  @Test
  void theProcessesATaskStartedAreKilledWithIt(@TempDir Path dir) throws Exception {
    Trail trail = Trail.in(dir);
    try (Pool pool = Pool.create(1)) {
      AsyncResult<Integer> parent =
          pool.applyAsync(
              () -> {
                Process child = new ProcessBuilder("sleep", "300").start();
                trail.mark(child.pid());
                return child.waitFor();
              });
      Eventually.until(() -> trail.count() == 1);
      long child = Long.parseLong(trail.marks().get(0));
      assertTrue(Tasks.isAlive(child));
      assertTrue(parent.cancel(true));
      Eventually.until(() -> !Tasks.isAlive(child));
    }
  }

  @Test
  void aStormOfCancelsNeverHitsANeighbour() throws Exception {
    Random random = new Random(20_240_229);
    try (Pool pool = Pool.create(2)) {
      List<AsyncResult<Integer>> kept = new ArrayList<>();
      List<AsyncResult<Integer>> cancelled = new ArrayList<>();
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        int micros = random.nextInt(300);
        AsyncResult<Integer> result =
            pool.applyAsync(
                x -> {
                  long end = System.nanoTime() + micros * 1_000L;
                  while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                  }
                  return x;
                },
                i);
        if (i % 50 == 25) {
          cancelled.add(result);
        } else {
          kept.add(result);
          expected.add(i);
        }
        if (random.nextInt(40) == 0 && !cancelled.isEmpty()) {
          cancelled.get(cancelled.size() - 1).cancel(true);
        }
      }
      for (AsyncResult<Integer> result : cancelled) {
        result.cancel(true);
        assertTrue(result.isDone());
      }
      for (int i = 0; i < kept.size(); i++) {
        assertEquals(expected.get(i), Outcome.of(kept.get(i)));
      }
      assertEquals(0, pool.stats().lost());
    }
  }

  @OnEveryEngine
  void aCancelThatRacesWithTheEndGivesOneAnswer(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      for (int i = 0; i < 60; i++) {
        AsyncResult<Integer> raced = pool.applyAsync(Tasks::square, i);
        AsyncResult<Integer> next = pool.applyAsync(Tasks::square, i + 1);
        if (i % 3 == 0) {
          Thread.onSpinWait();
        }
        if (raced.cancel(true)) {
          assertCancelled(raced);
        } else {
          assertEquals(i * i, Outcome.of(raced));
        }
        assertEquals((i + 1) * (i + 1), Outcome.of(next));
      }
    }
  }

  private static int brief(int x) {
    spin(500);
    return x;
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  /**
   * A thread sees that it was condemned as soon as its task ends, which is before it is killed: it
   * must not begin the next task then. Many tries, for the time between the two is short.
   */
  @Test
  void aCondemnedThreadBeginsNoOtherTask() throws Exception {
    Random random = new Random(7);
    try (Pool pool = Multiprocessing.threads().pool(1)) {
      for (int i = 0; i < 20_000; i++) {
        AsyncResult<Integer> raced = pool.applyAsync(CancelTest::brief, i);
        AsyncResult<Integer> next = pool.applyAsync(Tasks::square, i + 1);
        spin(random.nextInt(1_000));
        raced.cancel(true);
        assertEquals((i + 1) * (i + 1), Outcome.of(next));
      }
      assertEquals(0, pool.stats().lost());
      assertTrue(pool.stats().retired().containsKey(RetireReason.CANCELLED));
    }
  }
}
