package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.OnEveryEngine;

/** What people pass to tasks arrives equal, in both directions. */
@Behaviour
class ValuesTravelTest {
  private record Point(int x, int y, List<String> labels) {}

  /** No constructor without arguments, not serializable, a cycle. */
  private static final class Node {
    final String name;
    Node next = this;

    Node(String name) {
      this.name = name;
    }
  }

  private sealed interface Shape permits Circle, Square {}

  private record Circle(double radius) implements Shape {}

  private record Square(double side) implements Shape {}

  private static Object echo(Object value) {
    return value;
  }

  @OnEveryEngine
  void equalValuesComeBack(Engine engine) {
    List<Object> values = new ArrayList<>();
    values.addAll(List.of(1, 2L, (short) 3, (byte) 4, 'c', 1.5, 2.5f, true, "text", "\0äß漢字😀"));
    values.addAll(List.of(BigInteger.TEN.pow(50), new BigDecimal("1.2300"), UUID.randomUUID()));
    values.addAll(List.of(LocalDate.of(2024, 2, 29), Instant.EPOCH, Duration.ofMillis(5)));
    values.add(ZonedDateTime.parse("2024-02-29T12:00:00+01:00[Europe/Berlin]"));
    values.addAll(List.of(URI.create("http://example.org/a?b"), Locale.CANADA_FRENCH));
    values.addAll(List.of(Optional.of("x"), Optional.empty(), TimeUnit.DAYS, String.class));
    values.addAll(List.of(List.of(), List.of(1), List.of(1, 2, 3), Set.of(1, 2), Map.of("a", 1)));
    values.addAll(List.of(Arrays.asList(1, null), new ArrayDeque<>(List.of(1)).clone().size()));
    values.add(new ArrayList<>(List.of(1, 2, 3, 4)).subList(1, 3));
    values.addAll(List.of(Collections.unmodifiableList(new ArrayList<>(List.of(1)))));
    values.addAll(List.of(Collections.emptyMap(), Collections.singletonList("one")));
    values.addAll(List.of(Collections.synchronizedList(new ArrayList<>(List.of(1)))));
    values.add(new TreeMap<>(Map.of("b", 2, "a", 1)));
    values.add(new TreeMap<String, Integer>(Collections.reverseOrder()));
    values.add(new ConcurrentHashMap<>(Map.of("k", List.of(1))));
    values.add(new EnumMap<>(Map.of(TimeUnit.DAYS, 1)));
    values.add(EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS));
    values.add(BitSet.valueOf(new long[] {5, 9}));
    values.add(new HashMap<>(Map.of(new Point(1, 2, List.of()), new Point(3, 4, List.of("l")))));
    values.addAll(List.of(new Circle(1), new Square(2)));
    values.add(Map.entry("k", 1));
    try (Pool pool = engine.pool(2)) {
      for (Object value : values) {
        Object back = pool.apply(ValuesTravelTest::echo, value);
        assertEquals(value, back, () -> value.getClass().getName());
      }
      assertEquals(values, pool.map(ValuesTravelTest::echo, values));
    }
  }

  @OnEveryEngine
  void arraysComeBackEqual(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      assertArrayEquals(new int[] {1, 2}, pool.<int[], int[]>apply(a -> a, new int[] {1, 2}));
      assertArrayEquals(
          new double[][] {{1}, {2, 3}},
          pool.<double[][], double[][]>apply(a -> a, new double[][] {{1}, {2, 3}}));
      assertArrayEquals(
          new String[] {"a", null},
          pool.<String[], String[]>apply(a -> a, new String[] {"a", null}));
      assertArrayEquals(
          new Object[] {1, "b", List.of()},
          pool.<Object[], Object[]>apply(a -> a, new Object[] {1, "b", List.of()}));
      assertArrayEquals(new byte[0], pool.<byte[], byte[]>apply(a -> a, new byte[0]));
    }
  }

  @OnEveryEngine
  void anObjectWithCyclesAndWithoutDefaultConstructorTravels(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      Node back = pool.apply(node -> node.next, new Node("first"));
      assertEquals("first", back.name);
      assertSame(back, back.next);
    }
  }

  @OnEveryEngine
  void sharedReferencesInsideOneArgumentStayShared(Engine engine) {
    List<String> shared = new ArrayList<>();
    List<List<String>> twice = List.of(shared, shared);
    try (Pool pool = engine.pool(1)) {
      List<List<String>> back =
          pool.apply(
              lists -> {
                lists.get(0).add("seen by both");
                return lists;
              },
              twice);
      assertEquals(List.of("seen by both"), back.get(1));
      assertSame(back.get(0), back.get(1));
    }
  }

  /** Travels as its name and is rebuilt by its own {@code readResolve}. */
  private static final class Currency implements Serializable {
    private static final long serialVersionUID = 1;
    static final Currency EURO = new Currency("euro");

    final String name;

    Currency(String name) {
      this.name = name;
    }

    private Object readResolve() {
      return name.equals("euro") ? EURO : this;
    }
  }

  @OnEveryEngine
  void aSingletonWithReadResolveStaysASingleton(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      assertSame(Currency.EURO, pool.apply(() -> Currency.EURO));
      assertEquals(true, pool.<Currency, Boolean>apply(c -> c == Currency.EURO, Currency.EURO));
    }
  }

  @OnEveryEngine
  void sixtyFourMebibytesGoThereAndBack(Engine engine) {
    byte[] big = new byte[64 << 20];
    for (int i = 0; i < big.length; i += 4093) {
      big[i] = (byte) (i >>> 8);
    }
    try (Pool pool = engine.pool(1)) {
      byte[] back = pool.<byte[], byte[]>apply(bytes -> bytes, big);
      assertArrayEquals(big, back);
      assertEquals(1, pool.<Integer, Integer>apply(x -> x, 1));
    }
  }

  @OnEveryEngine
  void manyPayloadsOfAllSizesGoThereAndBack(Engine engine) {
    List<byte[]> payloads = new ArrayList<>();
    for (int size = 1; size <= 4 << 20; size *= 4) {
      for (int delta = -1; delta <= 1; delta++) {
        byte[] payload = new byte[size + delta];
        Arrays.fill(payload, (byte) size);
        payloads.add(payload);
      }
    }
    try (Pool pool = engine.pool(2)) {
      List<byte[]> back = pool.<byte[], byte[]>map(bytes -> bytes, payloads, 1);
      for (int i = 0; i < payloads.size(); i++) {
        assertArrayEquals(payloads.get(i), back.get(i));
      }
    }
  }

  @Test
  void aClassIsTheSameClassInTheWorker() {
    try (Pool pool = Pool.create(1)) {
      assertSame(Point.class, pool.apply(() -> Point.class));
      assertSame(int.class, pool.apply(() -> int.class));
    }
  }
}
