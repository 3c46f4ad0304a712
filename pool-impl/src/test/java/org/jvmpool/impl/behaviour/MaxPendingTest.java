package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
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

/** A full pool makes its submitters wait, and lets them go. */
@Behaviour
class MaxPendingTest {
  private static Thread submitter(
      Pool pool, Gate gate, int tasks, List<AsyncResult<Integer>> submitted) {
    Thread thread =
        new Thread(
            () -> {
              for (int i = 0; i < tasks; i++) {
                submitted.add(pool.applyAsync(gate::pass, i));
              }
            });
    thread.start();
    return thread;
  }

  @OnEveryEngine
  void aSubmitterWaitsWhenThePoolIsFullAndGoesOnWhenThereIsRoom(Engine engine, @TempDir Path dir)
      throws Exception {
    List<AsyncResult<Integer>> submitted = new CopyOnWriteArrayList<>();
    try (Pool pool = engine.builder().workers(1).maxPending(3).build();
        Gate gate = Gate.in(dir)) {
      Thread thread = submitter(pool, gate, 30, submitted);
      gate.awaitArrivals(1);
      Eventually.until(() -> submitted.size() >= 3);
      Eventually.waits(thread);
      assertTrue(submitted.size() <= 5, () -> submitted.size() + " were let in");
      gate.open();
      thread.join();
      assertEquals(30, submitted.size());
      for (int i = 0; i < 30; i++) {
        assertEquals(i, Outcome.of(submitted.get(i)));
      }
    }
  }

  @OnEveryEngine
  void anInterruptedSubmitterIsRejectedAndItsTaskNeverRuns(Engine engine, @TempDir Path dir)
      throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    List<AsyncResult<Integer>> submitted = new CopyOnWriteArrayList<>();
    try (Pool pool = engine.builder().workers(1).maxPending(1).build();
        Gate gate = Gate.in(dir)) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 30; i++) {
                    submitted.add(pool.applyAsync(gate::pass, i));
                  }
                } catch (Throwable t) {
                  thrown.set(t);
                  flag.set(Thread.currentThread().isInterrupted());
                }
              });
      thread.start();
      gate.awaitArrivals(1);
      Eventually.waits(thread);
      int before = submitted.size();
      thread.interrupt();
      thread.join();
      assertTrue(thrown.get() instanceof RejectedExecutionException, () -> "" + thrown.get());
      assertTrue(flag.get(), "the interrupt flag must be set again");
      gate.open();
      for (AsyncResult<Integer> result : submitted) {
        Outcome.of(result);
      }
      assertEquals(before, gate.arrivals());
    }
  }

  @OnEveryEngine
  void terminateReleasesAWaitingSubmitter(Engine engine, @TempDir Path dir) throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Pool pool = engine.builder().workers(1).maxPending(1).build();
    try (Gate gate = Gate.in(dir)) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 30; i++) {
                    pool.applyAsync(gate::pass, i);
                  }
                } catch (Throwable t) {
                  thrown.set(t);
                }
              });
      thread.start();
      gate.awaitArrivals(1);
      Eventually.waits(thread);
      pool.terminate();
      thread.join(10_000);
      Throwable end = thrown.get();
      assertTrue(
          end instanceof RejectedExecutionException || end instanceof PoolTerminatedException,
          () -> "ended with " + end);
    } finally {
      pool.terminate();
    }
  }

  @OnEveryEngine
  void cancellingAWaitingTaskMakesRoom(Engine engine, @TempDir Path dir) throws Exception {
    List<AsyncResult<Integer>> submitted = new CopyOnWriteArrayList<>();
    try (Pool pool = engine.builder().workers(1).maxPending(2).build();
        Gate gate = Gate.in(dir)) {
      Thread thread = submitter(pool, gate, 30, submitted);
      gate.awaitArrivals(1);
      Eventually.until(() -> submitted.size() >= 2);
      Eventually.waits(thread);
      int before = submitted.size();
      assertTrue(submitted.get(before - 1).cancel(true));
      Eventually.until(() -> submitted.size() > before);
      gate.open();
      thread.join();
    }
  }

  @OnEveryEngine
  void aMapBiggerThanTheLimitGoesThrough(Engine engine) {
    try (Pool pool = engine.builder().workers(2).maxPending(2).build()) {
      assertEquals(Tasks.squaresUpTo(200), pool.map(Tasks::square, Tasks.upTo(200), 1));
      assertEquals(
          Tasks.squaresUpTo(200), pool.imap(Tasks::square, Tasks.upTo(200)).stream().toList());
    }
  }
}
