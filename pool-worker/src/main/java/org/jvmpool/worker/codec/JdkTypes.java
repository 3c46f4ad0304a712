package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers;
import java.io.File;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.ZoneId;
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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the JDK that do not go through Java serialization: collections that are made first
 * and filled then, small values that are rebuilt from their parts, views that are copied, and those
 * for which Kryo's serializer is right.
 *
 * <p>Only exact classes are listed. A subclass may hold more than its superclass shows.
 */
final class JdkTypes {
  /** Kryo is right about these; the class itself and, for the last ones, its hidden subclasses. */
  private static final Set<Class<?>> KRYO_IS_RIGHT =
      Set.of(
          BigInteger.class,
          BigDecimal.class,
          Date.class,
          Currency.class,
          StringBuffer.class,
          StringBuilder.class,
          TreeSet.class,
          TreeMap.class,
          ConcurrentSkipListMap.class,
          URL.class,
          BitSet.class,
          Optional.class,
          OptionalInt.class,
          OptionalLong.class,
          OptionalDouble.class,
          Collections.emptyList().getClass(),
          Collections.emptyMap().getClass(),
          Collections.emptySet().getClass(),
          Collections.singletonList(null).getClass(),
          Collections.singletonMap(null, null).getClass(),
          Collections.singleton(null).getClass());

  /** Serializable, but they would bring the whole map of which they show a part. */
  private static final Set<String> GREEDY_VIEWS =
      Set.of(
          "java.util.TreeMap$AscendingSubMap",
          "java.util.TreeMap$DescendingSubMap",
          "java.util.concurrent.ConcurrentSkipListMap$SubMap",
          "java.util.concurrent.ConcurrentHashMap$ValuesView",
          "java.util.concurrent.ConcurrentHashMap$EntrySetView");

  private static final Map<Class<?>, Serializer<?>> OWN = new HashMap<>();

  /* Written with a number instead of a name: the order is part of the format. */
  private static final List<Class<?>> COMMON = new ArrayList<>();

