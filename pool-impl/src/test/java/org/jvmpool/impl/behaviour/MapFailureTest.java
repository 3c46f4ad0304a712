package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assertions;
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
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;

/** A map waits for all its items and then throws the first failure in input order (185). */
@Behaviour
class MapFailureTest {
  private static int oddFails(int x) {
    if (x % 2 == 1) {
      throw new IllegalStateException("odd " + x);
    }
    return x;
  }

  @OnEveryEngine
  void throwsTheFailureOfTheFirstItemThatFailed(Engine engine) {
    try (Pool pool = engine.pool(2)) {
      for (int chunkSize : new int[] {1, 3, 100}) {
        TaskException failure =
            Outcome.thrownBy(
                TaskException.class,
                () -> pool.map(MapFailureTest::oddFails, Tasks.upTo(20), chunkSize));
        assertInstanceOf(IllegalStateException.class, failure.getCause());
        assertEquals("odd 1", failure.getCause().getMessage());
      }
    }
  }

  @OnEveryEngine
  void theFirstFailureInInputOrderWinsOverAnEarlierOneInTime(Engine engine, @TempDir Path dir)
      throws Exception {
    try (Pool pool = engine.pool(2);
        Gate gate = Gate.in(dir);
        Gate second = Gate.in(dir)) {
      AsyncResult<List<Integer>> result =
          pool.mapAsync(
              x -> {
                if (x == 0) {
                  gate.pass();
                } else {
                  second.arrive();
                }
                throw new IllegalStateException("item " + x);
              },
              List.of(0, 1),
              1);
      gate.awaitArrivals(1);
      second.awaitArrivals(1);
      gate.open();
      assertEquals("item 0", Outcome.failureOf(result, IllegalStateException.class).getMessage());
    }
  }

  @OnEveryEngine
  void isNotOverBeforeEveryItemIsOver(Engine engine, @TempDir Path dir) throws Exception {
    Trail trail = Trail.in(dir);
    try (Pool pool = engine.pool(2);
        Gate gate = Gate.in(dir)) {
      AsyncResult<List<Integer>> result =
          pool.mapAsync(
              x -> {
                if (x == 0) {
                  throw new IllegalStateException("at once");
                }
                gate.pass();
                trail.mark(x);
                return x;
              },
              List.of(0, 1, 2, 3),
              1);
      gate.awaitArrivals(2);
      assertFalse(result.ready());
      Stopwatch watch = Stopwatch.start();
      Assertions.assertThrows(TimeoutException.class, () -> result.get(Duration.ofMillis(300)));
      watch.assertAtLeast(Duration.ofMillis(300));
      gate.open();
      assertEquals("at once", Outcome.failureOf(result, IllegalStateException.class).getMessage());
      assertEquals(3, trail.count());
    }
  }

  @OnEveryEngine
  void theItemsAfterAFailureInItsChunkStillRun(Engine engine, @TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool = engine.pool(1)) {
      Outcome.thrownBy(
          TaskException.class,
          () ->
              pool.map(
                  x -> {
                    trail.mark(x);
                    return oddFails(x);
                  },
                  Tasks.upTo(6),
                  6));
    }
    assertEquals(List.of("0", "1", "2", "3", "4", "5"), trail.marks());
  }

  @OnEveryEngine
  void theErrorCallbackGetsTheExceptionThatGetThrows(Engine engine) throws Exception {
    BlockingQueue<Object> results = new LinkedBlockingQueue<>();
    BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    try (Pool pool = engine.pool(2)) {
      AsyncResult<List<Integer>> result =
          pool.mapAsync(MapFailureTest::oddFails, Tasks.upTo(10), 1, results::add, errors::add);
      Throwable failure = Outcome.failureOf(result);
      Throwable error = errors.poll(10, TimeUnit.SECONDS);
      assertNotNull(error);
      assertSame(failure, error);
    }
    assertEquals(List.of(), List.copyOf(results));
    assertEquals(List.of(), List.copyOf(errors));
  }

  @OnEveryEngine
  void aSourceThatThrowsFailsTheCallAndLeavesThePoolUsable(Engine engine) {
    Iterable<Integer> source =
        () ->
            new Iterator<>() {
              private int next;

              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Integer next() {
                if (next == 5) {
                  throw new IllegalStateException("the source broke");
                }
                return next++;
              }
            };
    try (Pool pool = engine.pool(1)) {
      IllegalStateException thrown =
          Outcome.thrownBy(IllegalStateException.class, () -> pool.map(Tasks::square, source, 2));
      assertEquals("the source broke", thrown.getMessage());
      assertEquals(null, thrown.getCause());
      thrown =
          Outcome.thrownBy(IllegalStateException.class, () -> pool.mapAsync(Tasks::square, source));
      assertEquals("the source broke", thrown.getMessage());
      assertEquals(Tasks.squaresUpTo(10), pool.map(Tasks::square, Tasks.upTo(10)));
    }
  }

  @OnEveryEngine
  void twoMapsAtATimeFailApart(Engine engine) throws Exception {
    try (Pool pool = engine.pool(2)) {
      AsyncResult<List<Integer>> bad = pool.mapAsync(MapFailureTest::oddFails, Tasks.upTo(50));
      AsyncResult<List<Integer>> good = pool.mapAsync(Tasks::square, Tasks.upTo(50));
      Outcome.failureOf(bad, IllegalStateException.class);
      assertEquals(Tasks.squaresUpTo(50), Outcome.of(good));
    }
  }

  @Test
  void aLostWorkerFailsItsChunkAndTheOtherChunksAreFinished(@TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool = Pool.create(2)) {
      WorkerLostException lost =
          Outcome.thrownBy(
              WorkerLostException.class,
              () ->
                  pool.map(
                      x -> {
                        if (x == 3) {
                          Runtime.getRuntime().halt(9);
                        }
                        trail.mark(x);
                        return x;
                      },
                      Tasks.upTo(20),
                      1));
      assertEquals(9, lost.exitCode().orElseThrow());
      assertEquals(19, trail.count());
    }
  }
}
