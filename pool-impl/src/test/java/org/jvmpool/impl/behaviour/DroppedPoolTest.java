package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Cleaner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.PoolExecutorService;
import org.jvmpool.Results;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;

/** A pool that nobody can use any more ends by itself; one that somebody can use does not (187). */
@Behaviour
class DroppedPoolTest {
  private static final Cleaner CLEANER = Cleaner.create();

  /**
   * Lets the collector find what is unreachable, several times, and other cleaners do their work.
   */
  private static void collect() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      CountDownLatch cleaned = new CountDownLatch(1);
      CLEANER.register(new Object(), cleaned::countDown);
      Eventually.until(
          () -> {
            System.gc();
            return cleaned.await(50, TimeUnit.MILLISECONDS);
          });
    }
  }

  @OnEveryEngine
  void aViewKeepsItsPoolOpen(Engine engine) throws Exception {
    try (Pool view = engine.pool(1).withRetries(1).withTimeout(Eventually.LIMIT)) {
      collect();
      assertEquals(4, view.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @OnEveryEngine
  void theExecutorServiceKeepsItsPoolOpen(Engine engine) throws Exception {
    PoolExecutorService executor = engine.pool(1).asExecutorService();
    try {
      collect();
      assertEquals(7, Outcome.of(executor.submit(() -> 7)));
    } finally {
      executor.shutdown();
    }
  }

  @OnEveryEngine
  void theResultsOfAnImapKeepTheirPoolOpen(Engine engine) throws Exception {
    Results<Integer> results =
        engine
            .pool(1)
            .imap(Tasks::square, (Iterable<Integer>) Stream.iterate(0, x -> x + 1)::iterator);
    for (int i = 0; i < 1_000; i++) {
      if (i % 250 == 0) {
        collect();
      }
      assertEquals(i * i, results.next());
    }
    results.close();
    results = null;
    // The house check sees that the pool, which nobody closed, ends.
    Eventually.until(
        () -> {
          System.gc();
          return Thread.getAllStackTraces().keySet().stream()
              .noneMatch(thread -> thread.getName().startsWith("jvmpool-pool-"));
        });
  }

  @Test
  void whatWasSubmittedIsFinishedAndThenTheWorkersEnd() throws Exception {
    AsyncResult<Long> result = Pool.create(1).applyAsync(() -> Tasks.pid());
    collect();
    long pid = Outcome.of(result);
    result = null;
    Eventually.until(
        () -> {
          System.gc();
          return !Tasks.isAlive(pid);
        });
    assertTrue(pid > 0);
  }
}