  static {
    filled(ArrayList.class, ArrayList::new);
    filled(LinkedList.class, n -> new LinkedList<>());
    filled(ArrayDeque.class, n -> new ArrayDeque<>(n + 1));
    filled(HashSet.class, n -> new HashSet<>(capacity(n)));
    filled(LinkedHashSet.class, n -> new LinkedHashSet<>(capacity(n)));
    filled(ConcurrentLinkedQueue.class, n -> new ConcurrentLinkedQueue<>());
    filled(ConcurrentLinkedDeque.class, n -> new ConcurrentLinkedDeque<>());
    own(HashMap.class, new FilledMap((n, access) -> new HashMap<>(capacity(n))));
    own(
        LinkedHashMap.class,
        new FilledMap((n, access) -> new LinkedHashMap<>(capacity(n), 0.75f, access)));
    own(ConcurrentHashMap.class, new FilledMap((n, access) -> new ConcurrentHashMap<>(n)));

    Function<List<?>, Object[]> elements = List::toArray;
    for (List<?> list :
        List.of(List.of(), List.of(1), List.of(1, 2, 3), List.of(1, 2).subList(0, 1))) {
      parts(list.getClass(), elements, JdkTypes::immutableList);
    }
    for (Set<?> set : List.<Set<?>>of(Set.of(), Set.of(1), Set.of(1, 2, 3))) {
      JdkTypes.<Set<?>>parts(set.getClass(), Set::toArray, p -> Set.of(p));
    }
    for (Map<?, ?> map : List.<Map<?, ?>>of(Map.of(), Map.of(1, 1), Map.of(1, 1, 2, 2))) {
      parts(map.getClass(), JdkTypes::flat, JdkTypes::immutableMap);
    }
    parts(Arrays.asList(1).getClass(), elements, p -> Arrays.asList(p));
    JdkTypes.<CopyOnWriteArrayList<?>>parts(
        CopyOnWriteArrayList.class, CopyOnWriteArrayList::toArray, CopyOnWriteArrayList::new);
    JdkTypes.<List<?>>parts(
        Collections.nCopies(1, 1).getClass(),
        l -> l.isEmpty() ? new Object[] {0, null} : new Object[] {l.size(), l.get(0)},
        p -> Collections.nCopies((Integer) p[0], p[1]));
    JdkTypes.<AtomicReference<?>>parts(
        AtomicReference.class, a -> new Object[] {a.get()}, p -> new AtomicReference<>(p[0]));
    JdkTypes.<Map.Entry<?, ?>>parts(
        Map.entry(1, 1).getClass(), JdkTypes::pair, p -> Map.entry(p[0], p[1]));
    JdkTypes.<Map.Entry<?, ?>>parts(
        AbstractMap.SimpleEntry.class,
        JdkTypes::pair,
        p -> new AbstractMap.SimpleEntry<>(p[0], p[1]));

    JdkTypes.<UUID>parts(
        UUID.class,
        u -> new Object[] {u.getMostSignificantBits(), u.getLeastSignificantBits()},
        p -> new UUID((Long) p[0], (Long) p[1]));
    JdkTypes.<URI>parts(
        URI.class, u -> new Object[] {u.toString()}, p -> URI.create((String) p[0]));
    JdkTypes.<Pattern>parts(
        Pattern.class,
        r -> new Object[] {r.pattern(), r.flags()},
        p -> Pattern.compile((String) p[0], (Integer) p[1]));
    JdkTypes.<Locale>parts(Locale.class, JdkTypes::localeParts, JdkTypes::locale);
    JdkTypes.<File>parts(File.class, f -> new Object[] {f.getPath()}, p -> new File((String) p[0]));
    JdkTypes.<AtomicInteger>parts(
        AtomicInteger.class, a -> new Object[] {a.get()}, p -> new AtomicInteger((Integer) p[0]));
    JdkTypes.<AtomicLong>parts(
        AtomicLong.class, a -> new Object[] {a.get()}, p -> new AtomicLong((Long) p[0]));
    JdkTypes.<AtomicBoolean>parts(
        AtomicBoolean.class, a -> new Object[] {a.get()}, p -> new AtomicBoolean((Boolean) p[0]));
    JdkTypes.<StackTraceElement>parts(
        StackTraceElement.class, JdkTypes::frameParts, JdkTypes::frame);
    parts(Object.class, o -> new Object[0], p -> new Object());
    own(Class.class, new Classes());
    JdkTypes.<ConcurrentHashMap.KeySetView<?, ?>>parts(
        ConcurrentHashMap.KeySetView.class,
        k -> prepend(k.getMappedValue(), k.toArray()),
        JdkTypes::keySet);
  }

  private JdkTypes() {}

  /** Gives the common classes numbers. */
  static void registerCommon(Kryo kryo) {
    for (Class<?> type : COMMON) {
      kryo.register(type, OWN.get(type));
    }
  }

  /** Whether a class is written with a number in place of its name. */
  static boolean isNumbered(Class<?> type) {
    return OWN.containsKey(type);
  }

  /** Whether a class has a number of its own, or none at all: no other serializer is asked. */
  static boolean hasFixedForm(Class<?> type) {
    return isNumbered(type)
        || type.isPrimitive()
        || type.isArray()
        || type == String.class
        || MethodType.methodType(type).hasWrappers()
        || EnumSet.class.isAssignableFrom(type)
        || Throwable.class.isAssignableFrom(type);
  }

  /** The serializer for a class that has one here, or null. */
  static @Nullable Serializer<?> serializerOf(Session session, Class<?> type) {
    Serializer<?> own = OWN.get(type);
    if (own != null) {
      return own;
    }
    Serializer<?> wrapper = Wrappers.of(type);
    if (wrapper != null) {
      return wrapper;
    }
    if (EnumSet.class.isAssignableFrom(type)) {
      return new EnumSets();
    }
    if (Path.class.isAssignableFrom(type)) {
      return new Parts<>(JdkTypes::pathParts, JdkTypes::path);
    }
    if (type == PriorityQueue.class) {
      return new Queues();
    }
    if (GREEDY_VIEWS.contains(type.getName())) {
      return copyOfView(type);
    }
    if (KRYO_IS_RIGHT.contains(type)
        || (type.getPackageName().equals("java.time") && !type.isEnum() && !isClock(type))
        || (Charset.class.isAssignableFrom(type) && Serializers.isJdk(type))) {
      return session.kryoDefault(type);
    }
    return null;
  }

