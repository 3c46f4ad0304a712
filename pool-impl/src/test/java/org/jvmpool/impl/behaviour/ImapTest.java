package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Pool;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.Results;
import org.jvmpool.TaskException;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;

/** Lazy results: ordered, or as they come (177, 179, 182, 215, 223). */
@Behaviour
class ImapTest {
  /** The natural numbers, counting how many were read and by which threads. */
  private static final class Naturals implements Iterable<Long> {
    final AtomicLong read = new AtomicLong();
    final Set<Thread> readers = ConcurrentHashMap.newKeySet();

    @Override
    public Iterator<Long> iterator() {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          readers.add(Thread.currentThread());
          return true;
        }

        @Override
        public Long next() {
          readers.add(Thread.currentThread());
          return read.getAndIncrement();
        }
      };
    }
  }

  private static int fiveFails(int x) {
    if (x == 5) {
      throw new IllegalArgumentException("five");
    }
    return x;
  }

  @OnEveryEngine
  void resultsComeInInputOrder(Engine engine) {
    try (Pool pool = engine.pool(2)) {
      List<Integer> seen = new ArrayList<>();
      pool.imap(Tasks::square, Tasks.upTo(100)).forEachRemaining(seen::add);
      assertEquals(Tasks.squaresUpTo(100), seen);
      seen.clear();
      pool.imap(Tasks::square, Tasks.upTo(1_000), 100).forEachRemaining(seen::add);
      assertEquals(Tasks.squaresUpTo(1_000), seen);
    }
  }

  @OnEveryEngine
  void unorderedGivesEveryResultOnce(Engine engine) {
    try (Pool pool = engine.pool(2)) {
      for (int chunkSize : new int[] {1, 7, 100}) {
        List<Integer> seen = new ArrayList<>();
        pool.imapUnordered(Tasks::square, Tasks.upTo(500), chunkSize).forEachRemaining(seen::add);
        seen.sort(null);
        assertEquals(Tasks.squaresUpTo(500), seen);
      }
    }
  }

  @OnEveryEngine
  void unorderedGivesWhatIsReadyWhileAnEarlierItemStillRuns(Engine engine, @TempDir Path dir) {
    try (Pool pool = engine.pool(2);
        Gate gate = Gate.in(dir)) {
      Results<Integer> results =
          pool.imapUnordered(x -> x == 0 ? gate.pass(x) : x, List.of(0, 1, 2));
      List<Integer> first = new ArrayList<>(List.of(results.next(), results.next()));
      first.sort(null);
      assertEquals(List.of(1, 2), first);
      gate.open();
      assertEquals(0, results.next());
      assertFalse(results.hasNext());
    }
  }

  @OnEveryEngine
  void orderedWaitsForTheEarlierItem(Engine engine, @TempDir Path dir) throws Exception {
    try (Pool pool = engine.pool(2);
        Gate gate = Gate.in(dir)) {
      Results<Integer> results = pool.imap(x -> x == 0 ? gate.pass(x) : x, List.of(0, 1));
      Stopwatch watch = Stopwatch.start();
      assertThrows(TimeoutException.class, () -> results.next(Duration.ofMillis(300)));
      watch.assertAtLeast(Duration.ofMillis(300));
      gate.open();
      assertEquals(0, results.next(Duration.ofSeconds(30)));
      assertEquals(1, results.next(Duration.ofSeconds(30)));
    }
  }

  @OnEveryEngine
  void anEndlessSourceIsReadOnlyABoundedDistanceAhead(Engine engine) {
    Naturals naturals = new Naturals();
    try (Pool pool = engine.pool(2)) {
      try (Results<Long> results = pool.imap(x -> x + 1, naturals)) {
        for (long i = 0; i < 3_000; i++) {
          assertEquals(i + 1, results.next());
          long ahead = naturals.read.get() - i;
          assertTrue(ahead <= 1_000, () -> "read " + ahead + " items ahead");
        }
      }
    }
  }

  @OnEveryEngine
  void unorderedReadsAnEndlessSourceOnlyABoundedDistanceAhead(Engine engine) {
    Naturals naturals = new Naturals();
    try (Pool pool = engine.pool(2)) {
      try (Results<Long> results = pool.imapUnordered(x -> x + 1, naturals, 3)) {
        for (long i = 0; i < 3_000; i++) {
          results.next();
          long ahead = naturals.read.get() - i;
          assertTrue(ahead <= 3_000, () -> "read " + ahead + " items ahead");
        }
      }
    }
  }

  @OnEveryEngine
  void theSourceIsReadOnTheCallersThreadOnly(Engine engine) {
    Naturals naturals = new Naturals();
    try (Pool pool = engine.pool(2)) {
      try (Results<Long> results = pool.imap(x -> x, naturals)) {
        for (int i = 0; i < 500; i++) {
          results.next();
        }
      }
      try (Results<Long> results = pool.imapUnordered(x -> x, naturals)) {
        for (int i = 0; i < 500; i++) {
          results.next();
        }
      }
    }
    assertEquals(Set.of(Thread.currentThread()), naturals.readers);
  }

  @OnEveryEngine
  void exhaustedStaysExhausted(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      for (Results<Integer> results :
          List.of(
              pool.<Integer, Integer>imap(Tasks::square, List.of(1, 2)),
              pool.<Integer, Integer>imapUnordered(Tasks::square, List.of(1, 2)))) {
        assertTrue(results.hasNext());
        assertTrue(results.hasNext());
        results.next();
        results.next();
        for (int i = 0; i < 3; i++) {
          assertFalse(results.hasNext());
          assertThrows(NoSuchElementException.class, results::next);
          assertThrows(NoSuchElementException.class, () -> results.next(Duration.ofSeconds(10)));
        }
      }
    }
  }

  @OnEveryEngine
  void anItemThatFailsThrowsInItsPlaceAndIterationGoesOn(Engine engine) {
    try (Pool pool = engine.pool(2)) {
      for (int chunkSize : new int[] {1, 4}) {
        Results<Integer> results = pool.imap(ImapTest::fiveFails, Tasks.upTo(10), chunkSize);
        for (int i = 0; i < 10; i++) {
          if (i == 5) {
            TaskException failure = Outcome.thrownBy(TaskException.class, results::next);
            assertInstanceOf(IllegalArgumentException.class, failure.getCause());
            assertEquals("five", failure.getCause().getMessage());
          } else {
            assertEquals(i, results.next());
          }
        }
        assertFalse(results.hasNext());
      }
    }
  }

  @OnEveryEngine
  void unorderedGivesAFailureAmongTheResults(Engine engine) {
    try (Pool pool = engine.pool(2)) {
      Results<Integer> results = pool.imapUnordered(ImapTest::fiveFails, Tasks.upTo(10));
      List<Integer> values = new ArrayList<>();
      List<String> failures = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        try {
          values.add(results.next());
        } catch (TaskException e) {
          failures.add(String.valueOf(e.getCause().getMessage()));
        }
      }
      assertFalse(results.hasNext());
      values.sort(null);
      assertEquals(List.of(0, 1, 2, 3, 4, 6, 7, 8, 9), values);
      assertEquals(List.of("five"), failures);
    }
  }

  @OnEveryEngine
  void theStreamGivesTheSameResults(Engine engine) {
    try (Pool pool = engine.pool(2)) {
      assertEquals(
          Tasks.squaresUpTo(50), pool.imap(Tasks::square, Tasks.upTo(50)).stream().toList());
      Naturals naturals = new Naturals();
      try (Stream<Long> stream = pool.imap(x -> x * 2, naturals).stream()) {
        assertEquals(List.of(0L, 2L, 4L), stream.limit(3).toList());
      }
    }
  }

  @OnEveryEngine
  void closedEarlyItReadsNoMoreAndThePoolGoesOn(Engine engine) {
    Naturals naturals = new Naturals();
    try (Pool pool = engine.pool(2)) {
      Results<Long> results = pool.imap(x -> x, naturals);
      assertEquals(0, results.next());
      results.close();
      results.close();
      long read = naturals.read.get();
      assertFalse(results.hasNext());
      assertThrows(RuntimeException.class, results::next);
      assertEquals(Tasks.squaresUpTo(100), pool.map(Tasks::square, Tasks.upTo(100)));
      assertEquals(read, naturals.read.get());
    }
  }

  @OnEveryEngine
  void closingThePoolAbandonsInputNotYetRead(Engine engine) {
    Naturals naturals = new Naturals();
    Pool pool = engine.pool(2);
    Results<Long> results = pool.imap(x -> x, naturals);
    assertEquals(0, results.next());
    pool.close();
    long read = naturals.read.get();
    long taken = 1;
    try {
      while (results.hasNext()) {
        assertEquals(taken++, results.next());
        assertTrue(taken <= read, "read on after the pool was closed");
      }
    } catch (RuntimeException refused) {
      assertTrue(taken <= read, refused::toString);
    }
    assertEquals(read, naturals.read.get());
  }

  @OnEveryEngine
  void terminatingThePoolEndsAWaitingNext(Engine engine, @TempDir Path dir) throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      Results<Integer> results = pool.imap(gate::pass, List.of(0, 1));
      gate.awaitArrivals(1);
      Thread terminator = new Thread(pool::terminate);
      terminator.start();
      assertThrows(PoolTerminatedException.class, results::next);
      terminator.join();
    }
  }

  @OnEveryEngine
  void aSourceThatThrowsShowsThatException(Engine engine) {
    Iterable<Integer> source =
        () ->
            Stream.iterate(0, x -> x + 1)
                .peek(
                    x -> {
                      if (x == 3) {
                        throw new IllegalStateException("the source broke");
                      }
                    })
                .iterator();
    try (Pool pool = engine.pool(1)) {
      IllegalStateException thrown =
          Outcome.thrownBy(
              IllegalStateException.class,
              () -> pool.imap(Tasks::square, source).forEachRemaining(x -> {}));
      assertEquals("the source broke", thrown.getMessage());
      assertEquals(1, pool.<Integer, Integer>apply(Tasks::square, 1));
    }
  }

  @OnEveryEngine
  void twoIterationsAtATimeDoNotMix(Engine engine) {
    try (Pool pool = engine.pool(2)) {
      Results<Integer> squares = pool.imap(Tasks::square, Tasks.upTo(200));
      Results<Integer> negatives = pool.imap(x -> -x, Tasks.upTo(200));
      for (int i = 0; i < 200; i++) {
        assertEquals(i * i, squares.next());
        assertEquals(-i, negatives.next());
      }
    }
  }

  @Test
  void aLostWorkerFailsItsItemAndIterationGoesOn() {
    try (Pool pool = Pool.create(2)) {
      Results<Integer> results =
          pool.imap(
              x -> {
                if (x == 3) {
                  Runtime.getRuntime().halt(8);
                }
                return x;
              },
              Tasks.upTo(8));
      for (int i = 0; i < 8; i++) {
        if (i == 3) {
          WorkerLostException lost = Outcome.thrownBy(WorkerLostException.class, results::next);
          assertEquals(8, lost.exitCode().orElseThrow());
        } else {
          assertEquals(i, results.next());
        }
      }
      assertFalse(results.hasNext());
    }
  }
}
