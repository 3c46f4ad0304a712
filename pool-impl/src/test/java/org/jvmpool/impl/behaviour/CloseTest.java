package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;

/** Shutdown, close and join: no new tasks, what was submitted finishes (183, 208, 222). */
@Behaviour
class CloseTest {
  @OnEveryEngine
  void closeWaitsForWhatWasSubmitted(Engine engine) throws Exception {
    List<AsyncResult<Integer>> results = new ArrayList<>();
    AsyncResult<List<Integer>> map;
    try (Pool pool = engine.pool(2)) {
      for (int i = 0; i < 100; i++) {
        results.add(pool.applyAsync(Tasks::square, i));
      }
      map = pool.mapAsync(Tasks::square, Tasks.upTo(100), 1);
    }
    for (int i = 0; i < 100; i++) {
      assertTrue(results.get(i).ready());
      assertEquals(i * i, results.get(i).get());
    }
    assertEquals(Tasks.squaresUpTo(100), map.get());
  }

  @OnEveryEngine
  void shutdownReturnsAtOnceAndWhatWasSubmittedFinishes(Engine engine, @TempDir Path dir)
      throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      AsyncResult<Integer> waiting = pool.applyAsync(() -> 2);
      gate.awaitArrivals(1);
      Stopwatch watch = Stopwatch.start();
      pool.shutdown();
      watch.assertAtOnce();
      assertFalse(pool.join(Duration.ofMillis(200)));
      watch.assertAtLeast(Duration.ofMillis(200));
      gate.open();
      assertEquals(1, Outcome.of(running));
      assertEquals(2, Outcome.of(waiting));
      assertTrue(pool.join(Eventually.LIMIT));
      pool.join();
    }
  }

  @OnEveryEngine
  void afterShutdownEveryWayToSubmitIsRejected(Engine engine, @TempDir Path dir) {
    try (Pool pool = engine.builder().name("orders").workers(1).build();
        Gate gate = Gate.in(dir)) {
      pool.applyAsync(() -> gate.pass(1));
      Pool view = pool.withRetries(1);
      pool.shutdown();
      assertRejected(pool);
      assertRejected(view);
      gate.open();
    }
  }

  private static void assertRejected(Pool pool) {
    RejectedExecutionException rejected =
        assertThrows(RejectedExecutionException.class, () -> pool.apply(() -> 1));
    assertTrue(rejected.getMessage().contains("orders"), rejected.getMessage());
    assertThrows(RejectedExecutionException.class, () -> pool.applyAsync(() -> 1));
    assertThrows(RejectedExecutionException.class, () -> pool.apply(Tasks::square, 1));
    assertThrows(RejectedExecutionException.class, () -> pool.map(Tasks::square, List.of(1)));
    assertThrows(RejectedExecutionException.class, () -> pool.mapAsync(Tasks::square, List.of(1)));
    assertThrows(
        RejectedExecutionException.class,
        () -> pool.starmap(Integer::sum, List.of(Map.entry(1, 2))));
    assertThrows(
        RejectedExecutionException.class, () -> pool.imap(Tasks::square, List.of(1)).next());
    assertThrows(
        RejectedExecutionException.class,
        () -> pool.imapUnordered(Tasks::square, List.of(1)).next());
  }

  @OnEveryEngine
  void afterCloseAndAfterTerminateSubmissionIsRejected(Engine engine) {
    Pool closed = engine.builder().name("orders").workers(1).build();
    closed.close();
    assertRejected(closed);
    Pool terminated = engine.builder().name("orders").workers(1).build();
    terminated.terminate();
    assertRejected(terminated);
  }

  @OnEveryEngine
  void joinBeforeShutdownIsRefused(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      assertThrows(IllegalStateException.class, pool::join);
      assertThrows(IllegalStateException.class, () -> pool.join(Duration.ofSeconds(1)));
      assertEquals(1, pool.<Integer>apply(() -> 1));
    }
  }

  @OnEveryEngine
  void closingTwiceAndInAnyOrderIsHarmless(Engine engine) throws Exception {
    Pool pool = engine.pool(1);
    AsyncResult<Integer> result = pool.applyAsync(() -> 1);
    pool.shutdown();
    pool.shutdown();
    pool.close();
    pool.close();
    pool.terminate();
    pool.terminate();
    pool.shutdown();
    pool.close();
    pool.join();
    assertTrue(pool.join(Duration.ZERO));
    assertEquals(1, result.get());
  }

  @OnEveryEngine
  void aPoolThatWasNeverUsedClosesAtOnce(Engine engine) {
    for (int i = 0; i < 3; i++) {
      Pool pool = engine.pool(2);
      assertDoesNotThrow(pool::close);
    }
  }

  @OnEveryEngine
  void closeThatIsInterruptedTerminates(Engine engine, @TempDir Path dir) throws Exception {
    Pool pool = engine.pool(1);
    try (Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      gate.awaitArrivals(1);
      AtomicBoolean flag = new AtomicBoolean();
      Thread closer =
          new Thread(
              () -> {
                pool.close();
                flag.set(Thread.currentThread().isInterrupted());
              });
      closer.start();
      Eventually.waits(closer);
      closer.interrupt();
      closer.join(10_000);
      assertFalse(closer.isAlive());
      assertTrue(flag.get(), "close must set the interrupt flag again");
      Outcome.failureOf(running, PoolTerminatedException.class);
      assertTrue(pool.join(Eventually.LIMIT));
    } finally {
      pool.terminate();
    }
  }

  @OnEveryEngine
  void terminateEndsACloseThatWaits(Engine engine, @TempDir Path dir) throws Exception {
    Pool pool = engine.pool(1);
    try (Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      gate.awaitArrivals(1);
      Thread closer = new Thread(pool::close);
      closer.start();
      Eventually.waits(closer);
      pool.terminate();
      closer.join(10_000);
      assertFalse(closer.isAlive());
      Outcome.failureOf(running, PoolTerminatedException.class);
    }
  }

  @OnEveryEngine
  void manyThreadsMayCloseAtATime(Engine engine) throws Exception {
    Pool pool = engine.pool(2);
    AsyncResult<List<Integer>> map = pool.mapAsync(Tasks::square, Tasks.upTo(200), 1);
    List<Thread> closers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread closer = new Thread(pool::close);
      closer.start();
      closers.add(closer);
    }
    for (Thread closer : closers) {
      closer.join();
    }
    assertEquals(Tasks.squaresUpTo(200), map.get());
  }

  @OnEveryEngine
  void aViewClosesThePoolItShows(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      try (Pool view = pool.withTimeout(Duration.ofSeconds(20))) {
        assertEquals(1, view.<Integer>apply(() -> 1));
      }
      assertThrows(RejectedExecutionException.class, () -> pool.apply(() -> 1));
    }
  }

  @Test
  void theWorkersAreGoneWhenCloseReturns() {
    List<Long> pids;
    try (Pool pool = Pool.create(2)) {
      pool.map(Tasks::square, Tasks.upTo(100), 1);
      Eventually.until(() -> pool.workers().size() == 2);
      pids = pool.workers().stream().map(w -> w.pid()).toList();
    }
    for (long pid : pids) {
      assertFalse(Tasks.isAlive(pid));
    }
  }

  @Test
  void aWorkerThatWillNotEndIsKilledAfterTheGracePeriod() {
    Stopwatch watch;
    try (Pool pool = Pool.builder().workers(1).gracePeriod(Duration.ofMillis(500)).build()) {
      pool.apply(
          () ->
              Runtime.getRuntime()
                  .addShutdownHook(
                      new Thread(
                          () -> {
                            while (true) {
                              Thread.onSpinWait();
                            }
                          })));
      watch = Stopwatch.start();
    }
    watch.assertBelow(Eventually.LIMIT);
  }

  @Test
  void exitHooksOfATaskRunWhenItsWorkerEndsNormally(@TempDir Path dir) {
    try (Gate hook = Gate.in(dir)) {
      try (Pool pool = Pool.create(1)) {
        pool.apply(
            () ->
                Runtime.getRuntime()
                    .addShutdownHook(
                        new Thread(
                            () -> {
                              try {
                                hook.arrive();
                              } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                              }
                            })));
      }
      assertEquals(1, hook.arrivals());
    }
  }
}
