package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;

/** A result to come: asked, waited for, and used as a stage (175, 176, 199). */
@Behaviour
class AsyncResultTest {
  private static int fails() {
    throw new IllegalStateException("as the test wants");
  }

  @OnEveryEngine
  void isReadyOnceTheTaskIsDone(Engine engine, @TempDir Path dir) throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> result = pool.applyAsync(() -> gate.pass(7));
      gate.awaitArrivals(1);
      assertFalse(result.ready());
      assertFalse(result.isDone());
      assertThrows(IllegalStateException.class, result::successful);
      assertFalse(result.await(Duration.ZERO));
      gate.open();
      assertTrue(result.await(Eventually.LIMIT));
      assertTrue(result.ready());
      assertTrue(result.isDone());
      assertTrue(result.successful());
      assertFalse(result.isCancelled());
      assertEquals(7, result.get());
      assertEquals(7, result.get(Duration.ZERO));
      assertEquals(7, result.get(0, TimeUnit.SECONDS));
      assertEquals(7, result.join());
    }
  }

  @OnEveryEngine
  void isReadyAndNotSuccessfulWhenTheTaskThrew(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      AsyncResult<Integer> result = pool.applyAsync(() -> fails());
      assertTrue(result.await(Eventually.LIMIT));
      assertTrue(result.ready());
      assertFalse(result.successful());
      ExecutionException failure = assertThrows(ExecutionException.class, result::get);
      assertInstanceOf(IllegalStateException.class, failure.getCause());
      CompletionException unchecked = assertThrows(CompletionException.class, result::join);
      assertSame(failure.getCause(), unchecked.getCause());
    }
  }

  @OnEveryEngine
  void getGivesUpWhenItsTimeHasPassedAndTheTaskGoesOn(Engine engine, @TempDir Path dir)
      throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> result = pool.applyAsync(() -> gate.pass(7));
      gate.awaitArrivals(1);
      Stopwatch watch = Stopwatch.start();
      assertThrows(TimeoutException.class, () -> result.get(Duration.ofMillis(300)));
      watch.assertAtLeast(Duration.ofMillis(300));
      watch.assertBelow(Duration.ofSeconds(20)); // the gate holds the task longer
      assertThrows(TimeoutException.class, () -> result.get(300, TimeUnit.MILLISECONDS));
      watch.assertAtLeast(Duration.ofMillis(600));
      assertFalse(result.await(Duration.ofMillis(300)));
      watch.assertAtLeast(Duration.ofMillis(900));
      Stopwatch none = Stopwatch.start();
      assertThrows(TimeoutException.class, () -> result.get(Duration.ZERO));
      assertThrows(TimeoutException.class, () -> result.get(Duration.ofSeconds(-1)));
      none.assertAtOnce();
      assertFalse(result.ready());
      gate.open();
      assertEquals(7, Outcome.of(result));
    }
  }

  @OnEveryEngine
  void aLimitTooLongToCountIsNoLimit(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      assertEquals(1, pool.applyAsync(() -> 1).get(Duration.ofSeconds(Long.MAX_VALUE)));
      assertEquals(1, pool.applyAsync(() -> 1).get(Long.MAX_VALUE, TimeUnit.DAYS));
      assertTrue(pool.applyAsync(() -> 1).await(Duration.ofSeconds(Long.MAX_VALUE)));
    }
  }

  @OnEveryEngine
  void manyThreadsMayWaitForOneResult(Engine engine, @TempDir Path dir) throws Exception {
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> result = pool.applyAsync(() -> gate.pass(7));
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Thread thread = new Thread(() -> seen.add(result.join()));
        thread.start();
        threads.add(thread);
      }
      gate.awaitArrivals(1);
      gate.open();
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(8, seen.size());
    }
  }

  @OnEveryEngine
  void stagesAreCalledWithTheResult(Engine engine) throws Exception {
    try (Pool pool = engine.pool(2)) {
      assertEquals(
          "50",
          await(
              pool.applyAsync(Tasks::square, 5)
                  .thenApply(x -> x * 2)
                  .thenCompose(x -> pool.applyAsync(String::valueOf, x))));
      assertEquals(
          25,
          await(
              pool.applyAsync(Tasks::square, 3)
                  .thenCombine(pool.applyAsync(Tasks::square, 4), Integer::sum)));
      BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
      await(pool.applyAsync(() -> 1).thenAccept(seen::add));
      await(pool.applyAsync(() -> 1).thenRun(() -> seen.add("run")));
      await(pool.applyAsync(() -> 2).whenComplete((r, e) -> seen.add(List.of(r, e == null))));
      assertEquals(List.of(1, "run", List.of(2, true)), List.copyOf(seen));
      assertEquals(
          (Integer) 3,
          AsyncResultTest.<Integer>await(pool.applyAsync(() -> 2).thenApplyAsync(x -> x + 1)));
      assertEquals(
          (Integer) 3,
          AsyncResultTest.<Integer>await(pool.applyAsync(() -> 2).handle((r, e) -> r + 1)));
    }
  }

  @OnEveryEngine
  void stagesOfAFailureSeeTheTasksOwnException(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      assertEquals(
          "IllegalStateException",
          await(
              pool.applyAsync(() -> "" + fails())
                  .exceptionally(e -> own(e).getClass().getSimpleName())));
      assertEquals(
          "IllegalStateException",
          await(
              pool.applyAsync(() -> fails())
                  .thenApply(x -> x + 1)
                  .handle((r, e) -> own(e).getClass().getSimpleName())));
    }
  }

  /** As with any stage, a dependent one sees the failure in a {@link CompletionException}. */
  private static Throwable own(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @OnEveryEngine
  void worksWithTheFactoriesOfCompletableFuture(Engine engine) throws Exception {
    try (Pool pool = engine.pool(2)) {
      List<CompletableFuture<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        futures.add(pool.<Integer, Integer>applyAsync(Tasks::square, i).toCompletableFuture());
      }
      CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
      for (int i = 0; i < 20; i++) {
        assertEquals(i * i, futures.get(i).getNow(-1));
      }
      CompletableFuture<Integer> failed =
          pool.<Integer>applyAsync(() -> fails()).toCompletableFuture();
      Outcome.failureOf(failed, IllegalStateException.class);
    }
  }

  @OnEveryEngine
  void completingAFutureMadeOfItChangesNothingForOthers(Engine engine, @TempDir Path dir)
      throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> result = pool.applyAsync(() -> gate.pass(7));
      result.thenApply(x -> x).toCompletableFuture().complete(99);
      gate.open();
      assertEquals(7, Outcome.of(result));
    }
  }

  @OnEveryEngine
  void aStageThatBlocksDoesNotStopOtherResults(Engine engine, @TempDir Path dir) throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      // It is over after the stage was made: one made later would run on this thread.
      AsyncResult<Integer> first = pool.applyAsync(() -> gate.pass(1));
      CompletionStage<Integer> blocked =
          first.thenApply(
              x -> {
                try {
                  assertTrue(release.await(20, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                return x;
              });
      gate.open();
      for (int i = 0; i < 50; i++) {
        assertEquals(i * i, pool.<Integer, Integer>apply(Tasks::square, i));
        assertEquals(i, Outcome.of(pool.<Integer, Integer>applyAsync(x -> x, i)));
      }
      release.countDown();
      assertEquals(1, await(blocked));
    } finally {
      release.countDown();
    }
  }

  @OnEveryEngine
  void aStageMaySubmitAndWait(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      assertEquals(
          (Integer) 16,
          AsyncResultTest.<Integer>await(
              pool.applyAsync(Tasks::square, 2)
                  .thenApply(x -> pool.<Integer, Integer>apply(Tasks::square, x))));
    }
  }

  @OnEveryEngine
  void aStageThatThrowsHurtsNothing(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      AsyncResult<Integer> result = pool.applyAsync(() -> 1);
      CompletionStage<Object> broken =
          result.thenApply(
              x -> {
                throw new IllegalStateException("as the test wants");
              });
      assertEquals(1, Outcome.of(result));
      Outcome.failureOf(broken.toCompletableFuture(), IllegalStateException.class);
      assertNull(pool.apply(() -> null));
    }
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
