package org.jvmpool.worker.manager;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.jvmpool.SerializableBiFunction;
import org.jvmpool.SerializableFunction;
import org.jvmpool.manager.SharedMap;

/**
 * A dict as its clients see it. Functions that can travel run in the server; others run here, and
 * their result is put in place if the value has not changed meanwhile, else they run again.
 */
@SuppressWarnings("unchecked") // What comes from the server has the types that were put there.
final class DictProxy<K, V> extends AbstractMap<K, V> implements SharedMap<K, V> {
  private static final long serialVersionUID = 1;

  private final transient RemoteObject remote;

  DictProxy(RemoteObject remote) {
    this.remote = remote;
  }

  RemoteObject remote() {
    return remote;
  }

  private static <T> T notNull(@Nullable T value, String what) {
    return Objects.requireNonNull(value, () -> what + " must not be null");
  }

  private static <T> T key(@Nullable T key) {
    return notNull(key, "key");
  }

  private @Nullable V value(Op op, @Nullable Object... arguments) {
    return (V) remote.call(op, arguments).value();
  }

  private @Nullable V computed(Op op, @Nullable Object... arguments) {
    return (V) remote.callFunction(op, arguments).value();
  }

  // ---- one key

  @Override
  public @Nullable V get(@Nullable Object key) {
    return value(Op.DICT_GET, key(key));
  }

  @Override
  public V getOrDefault(@Nullable Object key, V otherwise) {
    V value = get(key);
    return value == null ? otherwise : value;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return remote.call(Op.DICT_CONTAINS_KEY, key(key)).truth();
  }

  @Override
  public @Nullable V put(K key, V value) {
    return value(Op.DICT_PUT, key(key), notNull(value, "value"));
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    return value(Op.DICT_PUT_IF_ABSENT, key(key), notNull(value, "value"));
  }

  @Override
  public @Nullable V remove(@Nullable Object key) {
    return value(Op.DICT_REMOVE, key(key));
  }

  @Override
  public boolean remove(@Nullable Object key, @Nullable Object value) {
    key(key);
    return value != null && remote.call(Op.DICT_REMOVE_ENTRY, key, value).truth();
  }

  @Override
  public @Nullable V replace(K key, V value) {
    return value(Op.DICT_REPLACE, key(key), notNull(value, "value"));
  }

  @Override
  public boolean replace(K key, V expected, V value) {
    return remote
        .call(
            Op.DICT_REPLACE_ENTRY,
            key(key),
            notNull(expected, "old value"),
            notNull(value, "value"))
        .truth();
  }

  // ---- functions that can travel

  @Override
  public @Nullable V compute(
      K key, SerializableBiFunction<? super K, ? super V, ? extends @Nullable V> fn) {
    notNull(fn, "function");
    return remote.runsFunctions()
        ? computed(Op.DICT_COMPUTE, key(key), new Arguments.Function(fn))
        : computeHere(key(key), fn);
  }

  @Override
  public @Nullable V computeIfAbsent(
      K key, SerializableFunction<? super K, ? extends @Nullable V> fn) {
    notNull(fn, "function");
    return remote.runsFunctions()
        ? computed(Op.DICT_COMPUTE_IF_ABSENT, key(key), new Arguments.Function(fn))
        : computeIfAbsentHere(key(key), fn);
  }

  @Override
  public @Nullable V computeIfPresent(
      K key, SerializableBiFunction<? super K, ? super V, ? extends @Nullable V> fn) {
    notNull(fn, "function");
    return remote.runsFunctions()
        ? computed(Op.DICT_COMPUTE_IF_PRESENT, key(key), new Arguments.Function(fn))
        : computeIfPresentHere(key(key), fn);
  }

  @Override
  public @Nullable V merge(
      K key, V value, SerializableBiFunction<? super V, ? super V, ? extends @Nullable V> fn) {
    notNull(fn, "function");
    notNull(value, "value");
    return remote.runsFunctions()
        ? computed(Op.DICT_MERGE, key(key), value, new Arguments.Function(fn))
        : mergeHere(key(key), value, fn);
  }

