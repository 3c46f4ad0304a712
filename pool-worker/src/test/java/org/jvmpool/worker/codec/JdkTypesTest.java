package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.Task;

@Timeout(60)
class JdkTypesTest {
  /** Not Serializable, as users' beans are. */
  static class Bean {
    final String name;

    Bean(String name) {
      this.name = name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bean bean && bean.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  record Point(int x, Object y) {}

  private static void arrivesEqual(Object value) {
    Object copy = Travel.copy(value);
    assertEquals(value, copy);
    assertEquals(value.getClass(), copy.getClass());
  }

  @Test
  void collectionsArriveEqualAndOfTheSameClass() {
    Bean bean = new Bean("b");
    List<Object> three = Arrays.asList("a", bean, 3);
    for (Object value :
        List.of(
            new ArrayList<>(three),
            new LinkedList<>(three),
            new HashSet<>(three),
            new LinkedHashSet<>(three),
            new Vector<>(three),
            new CopyOnWriteArrayList<>(three),
            Arrays.asList("a", null, bean),
            List.of(),
            List.of(bean),
            List.of(1, 2, bean),
            Set.of(),
            Set.of(bean),
            Set.of(1, 2, bean),
            Map.of(),
            Map.of(1, bean),
            Map.of(1, bean, bean, 2),
            Collections.emptyList(),
            Collections.emptyMap(),
            Collections.emptySet(),
            Collections.singletonList(bean),
            Collections.singletonMap("k", bean),
            Collections.singleton(bean),
            Collections.nCopies(3, bean),
            Collections.nCopies(0, bean),
            Collections.unmodifiableList(new ArrayList<>(three)),
            Collections.unmodifiableSet(new HashSet<>(three)),
            Collections.unmodifiableMap(new HashMap<>(Map.of("k", bean))),
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("k", bean))),
            Collections.synchronizedList(new ArrayList<>(three)),
            Collections.synchronizedMap(new HashMap<>(Map.of("k", bean))),
            Collections.synchronizedSet(new HashSet<>(three)),
            Collections.checkedList(new ArrayList<>(List.of(bean)), Bean.class),
            Collections.checkedMap(new HashMap<>(Map.of("k", bean)), String.class, Bean.class),
            new HashMap<>(Map.of("k", bean)),
            new LinkedHashMap<>(Map.of("k", bean)),
            new TreeMap<>(Map.of("k", bean)),
            new ConcurrentHashMap<>(Map.of("k", bean)),
            new ConcurrentSkipListMap<>(Map.of("k", bean)),
            new TreeSet<>(List.of("b", "a")),
            new ConcurrentSkipListSet<>(List.of("b", "a")),
            new EnumMap<>(Map.of(TimeUnit.DAYS, bean)),
            EnumSet.of(TimeUnit.DAYS),
            EnumSet.noneOf(TimeUnit.class),
            EnumSet.allOf(DayOfWeek.class),
            Map.entry("k", bean),
            new AbstractMap.SimpleEntry<>("k", bean),
            new AbstractMap.SimpleImmutableEntry<>("k", bean),
            BitSet.valueOf(new long[] {5}))) {
      arrivesEqual(value);
    }
  }

  @Test
  void queuesArriveWithTheirElements() {
    for (Collection<String> queue :
        List.<Collection<String>>of(
            new ArrayDeque<>(List.of("b", "a")),
            new ConcurrentLinkedQueue<>(List.of("b", "a")),
            new LinkedBlockingQueue<>(List.of("b", "a")),
            new PriorityQueue<>(List.of("b", "a")),
            new PriorityBlockingQueue<>(List.of("b", "a")))) {
      assertEquals(List.copyOf(queue), List.copyOf(Travel.copy(queue)));
    }
    assertEquals(3, Travel.copy(new LinkedBlockingQueue<>(3)).remainingCapacity());
    assertEquals(3, Travel.copy(new ArrayBlockingQueue<>(3)).remainingCapacity());
  }

