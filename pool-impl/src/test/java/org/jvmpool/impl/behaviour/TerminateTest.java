package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
import org.jvmpool.impl.testkit.Tasks;

/** Terminate: prompt, whatever the pool is doing, and nobody waits for ever (176, 181). */
@Behaviour
class TerminateTest {
  @OnEveryEngine
  void tenThousandQueuedSleepsEndPromptly(Engine engine) throws Exception {
    Pool pool = engine.pool(2);
    List<AsyncResult<Void>> results = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      results.add(pool.applyAsync(() -> Thread.sleep(300_000)));
    }
    pool.terminate();
    assertTrue(pool.join(Eventually.LIMIT));
    for (AsyncResult<Void> result : results) {
      assertTrue(result.await(Eventually.LIMIT));
      Outcome.failureOf(result, PoolTerminatedException.class);
    }
  }

  @OnEveryEngine
  void everyWaiterIsReleased(Engine engine, @TempDir Path dir) throws Exception {
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    Pool pool = engine.builder().name("letters").workers(1).build();
    try (Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      gate.awaitArrivals(1);
      List<Runnable> waits =
          List.of(
              () -> pool.apply(() -> 1),
              () -> pool.map(Tasks::square, Tasks.upTo(10)),
              () -> pool.imap(Tasks::square, Tasks.upTo(10)).next(),
              () -> pool.imapUnordered(Tasks::square, Tasks.upTo(10)).next());
      List<Thread> threads = new ArrayList<>();
      for (Runnable wait : waits) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    wait.run();
                    seen.add("no failure");
                  } catch (RuntimeException e) {
                    seen.add(e);
                  }
                });
        thread.start();
        threads.add(thread);
      }
      threads.forEach(Eventually::waits);
      pool.terminate();
      for (int i = 0; i < waits.size(); i++) {
        Object end = seen.poll(10, TimeUnit.SECONDS);
        assertTrue(end instanceof PoolTerminatedException, () -> "ended with " + end);
        assertTrue(((PoolTerminatedException) end).getMessage().contains("letters"));
      }
      Outcome.failureOf(running, PoolTerminatedException.class);
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      pool.terminate();
    }
  }

  @OnEveryEngine
  void resultsThatHadArrivedStay(Engine engine) throws Exception {
    Pool pool = engine.pool(1);
    AsyncResult<Integer> done = pool.applyAsync(() -> 7);
    assertTrue(done.await(Eventually.LIMIT));
    pool.terminate();
    assertEquals(7, done.get());
    assertTrue(pool.join(Eventually.LIMIT));
  }

  @OnEveryEngine
  void duringStartUpLeavesNothingBehind(Engine engine) throws Exception {
    for (int i = 0; i < 3; i++) {
      Pool pool = engine.pool(4);
      AsyncResult<Integer> result = i == 0 ? null : pool.applyAsync(() -> 1);
      pool.terminate();
      assertTrue(pool.join(Eventually.LIMIT));
      if (result != null) {
        assertTrue(result.await(Duration.ZERO) || result.await(Eventually.LIMIT));
      }
    }
  }

  @OnEveryEngine
  void asksNoTaskToAgree(Engine engine, @TempDir Path dir) throws Exception {
    Pool pool = engine.pool(1);
    try (Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> stubborn =
          pool.applyAsync(
              () -> {
                gate.arrive();
                while (!gate.isOpen()) {
                  Thread.onSpinWait();
                }
                return 1;
              });
      gate.awaitArrivals(1);
      pool.terminate();
      assertTrue(pool.join(Eventually.LIMIT));
      Outcome.failureOf(stubborn, PoolTerminatedException.class);
    }
  }

  @OnEveryEngine
  void aWorkInProgressOfAllKindsEnds(Engine engine) throws Exception {
    Pool pool = engine.pool(2);
    List<AsyncResult<?>> results = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      results.add(pool.mapAsync(Tasks::square, Tasks.upTo(1_000), 1));
      results.add(pool.applyAsync(Tasks::square, i));
    }
    pool.terminate();
    assertTrue(pool.join(Eventually.LIMIT));
    for (AsyncResult<?> result : results) {
      assertTrue(result.await(Eventually.LIMIT));
    }
  }

  @Test
  void theWorkersAndWhatTheyStartedAreGone(@TempDir Path dir) throws Exception {
    Pool pool = Pool.create(1);
    long worker = pool.apply(() -> Tasks.pid());
    long child = pool.apply(() -> new ProcessBuilder("sleep", "300").start().pid());
    assertTrue(Tasks.isAlive(child));
    pool.terminate();
    assertTrue(pool.join(Eventually.LIMIT));
    assertFalse(Tasks.isAlive(worker));
    Eventually.until(() -> !Tasks.isAlive(child));
  }

  @Test
  void theMessageSaysWhatBecameOfTheTask() throws Exception {
    Pool pool = Pool.builder().name("letters").workers(1).build();
    AsyncResult<Void> result = pool.applyAsync(() -> Tasks.linger());
    pool.terminate();
    PoolTerminatedException failure = Outcome.failureOf(result, PoolTerminatedException.class);
    assertTrue(failure.getMessage().contains("letters"), failure.getMessage());
    assertThrows(PoolTerminatedException.class, () -> rethrow(failure));
    assertTrue(pool.join(Eventually.LIMIT));
  }

  private static void rethrow(PoolTerminatedException failure) {
    throw failure;
  }
}
