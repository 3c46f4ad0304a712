package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Pool;
import org.jvmpool.PoolExecutorService;
import org.jvmpool.SerializableRunnable;
import org.jvmpool.SerializableSupplier;
import org.jvmpool.Task;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;

/** The pool as an ExecutorService keeps that interface's contract, for tasks that can travel. */
@Behaviour
class ExecutorServiceTest {
  private static Task<Integer> task(int x) {
    return () -> x * x;
  }

  private static int fails(String why) {
    throw new IllegalStateException(why);
  }

  @OnEveryEngine
  void submitRunsATask(Engine engine, @TempDir Path dir) throws Exception {
    Trail trail = Trail.in(dir);
    try (Pool pool = engine.pool(1)) {
      PoolExecutorService executor = pool.asExecutorService();
      Task<Integer> task = () -> 42;
      assertEquals(42, Outcome.of(executor.submit(task)));
      assertEquals(9, Outcome.of(executor.submit((Callable<Integer>) task(3))));
      SerializableRunnable runnable = () -> mark(trail);
      assertNull(Outcome.of(executor.submit(runnable)));
      assertEquals("done", Outcome.of(executor.submit((Runnable) runnable, "done")));
      executor.execute(runnable);
      Outcome.of(executor.submit(task));
    }
    assertEquals(3, trail.count());
  }

  private static void mark(Trail trail) {
    try {
      trail.mark("run");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @OnEveryEngine
  void aTaskThatCannotTravelIsRefusedAndTheMessageNamesSubmitTask(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      PoolExecutorService executor = pool.asExecutorService();
      Callable<Integer> plain = () -> 42;
      Runnable plainRunnable = () -> {};
      assertNamesSubmitTask(() -> executor.submit(plain));
      assertNamesSubmitTask(() -> executor.submit(plainRunnable));
      assertNamesSubmitTask(() -> executor.submit(plainRunnable, 1));
      assertNamesSubmitTask(() -> executor.execute(plainRunnable));
      assertNamesSubmitTask(() -> executor.invokeAll(List.of(plain)));
    }
  }

  private static void assertNamesSubmitTask(org.awaitility.core.ThrowingRunnable call) {
    RuntimeException refused = Outcome.thrownBy(RuntimeException.class, call);
    assertTrue(String.valueOf(refused.getMessage()).contains("submit(Task)"), refused::toString);
  }

  @OnEveryEngine
  void invokeAllGivesTheFuturesInOrderAndAllAreDone(Engine engine) throws Exception {
    try (Pool pool = engine.pool(2)) {
      List<Task<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        tasks.add(task(i));
      }
      tasks.set(5, () -> fails("five"));
      List<Future<Integer>> futures = pool.asExecutorService().invokeAll(tasks);
      assertEquals(20, futures.size());
      for (int i = 0; i < 20; i++) {
        assertTrue(futures.get(i).isDone());
        if (i == 5) {
          Outcome.failureOf(futures.get(i), IllegalStateException.class);
        } else {
          assertEquals(i * i, futures.get(i).get());
        }
      }
    }
  }

