package org.jvmpool.worker.manager;

import java.io.Serializable;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A set as its clients see it. Iterators run over a snapshot. */
@SuppressWarnings("unchecked") // What comes from the server has the types that were put there.
final class SetProxy<E> extends AbstractSet<E> implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1;

  private final transient RemoteObject remote;

  SetProxy(RemoteObject remote) {
    this.remote = remote;
  }

  RemoteObject remote() {
    return remote;
  }

  private boolean truth(Op op, Object... arguments) {
    return remote.call(op, arguments).truth();
  }

  private static Object element(@Nullable Object element) {
    return Objects.requireNonNull(element, "element must not be null");
  }

  private List<E> snapshot() {
    return (List<E>) (List<?>) remote.call(Op.SET_SNAPSHOT).values();
  }

  @Override
  public boolean add(E element) {
    return truth(Op.SET_ADD, element(element));
  }

  @Override
  public boolean remove(@Nullable Object element) {
    return truth(Op.SET_REMOVE, element(element));
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return truth(Op.SET_CONTAINS, element(element));
  }

  @Override
  public boolean addAll(Collection<? extends E> elements) {
    elements.forEach(SetProxy::element);
    return truth(Op.SET_ADD_ALL, Arguments.Many.of(elements));
  }

  @Override
  public boolean removeAll(Collection<?> elements) {
    return truth(Op.SET_REMOVE_ALL, known(elements));
  }

  @Override
  public boolean retainAll(Collection<?> elements) {
    return truth(Op.SET_RETAIN_ALL, known(elements));
  }

  @Override
  public boolean containsAll(Collection<?> elements) {
    elements.forEach(SetProxy::element);
    return truth(Op.SET_CONTAINS_ALL, Arguments.Many.of(elements));
  }

  /** No set has null as an element. */
  private static Arguments.Many known(Collection<?> elements) {
    return Arguments.Many.of(elements.stream().filter(Objects::nonNull).toList());
  }

  @Override
  public int size() {
    return remote.call(Op.SET_SIZE).number();
  }

  @Override
  public void clear() {
    remote.call(Op.SET_CLEAR);
  }

  @Override
  public Iterator<E> iterator() {
    return new DictProxy.Snapshot<>(snapshot(), this::remove);
  }

  @Override
  public Object[] toArray() {
    return snapshot().toArray();
  }

  @Override
  public <T> T[] toArray(T[] into) {
    return snapshot().toArray(into);
  }

  @Override
  public void forEach(Consumer<? super E> action) {
    snapshot().forEach(action);
  }

  @Override
  public Stream<E> stream() {
    return snapshot().stream();
  }

  @Override
  public Stream<E> parallelStream() {
    return snapshot().parallelStream();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || other instanceof SetProxy<?> that && remote.isSame(that.remote)
        || other instanceof Set && new LinkedHashSet<>(snapshot()).equals(other);
  }

  @Override
  public int hashCode() {
    return new LinkedHashSet<>(snapshot()).hashCode();
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
