package org.jvmpool.worker.manager;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.jvmpool.SerializableComparator;
import org.jvmpool.SerializablePredicate;
import org.jvmpool.SerializableUnaryOperator;
import org.jvmpool.manager.SharedList;

/**
 * A list or an array as its clients see it. Functions that can travel run in the server; others run
 * here on a snapshot, which is put in place if the list has not changed meanwhile, else they run
 * again.
 */
@SuppressWarnings("unchecked") // What comes from the server has the types that were put there.
final class ListProxy<E extends @Nullable Object> extends AbstractList<E>
    implements SharedList<E>, RandomAccess {
  private static final long serialVersionUID = 1;

  private final transient RemoteObject remote;

  ListProxy(RemoteObject remote) {
    this.remote = remote;
  }

  RemoteObject remote() {
    return remote;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // null only where E may be null
  private E value(Op op, @Nullable Object... arguments) {
    return (E) remote.call(op, arguments).value();
  }

  private boolean truth(Op op, @Nullable Object... arguments) {
    return remote.call(op, arguments).truth();
  }

  private static int index(int index) {
    if (index < 0) {
      throw new IndexOutOfBoundsException("index " + index + " is negative");
    }
    return index;
  }

  // ---- one element

  @Override
  public E get(int index) {
    return value(Op.LIST_GET, index(index));
  }

  @Override
  public E set(int index, E element) {
    return value(Op.LIST_SET, index(index), element);
  }

  @Override
  public boolean add(E element) {
    modCount++;
    return truth(Op.LIST_ADD, element);
  }

  @Override
  public void add(int index, E element) {
    modCount++;
    remote.call(Op.LIST_INSERT, index(index), element);
  }

  @Override
  public E remove(int index) {
    E removed = value(Op.LIST_REMOVE_AT, index(index));
    modCount++;
    return removed;
  }

  @Override
  public boolean remove(@Nullable Object element) {
    modCount++;
    return truth(Op.LIST_REMOVE, element);
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return truth(Op.LIST_CONTAINS, element);
  }

  @Override
  public int indexOf(@Nullable Object element) {
    return remote.call(Op.LIST_INDEX_OF, element).number();
  }

  @Override
  public int lastIndexOf(@Nullable Object element) {
    return remote.call(Op.LIST_LAST_INDEX_OF, element).number();
  }

  // ---- the whole

  @Override
  public int size() {
    return remote.call(Op.LIST_SIZE).number();
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public boolean addAll(Collection<? extends E> elements) {
    Arguments.Many many = Arguments.Many.of(elements);
    modCount++;
    return truth(Op.LIST_ADD_ALL, many);
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> elements) {
    Arguments.Many many = Arguments.Many.of(elements);
    modCount++;
    return truth(Op.LIST_INSERT_ALL, index(index), many);
  }

  @Override
  public boolean containsAll(Collection<?> elements) {
    return truth(Op.LIST_CONTAINS_ALL, Arguments.Many.of(elements));
  }

  @Override
  public boolean removeAll(Collection<?> elements) {
    modCount++;
    return truth(Op.LIST_REMOVE_ALL, Arguments.Many.of(elements));
  }

  @Override
  public boolean retainAll(Collection<?> elements) {
    modCount++;
    return truth(Op.LIST_RETAIN_ALL, Arguments.Many.of(elements));
  }

  @Override
  public void clear() {
    modCount++;
    remote.call(Op.LIST_CLEAR);
  }

  @Override
  protected void removeRange(int from, int to) {
    modCount++;
    remote.call(Op.LIST_REMOVE_RANGE, from, to);
  }

  @Override
  public List<E> snapshot() {
    Reply reply = remote.call(Op.LIST_SNAPSHOT);
    reply.longNumber();
    return (List<E>) (List<?>) reply.values();
  }

  @Override
  public Object[] toArray() {
    return snapshot().toArray();
  }

  @Override
  public <T extends @Nullable Object> T[] toArray(T[] into) {
    return snapshot().toArray(into);
  }

  @Override
  public void forEach(Consumer<? super E> action) {
    snapshot().forEach(action);
  }

  /** A stream of a snapshot: one round trip, however many elements there are. */
  @Override
  public Stream<E> stream() {
    return snapshot().stream();
  }

  @Override
  public Stream<E> parallelStream() {
    return snapshot().parallelStream();
  }

  @Override
  public java.util.Spliterator<E> spliterator() {
    return snapshot().spliterator();
  }

  // ---- functions

  @Override
  public void replaceAll(SerializableUnaryOperator<E> fn) {
    Objects.requireNonNull(fn, "function must not be null");
    if (remote.runsFunctions()) {
      remote.callFunction(Op.LIST_REPLACE_ALL, new Arguments.Function(fn));
    } else {
      change(list -> list.replaceAll(fn));
    }
  }

  @Override
  public boolean removeIf(SerializablePredicate<? super E> filter) {
    Objects.requireNonNull(filter, "filter must not be null");
    modCount++;
    return remote.runsFunctions()
        ? remote.callFunction(Op.LIST_REMOVE_IF, new Arguments.Function(filter)).truth()
        : change(list -> list.removeIf(filter));
  }

  @Override
  public void sort(SerializableComparator<? super E> order) {
    if (order != null && remote.runsFunctions()) {
      remote.callFunction(Op.LIST_SORT, new Arguments.Function(order));
    } else {
      change(list -> list.sort(order));
    }
  }

  @Override
  public void replaceAll(UnaryOperator<E> fn) {
    Objects.requireNonNull(fn, "function must not be null");
    change(list -> list.replaceAll(fn));
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    Objects.requireNonNull(filter, "filter must not be null");
    modCount++;
    return change(list -> list.removeIf(filter));
  }

  @Override
  public void sort(@Nullable Comparator<? super E> order) {
    change(list -> list.sort(order));
  }

  /** Changes a copy until that takes the place of what was copied; whether its size differs. */
  private boolean change(Consumer<List<E>> how) {
    while (true) {
      Reply reply = remote.call(Op.LIST_SNAPSHOT);
      long version = reply.longNumber();
      List<E> copy = (List<E>) (List<?>) reply.values();
      int size = copy.size();
      how.accept(copy);
      if (truth(Op.LIST_SWAP, version, Arguments.Many.of(copy))) {
        return copy.size() != size;
      }
    }
  }

  // ---- iterators over a snapshot

  @Override
  public Iterator<E> iterator() {
    return listIterator(0);
  }

  @Override
  public ListIterator<E> listIterator() {
    return listIterator(0);
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    Reply reply = remote.call(Op.LIST_SNAPSHOT);
    reply.longNumber();
    List<Reply.Raw> raws = reply.raws();
    List<E> elements = new ArrayList<>(raws.size());
    for (Reply.Raw raw : raws) {
      elements.add((E) reply.decode(raw));
    }
    if (index < 0 || index > elements.size()) {
      throw new IndexOutOfBoundsException(
          "index " + index + " is not from 0 to the list's size " + elements.size());
    }
    return new SnapshotIterator(elements, raws, index);
  }

  /**
   * Goes over a snapshot. What it changes, it changes in the list, too, at the place where that
   * would be if only this iterator changed the list.
   */
  private final class SnapshotIterator implements ListIterator<E> {
    private final List<E> elements;
    private final List<Reply.Raw> raws;
    private int next;
    private int last = -1;

    SnapshotIterator(List<E> elements, List<Reply.Raw> raws, int next) {
      this.elements = elements;
      this.raws = raws;
      this.next = next;
    }

    @Override
    public boolean hasNext() {
      return next < elements.size();
    }

    @Override
    public E next() {
      if (!hasNext()) {
        throw new java.util.NoSuchElementException("the iteration has no more elements");
      }
      last = next++;
      return elements.get(last);
    }

    @Override
    public boolean hasPrevious() {
      return next > 0;
    }

    @Override
    public E previous() {
      if (!hasPrevious()) {
        throw new java.util.NoSuchElementException("the iteration has no element before");
      }
      last = --next;
      return elements.get(last);
    }

    @Override
    public int nextIndex() {
      return next;
    }

    @Override
    public int previousIndex() {
      return next - 1;
    }

    private int checkLast() {
      if (last < 0) {
        throw new IllegalStateException("next() or previous() comes first, and then one change");
      }
      return last;
    }

    @Override
    public void remove() {
      int at = checkLast();
      truth(Op.LIST_REMOVE_EXACT, at, raws.get(at));
      modCount++;
      elements.remove(at);
      raws.remove(at);
      next = at;
      last = -1;
    }

    @Override
    public void set(E element) {
      int at = checkLast();
      ListProxy.this.set(at, element);
      elements.set(at, element);
      raws.set(at, Reply.Raw.of(Kept.of(element, remote.manager()), remote.manager()));
    }

    @Override
    public void add(E element) {
      ListProxy.this.add(next, element);
      elements.add(next, element);
      raws.add(next, Reply.Raw.of(Kept.of(element, remote.manager()), remote.manager()));
      next++;
      last = -1;
    }
  }

  // ---- as an object

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || other instanceof ListProxy<?> that && remote.isSame(that.remote)
        || other instanceof List && snapshot().equals(other);
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