  @OnEveryEngine
  void invokeAllWithALimitCancelsWhatIsLate(Engine engine, @TempDir Path dir) throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      Task<Integer> slow = () -> gate.pass(1);
      List<Future<Integer>> futures =
          pool.asExecutorService()
              .invokeAll(List.of(task(2), slow, task(3)), 1_500, TimeUnit.MILLISECONDS);
      assertTrue(futures.stream().allMatch(Future::isDone));
      assertEquals(4, futures.get(0).get());
      assertTrue(futures.get(1).isCancelled());
      assertEquals(16, pool.<Integer, Integer>apply(Tasks::square, 4));
    }
  }

  @OnEveryEngine
  void invokeAnyGivesOneThatSucceeded(Engine engine, @TempDir Path dir) throws Exception {
    try (Pool pool = engine.pool(2);
        Gate gate = Gate.in(dir)) {
      PoolExecutorService executor = pool.asExecutorService();
      Task<Integer> bad = () -> fails("bad");
      Task<Integer> slow = () -> gate.pass(1);
      assertEquals(9, executor.invokeAny(List.of(bad, task(3))));
      assertEquals(9, executor.invokeAny(List.of(slow, bad, task(3))));
      ExecutionException all =
          assertThrows(ExecutionException.class, () -> executor.invokeAny(List.of(bad, bad)));
      assertInstanceOf(IllegalStateException.class, all.getCause());
      assertThrows(
          TimeoutException.class,
          () -> executor.invokeAny(List.of(slow), 300, TimeUnit.MILLISECONDS));
      assertThrows(
          IllegalArgumentException.class, () -> executor.invokeAny(List.<Task<Integer>>of()));
    }
  }

  @OnEveryEngine
  void shutdownFinishesWhatWasSubmitted(Engine engine, @TempDir Path dir) throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      PoolExecutorService executor = pool.asExecutorService();
      Task<Integer> slow = () -> gate.pass(1);
      Future<Integer> running = executor.submit(slow);
      Future<Integer> waiting = executor.submit(task(2));
      gate.awaitArrivals(1);
      assertFalse(executor.isShutdown());
      executor.shutdown();
      assertTrue(executor.isShutdown());
      assertFalse(executor.isTerminated());
      assertThrows(RejectedExecutionException.class, () -> executor.submit(task(1)));
      Stopwatch watch = Stopwatch.start();
      assertFalse(executor.awaitTermination(300, TimeUnit.MILLISECONDS));
      watch.assertAtLeast(java.time.Duration.ofMillis(300));
      gate.open();
      assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
      assertTrue(executor.isTerminated());
      assertEquals(1, running.get());
      assertEquals(4, waiting.get());
    }
  }

  @OnEveryEngine
  void shutdownNowReturnsWhatNeverRanAndStopsWhatRuns(Engine engine, @TempDir Path dir)
      throws Exception {
    Trail trail = Trail.in(dir);
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      PoolExecutorService executor = pool.asExecutorService();
      Task<Integer> slow = () -> gate.pass(1);
      Future<Integer> running = executor.submit(slow);
      gate.awaitArrivals(1);
      SerializableRunnable never = () -> mark(trail);
      for (int i = 0; i < 5; i++) {
        executor.execute(never);
      }
      List<Runnable> left = executor.shutdownNow();
      assertEquals(5, left.size());
      assertTrue(executor.isShutdown());
      assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
      Outcome.failureOf(running);
      assertEquals(0, trail.count());
      left.get(0).run();
      assertEquals(1, trail.count());
    }
  }

  @OnEveryEngine
  void shutdownNowReturnsTheObjectsThatWereSubmitted(Engine engine, @TempDir Path dir)
      throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      PoolExecutorService executor = pool.asExecutorService();
      Task<Integer> slow = () -> gate.pass(1);
      executor.submit(slow);
      gate.awaitArrivals(1);
      List<SerializableRunnable> runnables = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int number = i;
        runnables.add(() -> fails("never run " + number));
      }
      executor.execute(runnables.get(0));
      executor.submit(runnables.get(1));
      executor.submit((Runnable) runnables.get(2));
      executor.submit((Runnable) runnables.get(3), 1);
      Task<Integer> task = task(5);
      executor.submit(task);
      List<Runnable> left = executor.shutdownNow();
      assertEquals(5, left.size());
      for (SerializableRunnable runnable : runnables) {
        assertTrue(left.stream().anyMatch(l -> l == runnable), left::toString);
      }
      Runnable wrapped =
          left.stream().filter(l -> !(l instanceof SerializableRunnable)).findAny().orElseThrow();
      assertTrue(wrapped.toString().contains(task.toString()), wrapped::toString);
    }
  }

  @OnEveryEngine
  void aFailureOfExecuteReachesTheUncaughtExceptionHandler(Engine engine) throws Exception {
    LinkedBlockingQueue<Map.Entry<Thread, Throwable>> uncaught = new LinkedBlockingQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> uncaught.add(Map.entry(thread, failure)));
    try (Pool pool = engine.builder().name("reports").workers(1).build()) {
      SerializableRunnable bad = () -> fails("nobody asks for this");
      pool.asExecutorService().execute(bad);
      Map.Entry<Thread, Throwable> told = uncaught.poll(30, TimeUnit.SECONDS);
      assertInstanceOf(IllegalStateException.class, told.getValue());
      assertEquals("nobody asks for this", told.getValue().getMessage());
      assertEquals("jvmpool-reports-callback", told.getKey().getName());
      assertEquals(4, Outcome.of(pool.asExecutorService().submit(task(2))));
      assertTrue(uncaught.isEmpty(), uncaught::toString);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @OnEveryEngine
  void shutdownNowDoesNotCallTheUncaughtExceptionHandler(Engine engine, @TempDir Path dir)
      throws Exception {
    LinkedBlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      PoolExecutorService executor = pool.asExecutorService();
      Task<Integer> slow = () -> gate.pass(1);
      executor.submit(slow);
      gate.awaitArrivals(1);
      SerializableRunnable never = () -> fails("never");
      executor.execute(never);
      executor.shutdownNow();
      assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
      assertTrue(uncaught.isEmpty(), uncaught::toString);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @OnEveryEngine
  void isAnExecutorForCompletableFutures(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      SerializableSupplier<Integer> supplier = () -> 42;
      RuntimeException refused =
          assertThrows(
              RuntimeException.class,
              () -> CompletableFuture.supplyAsync(supplier, pool.asExecutorService()));
      assertTrue(
          refused.getMessage().contains("submit(Task)"),
          "the future itself cannot travel, and the message says what to use");
    }
  }

  @OnEveryEngine
  void nullIsRefused(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      PoolExecutorService executor = pool.asExecutorService();
      assertThrows(NullPointerException.class, () -> executor.submit((Task<Integer>) null));
      assertThrows(NullPointerException.class, () -> executor.submit((Callable<Integer>) null));
      assertThrows(NullPointerException.class, () -> executor.submit((Runnable) null));
      assertThrows(NullPointerException.class, () -> executor.execute(null));
      assertThrows(NullPointerException.class, () -> executor.invokeAll(null));
    }
  }
}
