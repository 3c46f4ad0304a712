package org.jvmpool.worker.codec;

import java.io.ByteArrayInputStream;
import java.io.Externalizable;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.StringReader;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.SimpleDateFormat;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
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
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Random;
import java.util.Scanner;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Stack;
import java.util.StringJoiner;
import java.util.TimeZone;
import java.util.Timer;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jvmpool.SerializableComparator;
import org.jvmpool.TaskFunction;

/** One sample at least of each kind of object that the documentation tells of. */
final class Kinds {
  private Kinds() {}

  /**
   * A kind.
   *
   * @param name as in the documentation
   * @param arrives as in the documentation
   * @param samples objects of the kind
   */
  record Kind(String name, String arrives, List<Object> samples) {
    /** Whether it shows a part of something else, and arrives as a copy of that part. */
    boolean isView() {
      return arrives.startsWith("a copy");
    }
  }

  /** A kind that is refused, with the reason that the message must give. */
  record Refused(String name, Object sample) {}

  /* --- samples of classes that users write --- */

  enum Level {
    LOW,
    HIGH
  }

  enum Operator {
    PLUS("+") {
      @Override
      int apply(int a, int b) {
        return a + b;
      }
    },
    MINUS("-") {
      @Override
      int apply(int a, int b) {
        return a - b;
      }
    };

    final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    abstract int apply(int a, int b);
  }

  record Point(int x, int y) {}

  record Named<T>(String name, T value, int... more) {
    Named {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a name is needed");
      }
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Named<?> n
          && n.name.equals(name)
          && n.value.equals(value)
          && Arrays.equals(n.more, more);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  record Nothing() {}

  /** Its canonical constructor changes what it is given, and an accessor tells something else. */
  record Odd(List<String> names, double ratio) {
    Odd(List<String> names, double ratio) {
      this.names = List.copyOf(names);
      this.ratio = Math.max(0, ratio);
    }

    Odd(String name) {
      this(List.of(name), 1);
    }

    @Override
    public List<String> names() {
      return List.of("told otherwise");
    }
  }

  sealed interface Shape permits Circle, Polygon {}

  record Circle(double radius) implements Shape {}

  /** Not Serializable, as most beans are; no constructor without arguments. */
  static sealed class Polygon implements Shape permits Square {
    final List<Point> corners;

    Polygon(List<Point> corners) {
      this.corners = corners;
    }

    @Override
    public boolean equals(Object other) {
      return other != null
          && other.getClass() == getClass()
          && ((Polygon) other).corners.equals(corners);
    }

    @Override
    public int hashCode() {
      return corners.hashCode();
    }
  }

  static final class Square extends Polygon {
    private final int side;

    /* The same name as in the superclass. */
    private final String corners;

    Square(int side) {
      super(List.of(new Point(0, 0), new Point(side, side)));
      this.side = side;
      this.corners = "four";
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other)
          && ((Square) other).side == side
          && ((Square) other).corners.equals(corners);
    }

    @Override
    public int hashCode() {
      return side;
    }
  }

  /** All primitives, a transient and a static field. */
  static final class Everything {
    static int counted;
    boolean z = true;
    byte b = 1;
    short s = 2;
    char c = 'c';
    int i = -3;
    long l = Long.MIN_VALUE;
    float f = 1.5f;
    double d = Double.NaN;
    String text = "äß漢😀";
    Object none;
    transient String forgotten = "not sent";

    @Override
    public boolean equals(Object o) {
      return o instanceof Everything e
          && e.z == z
          && e.b == b
          && e.s == s
          && e.c == c
          && e.i == i
          && e.l == l
          && e.f == f
          && Double.compare(e.d, d) == 0
          && e.text.equals(text)
          && e.none == null
          && (e.forgotten == null || e == this);
    }

    @Override
    public int hashCode() {
      return i;
    }
  }

  /** The subclass of {@link Parent} alone is Serializable. */
  static class Parent {
    int inherited = 5;
  }

