package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.OnEveryEngine;

/** What is hard for serializers arrives as it was in a worker, and comes back. */
@Behaviour
class KindsTravelTest {
  private enum Sign {
    PLUS {
      @Override
      int apply(int a, int b) {
        return a + b;
      }
    };

    abstract int apply(int a, int b);
  }

  private record Person(String name, List<Person> friends) {}

  private static Object echo(Object value) {
    return value;
  }

  @OnEveryEngine
  void viewsWrappersAndValuesComeBackEqual(Engine engine) {
    TreeMap<String, Integer> tree = new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3));
    List<Object> values =
        List.of(
            Sign.PLUS,
            tree.keySet(),
            tree.headMap("c"),
            tree.descendingMap(),
            List.copyOf(tree.values()),
            tree.entrySet(),
            Collections.synchronizedMap(new TreeMap<>(tree)),
            Collections.unmodifiableSortedMap(tree),
            Collections.checkedList(new ArrayList<>(List.of(1)), Integer.class),
            Locale.forLanguageTag("zh-Hant-TW-u-ca-roc"));
    try (Pool pool = engine.pool(1)) {
      for (Object value : values) {
        assertEquals(value, pool.apply(KindsTravelTest::echo, value));
      }
      assertEquals(5, pool.<Sign, Integer>apply(sign -> sign.apply(2, 3), Sign.PLUS));
      assertEquals(7, pool.<AtomicLong, Long>apply(AtomicLong::get, new AtomicLong(7)));
      assertEquals(
          new Random(5).nextInt(), pool.<Random, Integer>apply(Random::nextInt, new Random(5)));
    }
  }

  @OnEveryEngine
  void recordsThatKnowEachOtherComeBackAsOneGraph(Engine engine) {
    Person ada = new Person("Ada", new ArrayList<>());
    ada.friends().add(new Person("Bob", new ArrayList<>(List.of(ada))));
    try (Pool pool = engine.pool(1)) {
      Person back = pool.apply(person -> person.friends().get(0), ada);
      assertEquals("Bob", back.name());
      assertSame(back, back.friends().get(0).friends().get(0));
    }
  }
}
