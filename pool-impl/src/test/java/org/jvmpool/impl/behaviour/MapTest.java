package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;

/** Results of map and starmap stand where their inputs stood (169, 170, 173, 182, 196). */
@Behaviour
class MapTest {
  @OnEveryEngine
  void resultsAreInInputOrder(Engine engine) {
    try (Pool pool = engine.pool(3)) {
      assertEquals(Tasks.squaresUpTo(10), pool.map(Tasks::square, Tasks.upTo(10)));
      assertEquals(Tasks.squaresUpTo(5_000), pool.map(x -> x * x, Tasks.upTo(5_000)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 20, 99, 100, 101, Integer.MAX_VALUE})
  void everyChunkSizeGivesTheSameList(int chunkSize) {
    for (Engine engine : Engine.values()) {
      try (Pool pool = engine.pool(2)) {
        assertEquals(
            Tasks.squaresUpTo(100),
            pool.map(Tasks::square, Tasks.upTo(100), chunkSize),
            engine::name);
      }
    }
  }

  @OnEveryEngine
  void nothingGivesAnEmptyList(Engine engine) throws Exception {
    List<Integer> none = List.of();
    try (Pool pool = engine.pool(1)) {
      assertEquals(List.of(), pool.map(Tasks::square, none));
      assertEquals(List.of(), pool.map(Tasks::square, none, 1));
      assertEquals(List.of(), Outcome.of(pool.mapAsync(Tasks::square, none)));
      assertEquals(List.of(), Outcome.of(pool.mapAsync(Tasks::square, none, 1)));
      assertEquals(List.of(), pool.starmap(Integer::sum, Map.<Integer, Integer>of().entrySet()));
      assertEquals(List.of(), pool.imap(Tasks::square, none).stream().toList());
      assertEquals(List.of(), pool.imapUnordered(Tasks::square, none).stream().toList());
    }
  }

  @OnEveryEngine
  void anIterableIsReadOnceFromStartToEnd(Engine engine) {
    AtomicInteger iterators = new AtomicInteger();
    AtomicInteger reads = new AtomicInteger();
    Iterable<Integer> source =
        () -> {
          iterators.incrementAndGet();
          return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
              return next < 30;
            }

            @Override
            public Integer next() {
              if (!hasNext()) {
                throw new NoSuchElementException();
              }
              reads.incrementAndGet();
              return next++;
            }
          };
        };
    try (Pool pool = engine.pool(2)) {
      assertEquals(Tasks.squaresUpTo(30), pool.map(Tasks::square, source));
      assertEquals(1, iterators.get());
      assertEquals(30, reads.get());
      assertEquals(Tasks.squaresUpTo(30), pool.map(Tasks::square, source, 4));
      assertEquals(2, iterators.get());
      assertEquals(60, reads.get());
    }
  }

  @OnEveryEngine
  void takesAnyCollection(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      assertEquals(List.of(1, 4, 9), pool.map(Tasks::square, new TreeSet<>(List.of(3, 2, 1))));
      assertEquals(List.of(1), pool.map(Tasks::square, Collections.singleton(1)));
    }
  }

  @OnEveryEngine
  void nullItemsAndNullResultsKeepTheirPlaces(Engine engine) {
    List<Integer> items = Arrays.asList(1, null, 3, null);
    try (Pool pool = engine.pool(1)) {
      assertEquals(items, pool.<Integer, Integer>map(x -> x, items));
      assertEquals(items, pool.<Integer, Integer>map(x -> x, items, 2));
      assertEquals(
          Arrays.asList(null, null), pool.<Integer, Integer>map(x -> x, Arrays.asList(null, null)));
    }
  }

  @OnEveryEngine
  void starmapGivesBothPartsOfEachEntry(Engine engine) throws Exception {
    List<Map.Entry<String, Integer>> entries =
        List.of(Map.entry("a", 3), Map.entry("b", 1), Map.entry("c", 2));
    try (Pool pool = engine.pool(2)) {
      assertEquals(List.of("aaa", "b", "cc"), pool.starmap(String::repeat, entries));
      assertEquals(
          List.of("aaa", "b", "cc"), Outcome.of(pool.starmapAsync(String::repeat, entries)));
    }
  }

  @OnEveryEngine
  void mapAsyncGivesTheWholeListInOrder(Engine engine) throws Exception {
    try (Pool pool = engine.pool(2)) {
      assertEquals(
          Tasks.squaresUpTo(100), Outcome.of(pool.mapAsync(Tasks::square, Tasks.upTo(100))));
      assertEquals(
          Tasks.squaresUpTo(100), Outcome.of(pool.mapAsync(Tasks::square, Tasks.upTo(100), 20)));
    }
  }

  @OnEveryEngine
  void allPrimitiveBoxTypesKeepTheirType(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      for (List<?> items :
          List.of(
              List.of(1, -1, Integer.MIN_VALUE),
              List.of(1L, Long.MAX_VALUE),
              List.of(1.5, Double.NaN, -0.0),
              List.of(1.5f),
              List.of((short) 1, (byte) 1),
              List.of(true, false),
              List.of('a', '\uffff'),
              List.of(1, 2L, 3.0))) {
        assertEquals(items, pool.<Object, Object>map(x -> x, items, 10));
      }
    }
  }

  @Test
  void sixteenWorkersShareAThousandTasks() {
    try (Pool pool = Pool.create(16)) {
      long sum = pool.map(x -> x * 2L, Tasks.upTo(1_000), 1).stream().mapToLong(x -> x).sum();
      assertEquals(999_000, sum);
    }
  }

  @Test
  void theWorkOfAMapIsSpreadOverTheWorkers() {
    try (Pool pool = Pool.create(2)) {
      List<Long> pids =
          pool.map(
              x -> {
                Thread.sleep(20);
                return Tasks.pid();
              },
              Tasks.upTo(100));
      assertTrue(pids.stream().distinct().count() == 2, pids::toString);
    }
  }
}
