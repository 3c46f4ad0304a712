package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jvmpool.Pool;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.Results;
import org.jvmpool.TaskException;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Tasks;

/** An imap that ends early says so: nobody takes a part of the results for all of them. */
@Behaviour
class ImapEndTest {
  private static int pause(int x) throws InterruptedException {
    Thread.sleep(50);
    return x;
  }

  @OnEveryEngine
  void terminatingThePoolBetweenTwoResultsShows(Engine engine) throws Exception {
    Pool pool = engine.pool(2);
    Results<Integer> results =
        pool.imap(Tasks::square, () -> IntStream.iterate(0, i -> i + 1).iterator());
    for (int i = 0; i < 20; i++) {
      assertEquals(i * i, results.next());
    }
    pool.terminate();
    pool.join();
    assertThrows(
        PoolTerminatedException.class,
        () -> {
          while (results.hasNext()) {
            results.next();
          }
        });
  }

  @OnEveryEngine
  void anInterruptWhileThePoolIsFullCancelsTheRest(Engine engine) {
    try (Pool pool = engine.builder().workers(1).maxPending(1).build()) {
      Thread me = Thread.currentThread();
      AtomicInteger seen = new AtomicInteger();
      Results<Integer> results =
          pool.imap(
              ImapEndTest::pause,
              () ->
                  new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                      return next < 30;
                    }

                    @Override
                    public Integer next() {
                      if (next == 8) {
                        me.interrupt();
                      }
                      return next++;
                    }
                  });
      assertThrows(
          CancellationException.class,
          () -> {
            while (results.hasNext()) {
              results.next();
              seen.incrementAndGet();
            }
          });
      assertTrue(Thread.interrupted(), "the flag is set again");
      assertTrue(seen.get() <= 8, seen::toString);
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @OnEveryEngine
  void anInterruptedMapThatWaitsForRoomIsCancelled(Engine engine) {
    try (Pool pool = engine.builder().workers(1).maxPending(1).build()) {
      Thread.currentThread().interrupt();
      assertThrows(
          CancellationException.class,
          () -> pool.map(ImapEndTest::pause, List.of(1, 2, 3, 4, 5, 6, 7, 8), 1));
      assertTrue(Thread.interrupted(), "the flag is set again");
    }
  }

  @OnEveryEngine
  void aSlowSourceDoesNotHoldUpWhatIsReady(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      pool.map(Tasks::square, Tasks.upTo(1000), 1);
      AtomicInteger read = new AtomicInteger();
      Iterable<Integer> slow =
          () ->
              new Iterator<>() {
                @Override
                public boolean hasNext() {
                  return true;
                }

                @Override
                public Integer next() {
                  try {
                    Thread.sleep(100);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return read.getAndIncrement();
                }
              };
      try (Results<Integer> results = pool.imap(Tasks::square, slow)) {
        for (int i = 0; i < 5; i++) {
          assertEquals(i * i, results.next(Duration.ofSeconds(20)));
        }
        assertTrue(read.get() <= 20, () -> "read " + read + " items for 5 results");
      }
    }
  }

  @OnEveryEngine
  void aFailureNamesTheItemsPlaceInTheSource(Engine engine) {
    try (Pool pool = engine.pool(1);
        Results<Integer> results =
            pool.imap(x -> 10 / (7 - x), IntStream.range(0, 10).boxed().toList(), 5)) {
      for (int i = 0; i < 7; i++) {
        results.next();
      }
      TaskException failure = assertThrows(TaskException.class, results::next);
      assertTrue(failure.getMessage().contains("item 7"), failure::getMessage);
    }
  }

  @OnEveryEngine
  void anItemThatCannotTravelFailsInItsPlace(Engine engine) {
    List<Object> items = List.of("a", new Thread(), "b");
    try (Pool pool = engine.pool(1);
        Results<String> results = pool.imap(String::valueOf, items)) {
      assertEquals("a", results.next());
      assertThrows(TaskSerializationException.class, results::next);
      assertEquals("b", results.next());
    }
  }
}
