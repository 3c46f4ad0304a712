package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;

/** What is the engine of threads' own: one process, copies all the same, interrupts for kills. */
@Behaviour
class ThreadsTest {
  private static final AtomicReference<Object> SEEN = new AtomicReference<>();

  @Test
  void valuesAreCopiesSoThatSharingShows() {
    List<String> list = new ArrayList<>(List.of("x"));
    try (Pool pool = Engine.THREADS.pool(1)) {
      List<String> back = pool.apply(x -> x, list);
      assertEquals(list, back);
      assertNotSame(list, back);
    }
  }

  @Test
  void aCancelledTaskIsInterruptedAndAbandoned(@TempDir Path dir) throws Exception {
    SEEN.set(null);
    try (Pool pool = Engine.THREADS.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Void> result =
          pool.applyAsync(
              () -> {
                gate.arrive();
                try {
                  Tasks.linger();
                } catch (InterruptedException e) {
                  SEEN.set(e);
                }
              });
      gate.awaitArrivals(1);
      assertTrue(result.cancel(true));
      assertInstanceOf(CancellationException.class, Outcome.failureOf(result));
      Eventually.until(() -> SEEN.get() instanceof InterruptedException);
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @Test
  void startsNoProcess() {
    long before = ProcessHandle.current().descendants().count();
    try (Pool pool = Engine.THREADS.pool(2)) {
      assertEquals(Tasks.squaresUpTo(50), pool.map(Tasks::square, Tasks.upTo(50), 1));
      assertEquals(before, ProcessHandle.current().descendants().count());
    }
  }

  @Test
  void anInterruptThatATaskLeavesDoesNotReachTheNext() {
    try (Pool pool = Engine.THREADS.pool(1)) {
      pool.apply(() -> Thread.currentThread().interrupt());
      assertEquals(false, pool.<Boolean>apply(() -> Thread.currentThread().isInterrupted()));
    }
  }
}