  /* Clocks are the only classes of java.time that Kryo has no serializer for. */
  private static boolean isClock(Class<?> type) {
    return !ZoneId.class.isAssignableFrom(type)
        && !java.time.temporal.TemporalAccessor.class.isAssignableFrom(type)
        && !java.time.temporal.TemporalAmount.class.isAssignableFrom(type);
  }

  /** Whether it is a reversed LinkedList, which is one itself and yet will not be serialised. */
  static boolean isReversedList(Class<?> type) {
    return LinkedList.class.isAssignableFrom(type) && type != LinkedList.class;
  }

  /** A serializer that copies a view of the JDK, such as a sub-list or a key set; null if none. */
  static @Nullable Serializer<?> copyOfView(Class<?> type) {
    if (Deque.class.isAssignableFrom(type)) {
      return new Parts<Deque<?>>(Deque::toArray, p -> new LinkedList<>(Arrays.asList(p)));
    } else if (List.class.isAssignableFrom(type)) {
      return new Parts<List<?>>(List::toArray, p -> new ArrayList<>(Arrays.asList(p)));
    } else if (SortedSet.class.isAssignableFrom(type)) {
      return new Parts<SortedSet<?>>(
          s -> prepend(s.comparator(), s.toArray()), p -> fill(new TreeSet<>(comparator(p)), p));
    } else if (Set.class.isAssignableFrom(type)) {
      return new Parts<Set<?>>(Set::toArray, p -> new LinkedHashSet<>(Arrays.asList(p)));
    } else if (ConcurrentNavigableMap.class.isAssignableFrom(type)) {
      return new Parts<SortedMap<?, ?>>(
          m -> prepend(m.comparator(), flat(m)),
          p -> fill(new ConcurrentSkipListMap<>(comparator(p)), p, 1));
    } else if (SortedMap.class.isAssignableFrom(type)) {
      return new Parts<SortedMap<?, ?>>(
          m -> prepend(m.comparator(), flat(m)), p -> fill(new TreeMap<>(comparator(p)), p, 1));
    } else if (Map.class.isAssignableFrom(type)) {
      return new Parts<Map<?, ?>>(JdkTypes::flat, p -> fill(new LinkedHashMap<>(), p, 0));
    } else if (Collection.class.isAssignableFrom(type) && !Queue.class.isAssignableFrom(type)) {
      return new Parts<Collection<?>>(Collection::toArray, p -> new ArrayList<>(Arrays.asList(p)));
    } else if (Map.Entry.class.isAssignableFrom(type)) {
      return new Parts<Map.Entry<?, ?>>(
          JdkTypes::pair, p -> new AbstractMap.SimpleEntry<>(p[0], p[1]));
    }
    return null;
  }

  private static void own(Class<?> type, Serializer<?> serializer) {
    if (OWN.put(type, serializer) == null) {
      COMMON.add(type);
    }
  }

  private static void filled(
      Class<?> type, java.util.function.IntFunction<Collection<Object>> make) {
    own(type, new FilledCollection(make));
  }

  private static <T> void parts(
      Class<?> type, Function<T, Object[]> take, Function<Object[], Object> make) {
    own(type, new Parts<>(take, make));
  }

  private static int capacity(int elements) {
    return (int) Math.min(1 << 30, elements / 0.75 + 1);
  }

  /* Stream.toList allows null and List.of does not, and both are of one class. */
  private static Object immutableList(Object[] elements) {
    for (Object element : elements) {
      if (element == null) {
        return Stream.of(elements).toList();
      }
    }
    return List.of(elements);
  }

