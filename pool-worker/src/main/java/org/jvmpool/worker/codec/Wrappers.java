package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Unmodifiable and synchronized wrappers: what they wrap travels, and is wrapped again.
 *
 * <p>So a wrapped tree keeps its order and what is wrapped stays shared with whoever else holds it,
 * which a copy of the elements would lose.
 */
/* Implementation notes: the fields are closed. Java serialization shows what is in them: the first
 * object that it writes for each of these classes is what they wrap. */
final class Wrappers extends Serializer<Object> {
  private static final Map<Class<?>, Serializer<?>> ALL = new HashMap<>();

  static {
    NavigableMap<Integer, Integer> map = new TreeMap<>();
    NavigableSet<Integer> set = new TreeSet<>();
    Wrappers.<Collection<?>>add(new ArrayList<>(), Collections::unmodifiableCollection);
    Wrappers.<List<?>>add(new ArrayList<>(), Collections::unmodifiableList);
    Wrappers.<List<?>>add(new LinkedList<>(), Collections::unmodifiableList);
    Wrappers.<Set<?>>add(set, Collections::unmodifiableSet);
    Wrappers.<SortedSet<?>>add(set, Collections::unmodifiableSortedSet);
    Wrappers.<NavigableSet<?>>add(set, Collections::unmodifiableNavigableSet);
    Wrappers.<Map<?, ?>>add(map, Collections::unmodifiableMap);
    Wrappers.<SortedMap<?, ?>>add(map, Collections::unmodifiableSortedMap);
    Wrappers.<NavigableMap<?, ?>>add(map, Collections::unmodifiableNavigableMap);
    Wrappers.<Collection<?>>add(new ArrayList<>(), Collections::synchronizedCollection);
    Wrappers.<List<?>>add(new ArrayList<>(), Collections::synchronizedList);
    Wrappers.<List<?>>add(new LinkedList<>(), Collections::synchronizedList);
    Wrappers.<Set<?>>add(set, Collections::synchronizedSet);
    Wrappers.<SortedSet<?>>add(set, Collections::synchronizedSortedSet);
    Wrappers.<NavigableSet<?>>add(set, Collections::synchronizedNavigableSet);
    Wrappers.<Map<?, ?>>add(map, Collections::synchronizedMap);
    Wrappers.<SortedMap<?, ?>>add(map, Collections::synchronizedSortedMap);
    Wrappers.<NavigableMap<?, ?>>add(map, Collections::synchronizedNavigableMap);
  }

  private final Function<Object, Object> wrap;

  private Wrappers(Function<Object, Object> wrap) {
    this.wrap = wrap;
  }

  @SuppressWarnings("unchecked")
  private static <T> void add(T sample, Function<T, Object> wrap) {
    ALL.put(wrap.apply(sample).getClass(), new Wrappers((Function<Object, Object>) wrap));
  }

  /** The serializer for a wrapper's class, or null. */
  static @Nullable Serializer<?> of(Class<?> type) {
    return ALL.get(type);
  }

  @Override
  public void write(Kryo kryo, Output out, Object wrapper) {
    kryo.writeClassAndObject(out, unwrapped(wrapper));
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<?> type) {
    return wrap.apply(kryo.readClassAndObject(in));
  }

  private static Object unwrapped(Object wrapper) {
    try (First first = new First(wrapper)) {
      first.writeObject(wrapper);
      if (first.found != null) {
        return first.found;
      }
    } catch (IOException e) {
      throw new CannotTravel(wrapper, "what it wraps cannot be seen: " + e, e);
    }
    throw new CannotTravel(wrapper, "what it wraps cannot be seen", null);
  }

  /** Catches the first object that a wrapper holds. */
  private static final class First extends ObjectOutputStream {
    private final Object wrapper;
    private @Nullable Object found;

    First(Object wrapper) throws IOException {
      super(OutputStream.nullOutputStream());
      this.wrapper = wrapper;
      enableReplaceObject(true);
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    protected @Nullable Object replaceObject(@Nullable Object object) {
      if (object == wrapper) {
        return object;
      }
      if (found == null) {
        found = object;
      }
      return null;
    }
  }
}