  @Override
  public void replaceAll(SerializableBiFunction<? super K, ? super V, ? extends V> fn) {
    notNull(fn, "function");
    if (remote.runsFunctions()) {
      remote.callFunction(Op.DICT_REPLACE_ALL, new Arguments.Function(fn));
    } else {
      replaceAllHere(fn);
    }
  }

  // ---- functions that cannot

  @Override
  public @Nullable V compute(
      K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> fn) {
    return computeHere(key(key), notNull(fn, "function"));
  }

  @Override
  public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> fn) {
    return computeIfAbsentHere(key(key), notNull(fn, "function"));
  }

  @Override
  public @Nullable V computeIfPresent(
      K key, BiFunction<? super K, ? super V, ? extends @Nullable V> fn) {
    return computeIfPresentHere(key(key), notNull(fn, "function"));
  }

  @Override
  public @Nullable V merge(
      K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> fn) {
    return mergeHere(key(key), notNull(value, "value"), notNull(fn, "function"));
  }

  @Override
  public void replaceAll(BiFunction<? super K, ? super V, ? extends V> fn) {
    replaceAllHere(notNull(fn, "function"));
  }

  private @Nullable V computeHere(
      K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> fn) {
    while (true) {
      Reply reply = remote.call(Op.DICT_GET, key);
      Reply.Raw before = reply.raw();
      V now = fn.apply(key, (V) reply.decode(before));
      if (swap(key, before, now)) {
        return now;
      }
    }
  }

  private @Nullable V computeIfAbsentHere(K key, Function<? super K, ? extends @Nullable V> fn) {
    V before = get(key);
    if (before != null) {
      return before;
    }
    V now = fn.apply(key);
    if (now == null) {
      return null;
    }
    V other = putIfAbsent(key, now);
    return other == null ? now : other;
  }

  private @Nullable V computeIfPresentHere(
      K key, BiFunction<? super K, ? super V, ? extends @Nullable V> fn) {
    while (true) {
      Reply reply = remote.call(Op.DICT_GET, key);
      Reply.Raw before = reply.raw();
      V value = (V) reply.decode(before);
      if (value == null) {
        return null;
      }
      V now = fn.apply(key, value);
      if (swap(key, before, now)) {
        return now;
      }
    }
  }

  private @Nullable V mergeHere(
      K key, V given, BiFunction<? super V, ? super V, ? extends @Nullable V> fn) {
    while (true) {
      Reply reply = remote.call(Op.DICT_GET, key);
      Reply.Raw before = reply.raw();
      V value = (V) reply.decode(before);
      V now = value == null ? given : fn.apply(value, given);
      if (swap(key, before, now)) {
        return now;
      }
    }
  }

  private void replaceAllHere(BiFunction<? super K, ? super V, ? extends V> fn) {
    for (K key : snapshot().keySet()) {
      computeIfPresentHere(key, (k, value) -> notNull(fn.apply(k, value), "new value"));
    }
  }

  private boolean swap(K key, Reply.Raw before, @Nullable V now) {
    return remote.call(Op.DICT_SWAP, key, before, now).truth();
  }

  // ---- the whole

  @Override
  public void putAll(Map<? extends K, ? extends V> map) {
    checkEntries(map);
    remote.call(Op.DICT_PUT_ALL, Arguments.Many.of(map));
  }

  /** Refuses null as a key or a value. */
  static void checkEntries(Map<?, ?> map) {
    map.forEach(
        (key, value) -> {
          key(key);
          notNull(value, "value");
        });
  }

  @Override
  public int size() {
    return remote.call(Op.DICT_SIZE).number();
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public void clear() {
    remote.call(Op.DICT_CLEAR);
  }

  @Override
  public boolean containsValue(@Nullable Object value) {
    return remote.call(Op.DICT_CONTAINS_VALUE, notNull(value, "value")).truth();
  }

  @Override
  public Map<K, V> snapshot() {
    Reply reply = remote.call(Op.DICT_SNAPSHOT);
    List<@Nullable Object> keys = reply.values();
    List<@Nullable Object> values = reply.values();
    Map<K, V> copy = new LinkedHashMap<>(keys.size() * 4 / 3 + 1);
    for (int i = 0; i < keys.size(); i++) {
      copy.put((K) keys.get(i), (V) values.get(i));
    }
    return copy;
  }

  private List<K> keys() {
    return (List<K>) (List<?>) remote.call(Op.DICT_KEYS).values();
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    snapshot().forEach(action);
  }

  // ---- views

  @Override
  public Set<K> keySet() {
    return new Keys();
  }

  @Override
  public Collection<V> values() {
    return new Values();
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return new Entries();
  }

  /** The keys: a view, whose iterators run over a snapshot. */
  private final class Keys extends AbstractSet<K> {
    @Override
    public Iterator<K> iterator() {
      return new Snapshot<>(keys(), DictProxy.this::remove);
    }

    @Override
    public int size() {
      return DictProxy.this.size();
    }

    @Override
    public boolean contains(@Nullable Object key) {
      return containsKey(key);
    }

    @Override
    public boolean remove(@Nullable Object key) {
      return DictProxy.this.remove(key) != null;
    }

    @Override
    public boolean removeAll(Collection<?> keys) {
      return remote.call(Op.DICT_REMOVE_KEYS, knownKeys(keys)).truth();
    }

    @Override
    public boolean retainAll(Collection<?> keys) {
      return remote.call(Op.DICT_RETAIN_KEYS, knownKeys(keys)).truth();
    }

    @Override
    public boolean containsAll(Collection<?> keys) {
      return new java.util.HashSet<Object>(keys()).containsAll(keys);
    }

    @Override
    public void clear() {
      DictProxy.this.clear();
    }

    @Override
    public Object[] toArray() {
      return keys().toArray();
    }

    @Override
    public <T> T[] toArray(T[] into) {
      return keys().toArray(into);
    }

    @Override
    public void forEach(Consumer<? super K> action) {
      keys().forEach(action);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other == this || other instanceof Set && new java.util.HashSet<>(keys()).equals(other);
    }

    @Override
    public int hashCode() {
      return new java.util.HashSet<>(keys()).hashCode();
    }

    @Override
    public String toString() {
      return keys().toString();
    }
  }

  /** No dict has null as a key. */
  private static Arguments.Many knownKeys(Collection<?> keys) {
    List<Object> known = new ArrayList<>();
    for (Object key : keys) {
      if (key != null) {
        known.add(key);
      }
    }
    return Arguments.Many.of(known);
  }

  /** The values: a view, whose iterators run over a snapshot. */
  private final class Values extends java.util.AbstractCollection<V> {
    @Override
    public Iterator<V> iterator() {
      Iterator<Entry<K, V>> entries = entrySet().iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public V next() {
          return entries.next().getValue();
        }

        @Override
        public void remove() {
          entries.remove();
        }
      };
    }

    @Override
    public int size() {
      return DictProxy.this.size();
    }

    @Override
    public boolean contains(@Nullable Object value) {
      return containsValue(value);
    }

    @Override
    public void clear() {
      DictProxy.this.clear();
    }

    @Override
    public Object[] toArray() {
      return snapshot().values().toArray();
    }

    @Override
    public <T> T[] toArray(T[] into) {
      return snapshot().values().toArray(into);
    }

    @Override
    public boolean containsAll(Collection<?> values) {
      return snapshot().values().containsAll(values);
    }

    @Override
    public boolean removeIf(Predicate<? super V> filter) {
      return removeWhere(entry -> filter.test(entry.getValue()));
    }

    @Override
    public boolean removeAll(Collection<?> values) {
      notNull(values, "collection");
      return removeWhere(entry -> values.contains(entry.getValue()));
    }

    @Override
    public boolean retainAll(Collection<?> values) {
      notNull(values, "collection");
      return removeWhere(entry -> !values.contains(entry.getValue()));
    }

    @Override
    public void forEach(Consumer<? super V> action) {
      snapshot().values().forEach(action);
    }

    @Override
    public String toString() {
      return snapshot().values().toString();
    }
  }

  /** Removes entries that still are as they were when they were looked at. */
  private boolean removeWhere(Predicate<Entry<K, V>> goes) {
    boolean any = false;
    for (Entry<K, V> entry : snapshot().entrySet()) {
      any |= goes.test(entry) && remove(entry.getKey(), entry.getValue());
    }
    return any;
  }

  /** The entries: a view, whose iterators run over a snapshot, and whose entries write through. */
  private final class Entries extends AbstractSet<Entry<K, V>> {
    @Override
    public Iterator<Entry<K, V>> iterator() {
      List<Entry<K, V>> entries = new ArrayList<>();
      snapshot().forEach((key, value) -> entries.add(new WriteThrough(key, value)));
      return new Snapshot<>(entries, entry -> DictProxy.this.remove(entry.getKey()));
    }

    @Override
    public int size() {
      return DictProxy.this.size();
    }

    @Override
    public boolean contains(@Nullable Object other) {
      return other instanceof Entry<?, ?> entry
          && entry.getKey() != null
          && entry.getValue() != null
          && entry.getValue().equals(get(entry.getKey()));
    }

    @Override
    public boolean remove(@Nullable Object other) {
      return other instanceof Entry<?, ?> entry
          && entry.getKey() != null
          && DictProxy.this.remove(entry.getKey(), entry.getValue());
    }

    @Override
    public boolean removeIf(Predicate<? super Entry<K, V>> filter) {
      return removeWhere(filter::test);
    }

    @Override
    public boolean removeAll(Collection<?> entries) {
      boolean any = false;
      for (Object entry : entries) {
        any |= remove(entry);
      }
      return any;
    }

    @Override
    public boolean retainAll(Collection<?> entries) {
      notNull(entries, "collection");
      return removeWhere(entry -> !entries.contains(entry));
    }

    @Override
    public boolean containsAll(Collection<?> entries) {
      return snapshot().entrySet().containsAll(entries);
    }

    @Override
    public void clear() {
      DictProxy.this.clear();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other == this || other instanceof Set && snapshot().entrySet().equals(other);
    }

    @Override
    public int hashCode() {
      return snapshot().hashCode();
    }

    @Override
    public String toString() {
      return snapshot().entrySet().toString();
    }
  }

  /** An entry of a snapshot. Setting its value sets that of the dict. */
  private final class WriteThrough extends SimpleEntry<K, V> {
    private static final long serialVersionUID = 1;

    WriteThrough(K key, V value) {
      super(key, value);
    }

    @Override
    public V setValue(V value) {
      put(getKey(), value);
      return super.setValue(value);
    }

    private Object writeReplace() {
      return new SimpleEntry<>(this);
    }
  }

  /** Iterates over a snapshot; what it removes, it removes from the object. */
  static final class Snapshot<T> implements Iterator<T> {
    private final Iterator<T> iterator;
    private final Consumer<T> remover;
    private @Nullable T last;
    private boolean removable;

    Snapshot(List<T> elements, Consumer<T> remover) {
      this.iterator = elements.iterator();
      this.remover = remover;
    }

    @Override
    public boolean hasNext() {
      return iterator.hasNext();
    }

    @Override
    public T next() {
      T next = iterator.next();
      last = next;
      removable = true;
      return next;
    }

    @Override
    public void remove() {
      if (!removable) {
        throw new IllegalStateException("next() comes first, and then one remove()");
      }
      removable = false;
      remover.accept(last);
    }
  }

  // ---- as an object

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || other instanceof DictProxy<?, ?> that && remote.isSame(that.remote)
        || other instanceof Map && snapshot().equals(other);
  }

  @Override
  public int hashCode() {
    return snapshot().hashCode();
  }

  @Override
  public String toString() {
    return snapshot().toString();
  }

  @Override
  public void close() {
    remote.close();
  }

  private Object writeReplace() {
    return remote.handle();
  }
}
