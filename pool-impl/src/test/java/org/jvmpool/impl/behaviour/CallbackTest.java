package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
import org.jvmpool.impl.testkit.Tasks;

/** Callbacks: where, when, in what order, and what they may do (171, 188, 217, 227). */
@Behaviour
class CallbackTest {
  @OnEveryEngine
  void runOnOneNamedThreadOfThePool(Engine engine) throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (Pool pool = engine.pool(2)) {
      List<AsyncResult<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        results.add(pool.applyAsync(Tasks::square, i, r -> threads.add(Thread.currentThread())));
      }
      for (AsyncResult<Integer> result : results) {
        Outcome.of(result);
      }
      Outcome.failureOf(
          pool.applyAsync(
              () -> 1 / Integer.parseInt("0"), r -> {}, e -> threads.add(Thread.currentThread())));
      assertEquals(1, threads.size(), threads::toString);
      assertTrue(threads.iterator().next().getName().startsWith("jvmpool-"), threads::toString);
    }
  }

  @OnEveryEngine
  void runInTheOrderOfCompletion(Engine engine, @TempDir Path dir) throws Exception {
    List<Integer> order = new CopyOnWriteArrayList<>();
    try (Pool pool = engine.pool(3);
        Gate zero = Gate.in(dir);
        Gate one = Gate.in(dir);
        Gate two = Gate.in(dir)) {
      AsyncResult<Integer> last = pool.applyAsync(() -> zero.pass(0), order::add);
      AsyncResult<Integer> middle = pool.applyAsync(() -> one.pass(1), order::add);
      AsyncResult<Integer> first = pool.applyAsync(() -> two.pass(2), order::add);
      two.open();
      Outcome.of(first);
      one.open();
      Outcome.of(middle);
      zero.open();
      Outcome.of(last);
      assertEquals(List.of(2, 1, 0), order);
    }
  }

  @OnEveryEngine
  void eachHasRunBeforeGetReturnsToOtherThreads(Engine engine) throws Exception {
    try (Pool pool = engine.pool(2)) {
      for (int i = 0; i < 300; i++) {
        AtomicBoolean called = new AtomicBoolean();
        AsyncResult<Integer> result = pool.applyAsync(Tasks::square, i, r -> called.set(true));
        assertEquals(i * i, Outcome.of(result));
        assertTrue(called.get());
      }
      AtomicReference<List<Integer>> whole = new AtomicReference<>();
      AsyncResult<List<Integer>> map =
          pool.mapAsync(Tasks::square, Tasks.upTo(30), 3, whole::set, e -> {});
      assertSame(Outcome.of(map), whole.get());
    }
  }

  @OnEveryEngine
  void getWaitsForACallbackThatIsSlow(Engine engine) throws Exception {
    CountDownLatch inCallback = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (Pool pool = engine.pool(1)) {
      AsyncResult<Integer> result =
          pool.applyAsync(
              () -> 1,
              r -> {
                inCallback.countDown();
                awaitQuietly(release);
              });
      assertTrue(inCallback.await(30, TimeUnit.SECONDS));
      assertThrows(TimeoutException.class, () -> result.get(Duration.ofMillis(200)));
      release.countDown();
      assertEquals(1, Outcome.of(result));
    } finally {
      release.countDown();
    }
  }

  @OnEveryEngine
  void aSlowCallbackDoesNotStopOtherTasks(Engine engine, @TempDir Path dir) throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (Pool pool = engine.pool(1)) {
      AsyncResult<Integer> slow = pool.applyAsync(() -> 1, r -> awaitQuietly(release));
      for (int i = 0; i < 50; i++) {
        assertEquals(i * i, pool.<Integer, Integer>apply(Tasks::square, i));
      }
      release.countDown();
      assertEquals(1, Outcome.of(slow));
    } finally {
      release.countDown();
    }
  }

  @OnEveryEngine
  void oneThatThrowsHurtsNothing(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      AsyncResult<Integer> result =
          pool.applyAsync(
              () -> 1,
              r -> {
                throw new IllegalStateException("thrown by a callback, as the test wants");
              });
      assertEquals(1, Outcome.of(result));
      AsyncResult<Integer> error =
          pool.applyAsync(
              () -> 1,
              r -> {
                throw new AssertionError("thrown by a callback, as the test wants");
              });
      assertEquals(1, Outcome.of(error));
      AsyncResult<Integer> failed =
          pool.applyAsync(
              () -> 1 / Integer.parseInt("0"),
              r -> {},
              e -> {
                throw new IllegalStateException("thrown by a callback, as the test wants");
              });
      Outcome.failureOf(failed, ArithmeticException.class);
      AtomicBoolean called = new AtomicBoolean();
      assertEquals(4, Outcome.of(pool.applyAsync(Tasks::square, 2, r -> called.set(true))));
      assertTrue(called.get());
    }
  }

  @OnEveryEngine
  void oneMaySubmitEvenIntoAFullPool(Engine engine) throws Exception {
    BlockingQueue<AsyncResult<Integer>> submitted = new LinkedBlockingQueue<>();
    try (Pool pool = engine.builder().workers(1).maxPending(1).build()) {
      pool.applyAsync(
          () -> 1,
          r -> {
            for (int i = 0; i < 20; i++) {
              submitted.add(pool.applyAsync(Tasks::square, i));
            }
          });
      for (int i = 0; i < 20; i++) {
        AsyncResult<Integer> result = submitted.poll(30, TimeUnit.SECONDS);
        assertTrue(result != null, "submission from a callback blocked after " + i);
        assertEquals(i * i, Outcome.of(result));
      }
    }
  }

  @OnEveryEngine
  void oneMayGetAResultWhoseOwnCallbackComesLater(Engine engine) throws Exception {
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    CountDownLatch submitted = new CountDownLatch(1);
    AtomicReference<AsyncResult<Integer>> second = new AtomicReference<>();
    try (Pool pool = engine.pool(1)) {
      pool.applyAsync(
          () -> 1,
          r -> {
            awaitQuietly(submitted);
            try {
              seen.add(second.get().get(Duration.ofSeconds(20)));
            } catch (Exception e) {
              seen.add(e);
            }
          });
      second.set(pool.applyAsync(() -> 2, r -> seen.add("callback of 2")));
      submitted.countDown();
      assertEquals(2, seen.poll(30, TimeUnit.SECONDS));
      assertEquals("callback of 2", seen.poll(30, TimeUnit.SECONDS));
    }
  }

  @OnEveryEngine
  void oneMayGetItsOwnResult(Engine engine) throws Exception {
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    CountDownLatch submitted = new CountDownLatch(1);
    AtomicReference<AsyncResult<Integer>> own = new AtomicReference<>();
    try (Pool pool = engine.pool(1)) {
      own.set(
          pool.applyAsync(
              () -> 1,
              r -> {
                awaitQuietly(submitted);
                try {
                  seen.add(own.get().get(Duration.ofSeconds(20)));
                } catch (Exception e) {
                  seen.add(e);
                }
              }));
      submitted.countDown();
      assertEquals(1, seen.poll(30, TimeUnit.SECONDS));
    }
  }

  @OnEveryEngine
  void oneMayCallApplyAndMap(Engine engine) throws Exception {
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    try (Pool pool = engine.pool(1)) {
      pool.applyAsync(
          () -> 1,
          r -> {
            seen.add(pool.apply(() -> 2));
            seen.add(pool.map(Tasks::square, List.of(1, 2, 3)));
          });
      assertEquals(2, seen.poll(30, TimeUnit.SECONDS));
      assertEquals(List.of(1, 4, 9), seen.poll(30, TimeUnit.SECONDS));
    }
  }

  @OnEveryEngine
  void oneMayCloseThePoolAndDoesNotWaitThere(Engine engine, @TempDir Path dir) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    Pool pool = engine.pool(2);
    try (Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(5));
      gate.awaitArrivals(1);
      pool.applyAsync(
          () -> 1,
          r -> {
            pool.close();
            closed.countDown();
          });
      assertTrue(closed.await(20, TimeUnit.SECONDS), "close waited on the callback thread");
      gate.open();
      assertEquals(5, Outcome.of(running));
      assertTrue(pool.join(Eventually.LIMIT));
    } finally {
      pool.terminate();
    }
  }

  @OnEveryEngine
  void oneMayTerminateThePool(Engine engine) throws Exception {
    Pool pool = engine.pool(1);
    try {
      AsyncResult<Void> never = null;
      AsyncResult<Integer> first =
          pool.applyAsync(
              () -> 1,
              r -> {
                pool.terminate();
              });
      try {
        never = pool.applyAsync(() -> Tasks.linger());
      } catch (java.util.concurrent.RejectedExecutionException terminatedAlready) {
        assertTrue(first.await(Eventually.LIMIT));
      }
      assertEquals(1, Outcome.of(first));
      assertTrue(pool.join(Eventually.LIMIT));
      if (never != null) {
        Outcome.failureOf(never, PoolTerminatedException.class);
      }
    } finally {
      pool.terminate();
    }
  }

  @OnEveryEngine
  void joinInACallbackIsRefusedOrReturns(Engine engine) throws Exception {
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    try (Pool pool = engine.pool(1)) {
      pool.applyAsync(
          () -> 1,
          r -> {
            try {
              seen.add(pool.join(Duration.ofMillis(10)));
            } catch (IllegalStateException | InterruptedException e) {
              seen.add(e);
            }
          });
      assertInstanceOf(IllegalStateException.class, seen.poll(30, TimeUnit.SECONDS));
    }
  }

  @OnEveryEngine
  void aCancelledTaskGivesTheErrorCallbackACancellation(Engine engine, @TempDir Path dir)
      throws Exception {
    BlockingQueue<Object> results = new LinkedBlockingQueue<>();
    BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      gate.awaitArrivals(1);
      AsyncResult<Integer> waiting = pool.applyAsync(() -> 2, results::add, errors::add);
      assertTrue(waiting.cancel(true));
      assertInstanceOf(CancellationException.class, errors.poll(30, TimeUnit.SECONDS));
      gate.open();
      Outcome.of(running);
    }
    assertEquals(0, results.size());
    assertEquals(0, errors.size());
  }

  @OnEveryEngine
  void terminateGivesEveryErrorCallbackThatFailure(Engine engine) throws Exception {
    BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    Pool pool = engine.pool(1);
    for (int i = 0; i < 5; i++) {
      pool.applyAsync(
          () -> {
            Tasks.linger();
            return 1;
          },
          r -> {},
          errors::add);
    }
    pool.terminate();
    for (int i = 0; i < 5; i++) {
      assertInstanceOf(PoolTerminatedException.class, errors.poll(30, TimeUnit.SECONDS));
    }
    assertTrue(pool.join(Eventually.LIMIT));
  }

  @OnEveryEngine
  void theLastCallbackHasRunWhenCloseReturns(Engine engine) {
    for (int round = 0; round < 5; round++) {
      BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
      try (Pool pool = engine.pool(1)) {
        for (int i = 0; i < 50; i++) {
          pool.applyAsync(Tasks::square, i, seen::add);
        }
      }
      assertEquals(50, seen.size());
    }
  }

  @OnEveryEngine
  void anInterruptLeftByACallbackDoesNotReachTheNext(Engine engine) throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean(true);
    try (Pool pool = engine.pool(1)) {
      Outcome.of(pool.applyAsync(() -> 1, r -> Thread.currentThread().interrupt()));
      Outcome.of(
          pool.applyAsync(() -> 2, r -> interrupted.set(Thread.currentThread().isInterrupted())));
      assertFalse(interrupted.get());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test did not go on");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @OnEveryEngine
  void aFutureMadeOfAResultCanBeJoinedInACallback(Engine engine) throws Exception {
    try (Pool pool = engine.pool(2)) {
      LinkedBlockingQueue<Integer> joined = new LinkedBlockingQueue<>();
      pool.applyAsync(
              () -> 1,
              r ->
                  joined.add(
                      pool.applyAsync(
                              () -> {
                                Thread.sleep(200);
                                return 2;
                              })
                          .toCompletableFuture()
                          .join()))
          .join();
      assertEquals(2, joined.poll(20, TimeUnit.SECONDS));
    }
  }
}
