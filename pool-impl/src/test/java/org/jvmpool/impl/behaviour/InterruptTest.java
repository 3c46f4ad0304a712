package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;

/**
 * An interrupted caller: its task is cancelled, its flag is set, and the pool goes on (31, 142).
 */
@Behaviour
class InterruptTest {
  private record End(Throwable thrown, boolean flag) {}

  private static End interrupted(Gate gate, int arrivals, ThrowingRunnable call)
      throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              try {
                call.run();
              } catch (Throwable t) {
                thrown.set(t);
              }
              flag.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    gate.awaitArrivals(arrivals);
    thread.interrupt();
    thread.join(20_000);
    assertFalse(thread.isAlive(), "the interrupted call did not end");
    return new End(thrown.get(), flag.get());
  }

  private static void assertCancelled(End end) {
    assertInstanceOf(CancellationException.class, end.thrown());
    assertTrue(end.flag(), "the interrupt flag must be set again");
  }

  @OnEveryEngine
  void applyEndsWithACancellationAndItsTaskIsStopped(Engine engine, @TempDir Path dir)
      throws Exception {
    Trail trail = Trail.in(dir);
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      assertCancelled(
          interrupted(
              gate,
              1,
              () ->
                  pool.apply(
                      () -> {
                        gate.pass();
                        trail.mark("went on");
                      })));
      assertEquals(9, pool.<Integer, Integer>apply(Tasks::square, 3));
      gate.open();
      Eventually.until(() -> pool.stats().cancelled() == 1);
    }
    assertEquals(0, trail.count());
  }

  @OnEveryEngine
  void mapEndsWithACancellationAndItsItemsAreStopped(Engine engine, @TempDir Path dir)
      throws Exception {
    Trail trail = Trail.in(dir);
    try (Pool pool = engine.pool(2);
        Gate gate = Gate.in(dir)) {
      assertCancelled(
          interrupted(
              gate,
              2,
              () ->
                  pool.map(
                      x -> {
                        gate.pass();
                        trail.mark(x);
                        return x;
                      },
                      Tasks.upTo(20),
                      1)));
      assertEquals(9, pool.<Integer, Integer>apply(Tasks::square, 3));
      gate.open();
      assertEquals(Tasks.squaresUpTo(20), pool.map(Tasks::square, Tasks.upTo(20)));
    }
    assertEquals(0, trail.count());
  }

  @OnEveryEngine
  void nextOfAnImapEndsWithACancellation(Engine engine, @TempDir Path dir) throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      assertCancelled(interrupted(gate, 1, () -> pool.imap(gate::pass, List.of(1, 2, 3)).next()));
      assertEquals(9, pool.<Integer, Integer>apply(Tasks::square, 3));
    }
  }

  @OnEveryEngine
  void getThrowsInterruptedExceptionAndTheTaskGoesOn(Engine engine, @TempDir Path dir)
      throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> result = pool.applyAsync(() -> gate.pass(7));
      End end = interrupted(gate, 1, result::get);
      assertInstanceOf(InterruptedException.class, end.thrown());
      end = interrupted(gate, 1, () -> result.await(Eventually.LIMIT));
      assertInstanceOf(InterruptedException.class, end.thrown());
      assertFalse(result.ready());
      gate.open();
      assertEquals(7, Outcome.of(result));
    }
  }

  @OnEveryEngine
  void joinOfAResultIsNotInterruptible(Engine engine, @TempDir Path dir) throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> result = pool.applyAsync(() -> gate.pass(7));
      AtomicReference<Object> seen = new AtomicReference<>();
      AtomicBoolean flag = new AtomicBoolean();
      Thread thread =
          new Thread(
              () -> {
                try {
                  seen.set(result.join());
                } catch (Throwable t) {
                  seen.set(t);
                }
                flag.set(Thread.currentThread().isInterrupted());
              });
      thread.start();
      gate.awaitArrivals(1);
      thread.interrupt();
      gate.open();
      thread.join();
      assertEquals(7, seen.get());
      assertTrue(flag.get());
    }
  }

  @OnEveryEngine
  void aCallerThatIsAlreadyInterruptedDoesNotWait(Engine engine, @TempDir Path dir)
      throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      End end =
          interrupted(
              gate,
              0,
              () -> {
                Thread.currentThread().interrupt();
                pool.apply(() -> gate.pass(1));
              });
      assertCancelled(end);
      assertEquals(9, pool.<Integer, Integer>apply(Tasks::square, 3));
    }
  }

  @Test
  void interruptsAtAnyMomentDamageNoWorker() throws Exception {
    try (Pool pool = Pool.create(2)) {
      pool.map(Tasks::square, Tasks.upTo(20), 1);
      for (int round = 0; round < 30; round++) {
        AtomicReference<Throwable> wrong = new AtomicReference<>();
        Thread thread =
            new Thread(
                () -> {
                  try {
                    for (int i = 0; i < 10_000; i++) {
                      if (pool.<Integer, Integer>apply(Tasks::square, i) != i * i) {
                        throw new AssertionError("wrong result for " + i);
                      }
                    }
                  } catch (CancellationException expected) {
                    Thread.interrupted();
                  } catch (Throwable t) {
                    wrong.set(t);
                  }
                });
        thread.start();
        assertEquals(round * round, pool.<Integer, Integer>apply(Tasks::square, round));
        thread.interrupt();
        thread.join(20_000);
        assertFalse(thread.isAlive());
        Throwable seen = wrong.get();
        assertEquals(null, seen, () -> Outcome.printed(seen));
      }
      assertEquals(Tasks.squaresUpTo(20), pool.map(Tasks::square, Tasks.upTo(20)));
      assertEquals(0, pool.stats().lost());
    }
  }
}