  static Object[] flat(Map<?, ?> map) {
    List<Object> parts = new ArrayList<>(map.size() * 2);
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      parts.add(entry.getKey());
      parts.add(entry.getValue());
    }
    return parts.toArray();
  }

  private static Object immutableMap(Object[] parts) {
    Map.Entry<?, ?>[] entries = new Map.Entry<?, ?>[parts.length / 2];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = Map.entry(parts[2 * i], parts[2 * i + 1]);
    }
    return Map.ofEntries(entries);
  }

  /* A set of its own knows the value that each of its elements is mapped to; a view has none. Both
   * are of one class, which fields and captured variables name. */
  private static Object keySet(Object[] parts) {
    Object value = parts[0];
    ConcurrentHashMap<Object, Object> map = new ConcurrentHashMap<>(parts.length);
    Set<Object> set = value == null ? map.keySet() : map.keySet(value);
    for (int i = 1; i < parts.length; i++) {
      map.put(parts[i], value == null ? Boolean.TRUE : value);
    }
    return set;
  }

  private static Object[] pair(Map.Entry<?, ?> entry) {
    return new Object[] {entry.getKey(), entry.getValue()};
  }

  private static @Nullable Object[] prepend(@Nullable Object first, Object[] rest) {
    @Nullable Object[] all = new Object[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  @SuppressWarnings("unchecked")
  private static java.util.Comparator<Object> comparator(Object[] parts) {
    return (java.util.Comparator<Object>) parts[0];
  }

  private static Object fill(Set<Object> set, Object[] parts) {
    set.addAll(Arrays.asList(parts).subList(1, parts.length));
    return set;
  }

  private static Object fill(Map<Object, Object> map, Object[] parts, int from) {
    for (int i = from; i + 1 < parts.length; i += 2) {
      map.put(parts[i], parts[i + 1]);
    }
    return map;
  }

  /* Its language tag, unless that says less than the locale: an old one such as no_NO_NY. */
  private static Object[] localeParts(Locale locale) {
    String tag = locale.toLanguageTag();
    return Locale.forLanguageTag(tag).equals(locale)
        ? new Object[] {tag}
        : new Object[] {locale.getLanguage(), locale.getCountry(), locale.getVariant()};
  }

  private static Object locale(Object[] parts) {
    return parts.length == 1
        ? Locale.forLanguageTag((String) parts[0])
        : new Locale((String) parts[0], (String) parts[1], (String) parts[2]);
  }

  private static Object[] pathParts(Path path) {
    boolean usual = path.getFileSystem() == FileSystems.getDefault();
    return new Object[] {usual, usual ? path.toString() : path.toUri().toString()};
  }

  private static Object path(Object[] parts) {
    String text = (String) parts[1];
    return (Boolean) parts[0] ? Path.of(text) : Path.of(URI.create(text));
  }

  private static Object[] frameParts(StackTraceElement frame) {
    return new Object[] {
      Throwables.shownLoader(frame),
      frame.getModuleName(),
      Throwables.shownVersion(frame),
      frame.getClassName(),
      frame.getMethodName(),
      frame.getFileName(),
      frame.getLineNumber()
    };
  }

  private static Object frame(Object[] p) {
    return new StackTraceElement(
        (String) p[0],
        (String) p[1],
        (String) p[2],
        (String) p[3],
        (String) p[4],
        (String) p[5],
        (Integer) p[6]);
  }

  /** Kryo's serializer makes a queue as long as the bytes say. */
  @SuppressWarnings("rawtypes")
  private static final class Queues extends DefaultSerializers.PriorityQueueSerializer {
    @Override
    protected PriorityQueue create(
        Kryo kryo, Input in, Class<? extends PriorityQueue> type, int size) {
      return super.create(kryo, in, type, Math.min(size, 1024));
    }
  }

  /** A class object: its name. */
  @SuppressWarnings("rawtypes")
  private static final class Classes extends Serializer<Class> {
    @Override
    public void write(Kryo kryo, Output out, Class type) {
      if (type.isHidden()) {
        throw new CannotTravel(
            type, "a hidden class has no name by which to find it elsewhere", null);
      }
      PlainValues.writeString(ClassHomes.nameOf(type), out);
    }

    @Override
    public Class read(Kryo kryo, Input in, Class<? extends Class> ignored) {
      return ClassNames.find(PlainValues.readName(in), kryo.getClassLoader());
    }
  }
}