  static final class Child extends Parent implements Serializable {
    private static final long serialVersionUID = 1;
    int own = 6;

    @Override
    public boolean equals(Object o) {
      return o instanceof Child c && c.own == own && c.inherited == inherited;
    }

    @Override
    public int hashCode() {
      return own;
    }
  }

  /** Writes what its superclass, which is not Serializable, cannot. */
  static final class CarefulChild extends Parent implements Serializable {
    private static final long serialVersionUID = 1;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(inherited);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      inherited = in.readInt();
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof CarefulChild c && c.inherited == inherited;
    }

    @Override
    public int hashCode() {
      return inherited;
    }
  }

  static final class Replaced implements Serializable {
    private static final long serialVersionUID = 1;
    private final transient String text;

    Replaced(String text) {
      this.text = text;
    }

    private Object writeReplace() {
      return new Form(text);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Replaced r && r.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    private record Form(String text) implements Serializable {
      private Object readResolve() {
        return new Replaced(text);
      }
    }
  }

  public static final class Outside implements Externalizable {
    private int value;

    public Outside() {}

    Outside(int value) {
      this.value = value;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeInt(value);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      value = in.readInt();
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Outside other && other.value == value;
    }

    @Override
    public int hashCode() {
      return value;
    }
  }

  /** A collection of a user's own. */
  static final class Range extends AbstractList<Integer> {
    private final int size;

    Range(int size) {
      this.size = size;
    }

    @Override
    public Integer get(int index) {
      return index;
    }

    @Override
    public int size() {
      return size;
    }
  }

  static final class NamedList extends ArrayList<Object> {
    private static final long serialVersionUID = 1;
    String name = "named";

    @Override
    public boolean equals(Object o) {
      return super.equals(o) && o instanceof NamedList n && n.name.equals(name);
    }

    @Override
    public int hashCode() {
      return super.hashCode();
    }
  }

  private static final class Handler implements InvocationHandler, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] args) {
      return switch (method.getName()) {
        case "equals" -> Proxy.isProxyClass(args[0].getClass());
        case "hashCode", "compareTo" -> 42;
        default -> "handled";
      };
    }
  }

  static final class Unserializable {
    final Socket socket = new Socket();
  }

  /** Has an instance around it. */
  final class Inner {
    final int n = 4;
  }

  static Object local(int captured) {
    class Local {
      int get() {
        return captured;
      }

      @Override
      public boolean equals(Object o) {
        return o instanceof Local l && l.get() == get();
      }

      @Override
      public int hashCode() {
        return get();
      }
    }
    return new Local();
  }

  static Object inner() {
    return new Outer("outer").new Member();
  }

  static final class Outer {
    final String name;

    Outer(String name) {
      this.name = name;
    }

    final class Member {
      @Override
      public boolean equals(Object o) {
        return o instanceof Member m && m.told().equals(told());
      }

      String told() {
        return "member of " + name;
      }

      @Override
      public int hashCode() {
        return 1;
      }
    }
  }

  /* --- the kinds --- */

  static List<Kind> all() throws Exception {
    List<Kind> kinds = new ArrayList<>();
    plain(kinds);
    arrays(kinds);
    collections(kinds);
    wrappers(kinds);
    views(kinds);
    values(kinds);
    usersOwn(kinds);
    return kinds;
  }

  private static void add(List<Kind> kinds, String name, String arrives, Object... samples) {
    kinds.add(new Kind(name, arrives, List.of(samples)));
  }

  private static void plain(List<Kind> kinds) {
    add(
        kinds,
        "numbers, `boolean`, `char`",
        "equal",
        1,
        -1,
        Integer.MIN_VALUE,
        2L,
        Long.MIN_VALUE,
        (short) 3,
        (byte) 4,
        'c',
        1.5,
        Double.NaN,
        -0.0,
        2.5f,
        true,
        false);
    add(
        kinds,
        "`String`, unpaired surrogates included",
        "equal",
        "",
        "text",
        "\0äß漢字😀",
        "\ud800 alone",
        "long ".repeat(10_000));
  }

  private static void arrays(List<Kind> kinds) {
    add(
        kinds,
        "`byte[]`, `int[]`, `long[]`, `double[]`",
        "equal",
        new byte[] {1, -1},
        new int[] {1, Integer.MIN_VALUE},
        new long[] {1, Long.MAX_VALUE},
        new double[] {1, Double.NaN});
    add(
        kinds,
        "other arrays: of primitives, of objects, nested, with themselves in them",
        "equal, of the same component type",
        new short[] {1},
        new char[] {'a'},
        new float[] {1},
        new boolean[] {true, false},
        new String[] {"a", null},
        new Object[] {1, "b", null, List.of()},
        new int[][] {{1}, {}, null},
        new Integer[][][] {{{1}}},
        new Level[] {Level.HIGH},
        new Point[] {new Point(1, 2)},
        new List<?>[] {List.of(1)},
        new Map.Entry<?, ?>[] {Map.entry(1, 2)},
        new Class<?>[] {int.class},
        new Operator[] {Operator.PLUS},
        new Number[] {1, 2.0},
        new Comparable<?>[] {"a", 1},
        new Shape[] {new Circle(1), new Square(2)},
        new Object[0],
        new long[0][0]);
  }

  private static void collections(List<Kind> kinds) {
    Object bean = new Square(3);
    List<Object> three = Arrays.asList("a", bean, 3);
    Map<String, Object> map = Map.of("k", bean);
    add(
        kinds,
        "lists, sets, maps and queues of `java.util`",
        "equal, of the same class",
        new ArrayList<>(three),
        new LinkedList<>(three),
        new ArrayDeque<>(three),
        new HashSet<>(three),
        new LinkedHashSet<>(three),
        new TreeSet<>(List.of("b", "a")),
        new HashMap<>(map),
        new LinkedHashMap<>(map),
        new TreeMap<>(map),
        new Vector<>(three),
        new Stack<>(),
        new Hashtable<>(map),
        new PriorityQueue<>(List.of(2, 1)),
        identityMap(bean));
    Map<Level, Object> levels = new EnumMap<>(Level.class);
    add(
        kinds,
        "`EnumMap`, `EnumSet`",
        "equal, empty ones too",
        levels,
        new EnumMap<>(Map.of(Level.HIGH, bean)),
        new EnumMap<>(Map.of(Operator.PLUS, 1)),
        EnumSet.of(Level.LOW),
        EnumSet.noneOf(Operator.class),
        EnumSet.allOf(Operator.class),
        EnumSet.allOf(Thread.State.class));
    add(
        kinds,
        "trees and heaps with an order: `TreeMap`, `TreeSet`, `PriorityQueue`, with a comparator"
            + " that can travel",
        "equal, in that order",
        tree(Collections.reverseOrder()),
        tree(String.CASE_INSENSITIVE_ORDER),
        tree(Comparator.naturalOrder()),
        tree((SerializableComparator<String>) (a, b) -> b.compareTo(a)),
        new TreeSet<>(tree(Collections.reverseOrder()).keySet()),
        heap());
    add(
        kinds,
        "the concurrent collections of `java.util.concurrent`",
        "equal, of the same class and capacity",
        new ConcurrentHashMap<>(map),
        new ConcurrentSkipListMap<>(map),
        new ConcurrentSkipListSet<>(List.of("b", "a")),
        new ConcurrentLinkedQueue<>(three),
        new ConcurrentLinkedDeque<>(three),
        new CopyOnWriteArrayList<>(three),
        new CopyOnWriteArraySet<>(three),
        new ArrayBlockingQueue<>(5, true, three),
        new LinkedBlockingQueue<>(three),
        new LinkedBlockingDeque<>(three),
        new LinkedTransferQueue<>(three),
        new PriorityBlockingQueue<>(List.of(2, 1)),
        filledKeySet());
    add(
        kinds,
        "immutable collections: `List.of`, `Set.of`, `Map.of`, `Map.entry`, `Stream.toList`,"
            + " `Collectors.toUnmodifiableList`",
        "equal and immutable",
        List.of(),
        List.of(bean),
        List.of(1, bean, 3),
        List.of(1, 2, 3).subList(1, 3),
        Set.of(),
        Set.of(bean),
        Set.of(1, bean, 3),
        Map.of(),
        map,
        Map.of(1, bean, bean, 2),
        Map.entry("k", bean),
        List.copyOf(new ArrayList<>(List.of(1, 2, 3))),
        Stream.of("a", null, bean).toList(),
        List.of(List.of(Map.of(1, Set.of(List.of(2))))));
    add(
        kinds,
        "`Collections.empty…`, `singleton…`, `nCopies`",
        "equal, of the same class",
        Collections.emptyList(),
        Collections.emptySet(),
        Collections.emptyMap(),
        Collections.singletonList(bean),
        Collections.singletonList(null),
        Collections.singleton(bean),
        Collections.singletonMap("k", bean),
        Collections.nCopies(3, bean),
        Collections.nCopies(0, bean),
        Collections.emptySortedSet(),
        Collections.emptyNavigableMap());
    add(
        kinds,
        "`Arrays.asList`, with nulls too",
        "equal; a list over an array of its own",
        Arrays.asList("a", null, bean),
        Arrays.asList(new Integer[] {1, 2}),
        Arrays.asList());
    add(
        kinds,
        "entries: `SimpleEntry`, `SimpleImmutableEntry`",
        "equal",
        new AbstractMap.SimpleEntry<>("k", bean),
        new AbstractMap.SimpleImmutableEntry<>("k", null));
    add(kinds, "`BitSet`, `Properties`", "equal", BitSet.valueOf(new long[] {5, 9}), properties());
  }

  private static void wrappers(List<Kind> kinds) {
    List<Object> list = new ArrayList<>(List.of("a", new Point(1, 2)));
    NavigableSet<String> set = new TreeSet<>(List.of("b", "a"));
    NavigableMap<String, Object> map = new TreeMap<>(Map.of("b", 1, "a", list));
    add(
        kinds,
        "`Collections.unmodifiable…`",
        "equal; what it wraps stays shared with who else holds it",
        Collections.unmodifiableCollection(list),
        Collections.unmodifiableList(list),
        Collections.unmodifiableList(new LinkedList<>(list)),
        Collections.unmodifiableSet(set),
        Collections.unmodifiableSortedSet(set),
        Collections.unmodifiableNavigableSet(set),
        Collections.unmodifiableMap(map),
        Collections.unmodifiableSortedMap(map),
        Collections.unmodifiableNavigableMap(map),
        Collections.unmodifiableList(Collections.unmodifiableList(list)));
    add(
        kinds,
        "`Collections.synchronized…`",
        "equal; with a lock of its own",
        Collections.synchronizedCollection(list),
        Collections.synchronizedList(list),
        Collections.synchronizedList(new LinkedList<>(list)),
        Collections.synchronizedSet(set),
        Collections.synchronizedSortedSet(set),
        Collections.synchronizedNavigableSet(set),
        Collections.synchronizedMap(map),
        Collections.synchronizedSortedMap(map),
        Collections.synchronizedNavigableMap(map));
    add(
        kinds,
        "`Collections.checked…`, `newSetFromMap`, `asLifoQueue`",
        "equal",
        Collections.checkedCollection(list, Object.class),
        Collections.checkedList(list, Object.class),
        Collections.checkedSet(set, String.class),
        Collections.checkedSortedSet(set, String.class),
        Collections.checkedNavigableSet(set, String.class),
        Collections.checkedMap(map, String.class, Object.class),
        Collections.checkedSortedMap(map, String.class, Object.class),
        Collections.checkedNavigableMap(map, String.class, Object.class),
        Collections.checkedQueue(new LinkedList<>(list), Object.class),
        filledSetFromMap(),
        Collections.asLifoQueue(new ArrayDeque<>(list)));
  }

  private static void views(List<Kind> kinds) {
    List<Object> list = new ArrayList<>(List.of("a", new Point(1, 2), 3, 4));
    Map<String, Object> hash = new HashMap<>(Map.of("k", 1, "l", new Point(3, 4)));
    Map<String, Object> linked = new LinkedHashMap<>(hash);
    NavigableMap<String, Object> tree = new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3));
    NavigableSet<String> set = new TreeSet<>(tree.keySet());
    NavigableMap<String, Object> skip = new ConcurrentSkipListMap<>(tree);
    ConcurrentHashMap<String, Object> concurrent = new ConcurrentHashMap<>(hash);
    EnumMap<Level, Integer> levels = new EnumMap<>(Map.of(Level.HIGH, 1));
    IdentityHashMap<Object, Object> identities = new IdentityHashMap<>(Map.of(Level.HIGH, 1));
    add(
        kinds,
        "`subList` of a list that can change",
        "a copy, an `ArrayList`",
        list.subList(1, 3),
        list.subList(0, 3).subList(1, 2),
        new LinkedList<>(list).subList(1, 3),
        Arrays.asList(1, 2, 3).subList(1, 2),
        new Vector<>(list).subList(0, 2),
        new CopyOnWriteArrayList<>(list).subList(0, 2),
        Collections.synchronizedList(list).subList(0, 2),
        Collections.unmodifiableList(list).subList(0, 2),
        Collections.checkedList(list, Object.class).subList(0, 2));
    add(
        kinds,
        "`keySet`, `values`, `entrySet` of a map",
        "a copy of the elements, in their order: a set (of a `ConcurrentHashMap` a `KeySetView`), or"
            + " an `ArrayList` of values",
        hash.keySet(),
        hash.values(),
        hash.entrySet(),
        linked.keySet(),
        linked.values(),
        linked.entrySet(),
        tree.keySet(),
        tree.navigableKeySet(),
        tree.values(),
        tree.entrySet(),
        skip.keySet(),
        skip.values(),
        skip.entrySet(),
        concurrent.entrySet(),
        concurrent.keySet(),
        concurrent.values(),
        levels.keySet(),
        levels.values(),
        levels.entrySet(),
        identities.keySet(),
        identities.values(),
        new Hashtable<>(hash).keySet(),
        new Hashtable<>(hash).entrySet(),
        new WeakHashMap<>(hash).keySet(),
        Map.of("k", 1).keySet(),
        Map.of("k", 1).values(),
        Map.of("k", 1, "l", 2).keySet(),
        Map.of("k", 1, "l", 2).entrySet(),
        Collections.unmodifiableMap(hash).keySet(),
        Collections.unmodifiableMap(hash).values(),
        Collections.unmodifiableMap(hash).entrySet(),
        Collections.synchronizedMap(hash).keySet(),
        Collections.synchronizedMap(hash).values(),
        Collections.checkedMap(hash, String.class, Object.class).entrySet(),
        Collections.singletonMap("k", 1).keySet(),
        properties().stringPropertyNames());
    add(
        kinds,
        "sub-maps and sub-sets, descending ones too",
        "a copy of that part, in the same order; it has no bounds any more",
        tree.headMap("b"),
        tree.subMap("a", true, "b", true),
        tree.tailMap("b"),
        tree.descendingMap(),
        tree.descendingMap().headMap("b"),
        tree.descendingKeySet(),
        set.headSet("b"),
        set.subSet("a", true, "b", false),
        set.tailSet("b"),
        set.descendingSet(),
        skip.headMap("b"),
        skip.descendingMap(),
        skip.descendingKeySet(),
        new ConcurrentSkipListSet<>(set).headSet("b"),
        new ConcurrentSkipListSet<>(set).descendingSet(),
        Collections.unmodifiableNavigableMap(tree).headMap("b"),
        Collections.synchronizedNavigableMap(tree).tailMap("b"));
    add(
        kinds,
        "entries of a map, `firstEntry` and the like",
        "a copy",
        hash.entrySet().iterator().next(),
        linked.entrySet().iterator().next(),
        tree.entrySet().iterator().next(),
        tree.firstEntry(),
        skip.firstEntry(),
        concurrent.entrySet().iterator().next(),
        levels.entrySet().iterator().next(),
        Collections.unmodifiableMap(hash).entrySet().iterator().next());
  }

  private static void values(List<Kind> kinds) throws Exception {
    add(
        kinds,
        "`BigInteger`, `BigDecimal`, `MathContext`",
        "equal, scale included",
        BigInteger.TEN.pow(500),
        BigInteger.ZERO,
        new BigDecimal("1.5000"),
        new BigDecimal("-1E+400"),
        MathContext.DECIMAL64);
    add(
        kinds,
        "`Optional`, `OptionalInt`, `OptionalLong`, `OptionalDouble`",
        "equal",
        Optional.of(new Point(1, 2)),
        Optional.empty(),
        OptionalInt.of(3),
        OptionalInt.empty(),
        OptionalLong.of(4),
        OptionalDouble.of(5));
    add(
        kinds,
        "`java.time`",
        "equal",
        Instant.now(),
        Duration.ofNanos(-1),
        Period.of(1, 2, 3),
        LocalDate.of(2020, 2, 29),
        LocalTime.MAX,
        LocalDateTime.MIN,
        OffsetDateTime.now(),
        OffsetTime.now(),
        ZonedDateTime.now(ZoneId.of("Europe/Berlin")),
        ZoneId.of("America/New_York"),
        ZoneOffset.ofHours(-3),
        Year.of(2024),
        YearMonth.of(2024, 5),
        MonthDay.of(2, 29),
        DayOfWeek.FRIDAY,
        Month.MAY,
        java.time.chrono.ThaiBuddhistDate.now(),
        java.time.chrono.IsoChronology.INSTANCE,
        java.time.temporal.WeekFields.ISO,
        Clock.systemUTC());
    add(
        kinds,
        "`Date`, `Calendar`, `TimeZone`, `Locale`, `Currency`, `Charset`",
        "equal",
        new Date(5),
        Calendar.getInstance(TimeZone.getTimeZone("Europe/Berlin")),
        TimeZone.getTimeZone("Asia/Tokyo"),
        Locale.CANADA_FRENCH,
        Locale.forLanguageTag("zh-Hant-TW-u-ca-roc"),
        Locale.ROOT,
        Currency.getInstance("EUR"),
        StandardCharsets.UTF_8,
        java.nio.charset.Charset.forName("windows-1252"));
    add(
        kinds,
        "`UUID`, `URI`, `URL`, `File`, `Path`, `InetAddress`, `Pattern`",
        "equal; a path is not made absolute",
        UUID.randomUUID(),
        URI.create("http://h:1/p%20q?q#f"),
        URI.create("mailto:a@b"),
        new URL("file:/a/b?c"),
        new File("a/b"),
        new File("/a/ü"),
        Path.of("a/../b"),
        Path.of("/a/b"),
        Path.of(""),
        InetAddress.getByAddress("h", new byte[] {127, 0, 0, 1}),
        InetSocketAddress.createUnresolved("h", 80),
        Pattern.compile("a+(?<n>b)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
    add(
        kinds,
        "atomics, adders, accumulators",
        "of the same value",
        new AtomicInteger(5),
        new AtomicLong(6),
        new AtomicBoolean(true),
        new AtomicReference<>(new Point(1, 2)),
        new AtomicReference<>(),
        new AtomicIntegerArray(new int[] {1, 2}),
        new AtomicLongArray(new long[] {3}),
        new AtomicReferenceArray<>(new Object[] {new Point(1, 2), null}),
        adder(),
        new DoubleAdder(),
        new LongAccumulator((java.util.function.LongBinaryOperator & Serializable) Math::max, 7));
    add(kinds, "`Random`", "with the same numbers to come", new Random(5), used(new Random(6)));
    add(
        kinds,
        "`Class`, also of primitives and arrays",
        "the class of that name there",
        String.class,
        int.class,
        void.class,
        int[][].class,
        Point.class,
        Point[].class,
        Operator.PLUS.getClass(),
        Map.Entry.class);
    add(
        kinds,
        "`StringBuilder`, `StringBuffer`, `StackTraceElement`, `Object`",
        "of the same content",
        new StringBuilder("abc"),
        new StringBuffer("abc"),
        new StackTraceElement("l", "m", "1", "C", "m", "C.java", 5),
        new Object());
    add(
        kinds,
        "locks, `Semaphore` and other `Serializable` classes of the JDK",
        "as Java serialization has it; a lock arrives unlocked",
        new ReentrantLock(true),
        new ReentrantReadWriteLock(),
        new Semaphore(3),
        new DecimalFormat("0.00"),
        new SimpleDateFormat("yyyy", Locale.ROOT),
        new java.util.concurrent.CompletionException("text", null));
    add(
        kinds,
        "dynamic proxies whose handler can travel",
        "a proxy of the same interfaces",
        Proxy.newProxyInstance(
            Kinds.class.getClassLoader(), new Class<?>[] {Comparable.class}, new Handler()),
        Proxy.newProxyInstance(
            Kinds.class.getClassLoader(),
            new Class<?>[] {Supplier.class, Serializable.class},
            new Handler()));
    add(
        kinds,
        "enum constants, also those with a body",
        "the same constant",
        Level.HIGH,
        Operator.PLUS,
        Operator.MINUS,
        TimeUnit.DAYS,
        Thread.State.NEW);
    add(kinds, "annotations", "equal", Deprecated2.class.getAnnotation(Deprecated.class));
  }

  @Deprecated(since = "1")
  private static final class Deprecated2 {}

  private static void usersOwn(List<Kind> kinds) {
    add(
        kinds,
        "records, also of other records, with a constructor that checks or changes",
        "made by the canonical constructor from the fields",
        new Point(1, 2),
        new Named<>("n", new Point(1, 2), 3, 4),
        new Nothing(),
        new Odd(List.of("a"), 0.5),
        new Odd("b"),
        Optional.of(new Named<>("n", List.of(new Nothing()))));
    add(
        kinds,
        "ordinary classes, `Serializable` or not, with or without a constructor, sealed ones too",
        "field by field without a constructor; `transient` fields are null, 0 or false",
        new Square(3),
        new Polygon(List.of(new Point(1, 2))),
        new Everything(),
        new Circle(2));
    add(
        kinds,
        "a `Serializable` class whose superclass is not",
        "field by field, those of the superclass too (Java serialization would lose them)",
        new Child());
    add(
        kinds,
        "anonymous, local and inner classes",
        "with what they captured and with the instance around them",
        local(7),
        inner());
    add(
        kinds,
        "classes with `writeObject`, `readObject`, `writeReplace`, `readResolve`; `Externalizable`",
        "as their own methods say",
        new CarefulChild(),
        new Replaced("r"),
        new Outside(9));
    add(
        kinds,
        "subclasses of collections, and collections of one's own",
        "with elements and own fields",
        namedList(),
        new Range(4),
        doubleBrace());
    add(
        kinds,
        "lambdas and method references of a serializable interface",
        "with what they captured",
        (TaskFunction<Object, Object> & Serializable) x -> "handled",
        (Supplier<Object> & Serializable) () -> "handled");
    add(
        kinds,
        "exceptions and errors",
        "of the same class with message, stack, causes and suppressed ones; else a"
            + " `RemoteThrowable` that tells it all",
        new IOException("m", new IllegalStateException("cause")),
        new AssertionError("e"));
  }

  private static Map<Object, Object> identityMap(Object bean) {
    return new IdentityHashMap<>(Map.of(Level.HIGH, bean));
  }

  private static TreeMap<String, Integer> tree(Comparator<String> order) {
    TreeMap<String, Integer> tree = new TreeMap<>(order);
    tree.put("a", 1);
    tree.put("B", 2);
    return tree;
  }

  private static PriorityQueue<String> heap() {
    PriorityQueue<String> heap = new PriorityQueue<>(Collections.reverseOrder());
    heap.addAll(List.of("a", "b", "c"));
    return heap;
  }

  private static Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("k", "v");
    return properties;
  }

  private static Set<String> filledSetFromMap() {
    Set<String> set = Collections.newSetFromMap(new ConcurrentHashMap<>());
    set.add("a");
    return set;
  }

  private static Set<String> filledKeySet() {
    Set<String> set = ConcurrentHashMap.newKeySet();
    set.add("a");
    return set;
  }

  private static LongAdder adder() {
    LongAdder adder = new LongAdder();
    adder.add(8);
    return adder;
  }

  private static Random used(Random random) {
    random.nextGaussian();
    return random;
  }

  private static NamedList namedList() {
    NamedList list = new NamedList();
    list.add(new Point(1, 2));
    list.name = "other";
    return list;
  }

  private static Map<String, Object> doubleBrace() {
    return new HashMap<>() {
      private static final long serialVersionUID = 1;

      {
        put("a", new Point(1, 2));
      }
    };
  }

  /* --- what is refused --- */

  static List<Refused> refused() throws Exception {
    return List.of(
        new Refused("a lambda of an interface that is not serializable", lambda()),
        new Refused("`Thread`", new Thread("t")),
        new Refused("`ThreadLocal`", new ThreadLocal<>()),
        new Refused("executors", ForkJoinPool.commonPool()),
        new Refused("futures", new CompletableFuture<>()),
        new Refused("`Timer`", quietTimer()),
        new Refused("streams of bytes and characters", new ByteArrayInputStream(new byte[0])),
        new Refused("readers and writers", new StringReader("")),
        new Refused("`Scanner`", new Scanner("")),
        new Refused("sockets", new Socket()),
        new Refused("server sockets", closed(new ServerSocket())),
        new Refused("channels", closed(Pipe.open())),
        new Refused("processes and their handles", ProcessHandle.current()),
        new Refused("class loaders", Kinds.class.getClassLoader()),
        new Refused("modules", Object.class.getModule()),
        new Refused("`java.util.stream`", Stream.of(1)),
        new Refused("iterators", List.of(1).iterator()),
        new Refused("weak and soft references", new WeakReference<>("x")),
        new Refused("method handles", MethodHandles.constant(Integer.class, 1)),
        new Refused("`Method`, `Field`, `Constructor`", Object.class.getMethod("toString")),
        new Refused("NIO buffers", ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN)),
        new Refused(
            "`CountDownLatch` and other classes of the JDK that are not `Serializable`",
            new CountDownLatch(1)),
        new Refused("`SplittableRandom`", new SplittableRandom(1)),
        new Refused("`StringJoiner`", new StringJoiner(",")),
        new Refused("statistics", new DoubleSummaryStatistics()),
        new Refused("an object that holds one of these", new Unserializable()));
  }

  private static Object lambda() {
    return (Supplier<String>) () -> "x";
  }

  private static Timer quietTimer() {
    Timer timer = new Timer("jvmpool-test-timer", true);
    timer.cancel();
    return timer;
  }

  private static Object closed(ServerSocket socket) throws IOException {
    socket.close();
    return socket;
  }

  private static Object closed(Pipe pipe) throws IOException {
    pipe.sink().close();
    pipe.source().close();
    return pipe.source();
  }
}