  @Test
  void nullsInImmutableListsOfStreamsSurvive() {
    arrivesEqual(Stream.of("a", null).toList());
  }

  @Test
  void wrappersKeepTheBehaviourOfWhatTheyWrap() {
    Map<String, Integer> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Accept", 1);
    Map<String, Integer> copy = Travel.copy(Collections.unmodifiableMap(headers));
    assertEquals(1, copy.get("ACCEPT"));
    assertThrows(UnsupportedOperationException.class, () -> copy.put("x", 1));
  }

  @Test
  void whatAWrapperWrapsStaysShared() {
    List<Object> inner = new ArrayList<>(List.of("a"));
    List<Object> both = new ArrayList<>(List.of(inner, Collections.unmodifiableList(inner)));
    List<Object> copy = Travel.copy(both);
    asList(copy.get(0)).add("b");
    assertEquals(2, asList(copy.get(1)).size());
  }

  @SuppressWarnings("unchecked")
  private static List<Object> asList(Object object) {
    return (List<Object>) object;
  }

  @Test
  void viewsArriveAsCopies() {
    Map<String, Integer> map = new LinkedHashMap<>(Map.of("k", 1));
    assertEquals(map.keySet(), Travel.copy(map.keySet()));
    assertEquals(List.copyOf(map.values()), List.copyOf(Travel.copy(map.values())));
    assertEquals(map.entrySet(), Travel.copy(map.entrySet()));
    assertEquals(map.entrySet().iterator().next(), Travel.copy(map.entrySet().iterator().next()));
    assertEquals(List.of(2, 3), Travel.copy(new ArrayList<>(List.of(1, 2, 3)).subList(1, 3)));
    assertEquals(List.of(2), Travel.copy(List.of(1, 2, 3).subList(1, 2)));
    assertEquals(List.of(2), Travel.copy(Arrays.asList(1, 2, 3).subList(1, 2)));
    TreeMap<String, Integer> sorted = new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3));
    assertEquals(Map.of("a", 1), Travel.copy(sorted.headMap("b")));
    assertEquals("c", Travel.copy(sorted.descendingMap()).firstKey());
    assertEquals(sorted.navigableKeySet(), Travel.copy(sorted.navigableKeySet()));
    assertEquals(Set.of("k"), Travel.copy(new ConcurrentHashMap<>(map).keySet()));
  }

  static class Keys {
    ConcurrentHashMap.KeySetView<String, Integer> keys;
  }

  /** The only view whose class is public, and which programs name without knowing it. */
  @Test
  void keysOfAConcurrentMapMayBeCapturedAndHeld() throws Exception {
    ConcurrentHashMap<String, Integer> map = new ConcurrentHashMap<>(Map.of("k", 1, "l", 2));
    var captured = map.keySet();
    Task<Integer> task = () -> captured.size();
    assertEquals(2, Travel.function(task).call());
    Keys holder = new Keys();
    holder.keys = map.keySet();
    Keys copy = Travel.copy(holder);
    assertEquals(Set.of("k", "l"), copy.keys);
    assertThrows(UnsupportedOperationException.class, () -> copy.keys.add("m"));
  }

  private static Object called(Object target, Class<?> type, String method) throws Exception {
    return type.getMethod(method).invoke(target);
  }

  @Test
  void viewsOfNewerJavaArriveAsCopies() throws Exception {
    assumeTrue(Runtime.version().feature() >= 21, "they came with Java 21");
    Map<String, Integer> map = new LinkedHashMap<>();
    map.put("a", 1);
    map.put("b", 2);
    TreeMap<String, Integer> tree = new TreeMap<>(map);
    for (Object collection :
        List.of(
            called(List.of(1, 2), List.class, "reversed"),
            called(new ArrayList<>(List.of(1, 2)), List.class, "reversed"),
            called(new LinkedList<>(List.of(1, 2)), LinkedList.class, "reversed"),
            called(new ArrayDeque<>(List.of(1, 2)), Deque.class, "reversed"),
            called(new LinkedHashSet<>(List.of(1, 2)), LinkedHashSet.class, "reversed"),
            called(new TreeSet<>(List.of(1, 2)), NavigableSet.class, "reversed"),
            called(map, LinkedHashMap.class, "sequencedKeySet"),
            called(map, LinkedHashMap.class, "sequencedValues"),
            called(map, LinkedHashMap.class, "sequencedEntrySet"),
            called(tree, TreeMap.class, "sequencedKeySet"))) {
      Collection<?> copy = (Collection<?>) Travel.copy(collection);
      assertEquals(List.copyOf((Collection<?>) collection), List.copyOf(copy));
      Class<?> sequenced = Class.forName("java.util.SequencedCollection");
      assertTrue(sequenced.isInstance(copy), () -> collection.getClass().toString());
    }
    for (Object reversed :
        List.of(
            called(map, LinkedHashMap.class, "reversed"),
            called(tree, NavigableMap.class, "reversed"))) {
      Map<?, ?> copy = (Map<?, ?>) Travel.copy(reversed);
      assertEquals("[b, a]", copy.keySet().toString());
      assertEquals(map, copy);
    }
  }

  @Test
  void aViewBringsNoMoreThanItShows() {
    Map<String, Object> notToTravel = new ConcurrentHashMap<>(Map.of("k", new Thread("t")));
    assertEquals(Set.of("k"), Travel.copy(notToTravel.keySet()));
    TreeMap<String, Object> tree = new TreeMap<>(notToTravel);
    tree.put("a", 1);
    tree.put("b", 2);
    assertEquals(
        List.of("b", "a"), List.copyOf(Travel.copy(tree.descendingMap().tailMap("b")).keySet()));
    ConcurrentSkipListMap<String, Object> skip = new ConcurrentSkipListMap<>(tree);
    assertEquals(Map.of("a", 1), Travel.copy(skip.headMap("b")));
    Set<String> own = ConcurrentHashMap.newKeySet();
    own.add("x");
    Set<String> copy = Travel.copy(own);
    copy.add("y");
    assertEquals(Set.of("x", "y"), copy);
  }

  @Test
  void accessOrderOfALinkedHashMapSurvives() {
    LinkedHashMap<String, Integer> cache = new LinkedHashMap<>(16, 0.75f, true);
    cache.put("a", 1);
    cache.put("b", 2);
    LinkedHashMap<String, Integer> copy = Travel.copy(cache);
    copy.get("a");
    assertEquals("b", copy.keySet().iterator().next());
    assertEquals("a", cache.keySet().iterator().next());
  }

  @Test
  void subclassesOfCollectionsKeepTheirFields() {
    class Named extends ArrayList<String> {
      private static final long serialVersionUID = 1L;
      String name;
    }
    Named named = new Named();
    named.name = "n";
    named.add("a");
    Named copy = Travel.copy(named);
    assertEquals("n", copy.name);
    assertEquals(List.of("a"), copy);
  }

  @Test
  void collectionsThatComputeTheirElementsTravel() {
    class Range extends AbstractList<Integer> {
      private final int size = 3;

      @Override
      public Integer get(int index) {
        return index;
      }

      @Override
      public int size() {
        return size;
      }
    }
    assertEquals(List.of(0, 1, 2), Travel.copy(new Range()));
  }

  @Test
  void doubleBraceMapsTravel() {
    Map<String, Integer> map =
        new HashMap<>() {
          private static final long serialVersionUID = 1L;

          {
            put("a", 1);
          }
        };
    assertEquals(Map.of("a", 1), Travel.copy(map));
  }

  @Test
  void defaultsOfPropertiesSurvive() {
    Properties defaults = new Properties();
    defaults.setProperty("k", "v");
    assertEquals("v", Travel.copy(new Properties(defaults)).getProperty("k"));
  }

  @Test
  void identityMapsStayIdentityMaps() {
    Map<Object, String> map = new IdentityHashMap<>();
    map.put(new Bean("x"), "1");
    map.put(new Bean("x"), "2");
    assertEquals(2, Travel.copy(map).size());
  }

  /* Its module is not among those that this one reads. */
  private static Object timestamp(long millis) throws Exception {
    return Class.forName("java.sql.Timestamp").getConstructor(long.class).newInstance(millis);
  }

  @Test
  void smallValuesArriveEqual() throws Exception {
    for (Object value :
        List.of(
            UUID.randomUUID(),
            URI.create("http://h/p?q#f"),
            new File("a/b"),
            Path.of("a/b"),
            Path.of("/abs"),
            Locale.GERMANY,
            Locale.ROOT,
            Optional.of("x"),
            Optional.empty(),
            OptionalInt.of(3),
            BigInteger.TEN.pow(50),
            new BigDecimal("1.50"),
            new Date(5),
            Currency.getInstance("EUR"),
            StandardCharsets.UTF_8,
            Instant.now(),
            Duration.ofMillis(5),
            LocalDate.of(2020, 2, 29),
            ZoneId.of("Europe/Berlin"),
            ZonedDateTime.now(),
            InetAddress.getByName("127.0.0.1"),
            new GregorianCalendar(),
            TimeUnit.DAYS,
            String.class,
            int.class,
            int[][].class,
            Bean[].class,
            new URI("file:/x").toURL(),
            new Point(1, List.of(2)),
            new StackTraceElement("C", "m", "C.java", 5),
            timestamp(5))) {
      arrivesEqual(value);
    }
    assertEquals("a+", Travel.copy(Pattern.compile("a+", Pattern.DOTALL)).pattern());
    assertEquals(Pattern.DOTALL, Travel.copy(Pattern.compile("a+", Pattern.DOTALL)).flags());
    assertEquals(5, Travel.copy(new AtomicInteger(5)).get());
    assertEquals(5, Travel.copy(new AtomicLong(5)).get());
    assertEquals(new Bean("b"), Travel.copy(new AtomicReference<>(new Bean("b"))).get());
    LongAdder adder = new LongAdder();
    adder.add(5);
    assertEquals(5, Travel.copy(adder).sum());
    assertEquals(new Random(5).nextInt(), Travel.copy(new Random(5)).nextInt());
    assertEquals("abc", Travel.copy(new StringBuilder("abc")).toString());
    assertTrue(Travel.copy(new ReentrantLock()).tryLock());
    assertSame(Object.class, Travel.copy(new Object()).getClass());
  }

  @Test
  void arraysOfObjectsArriveWithTheirType() {
    Object[] mixed = Travel.copy(new Object[] {"a", 1, null, new Bean("b")});
    assertEquals(Arrays.asList("a", 1, null, new Bean("b")), Arrays.asList(mixed));
    String[][] nested = Travel.copy(new String[][] {{"a", null}, null});
    assertEquals("a", nested[0][0]);
    assertNull(nested[1]);
    assertEquals(Point[].class, Travel.copy(new Point[] {new Point(1, 2)}).getClass());
  }

  @Test
  void proxiesTravelWithTheirHandler() {
    @SuppressWarnings("unchecked")
    Supplier<String> proxy =
        (Supplier<String>)
            Proxy.newProxyInstance(
                Travel.LOADER,
                new Class<?>[] {Supplier.class, Serializable.class},
                (java.lang.reflect.InvocationHandler & Serializable) (p, m, a) -> "handled");
    assertEquals("handled", Travel.copy(proxy).get());
    assertEquals("handled", Travel.function(proxy).get());
  }

  @Test
  void objectsThatReferToEachOtherStayOneGraph() {
    class Node {
      Node other;
      List<Node> all = new ArrayList<>();
    }
    Node a = new Node();
    Node b = new Node();
    a.other = b;
    b.other = a;
    a.all.add(a);
    Node copy = Travel.copy(a);
    assertSame(copy, copy.other.other);
    assertSame(copy, copy.all.get(0));
  }
}
