package org.jvmpool.impl.pool;

import org.jspecify.annotations.Nullable;

/**
 * A queue whose links are its elements' own: to add one needs no memory. An element is added once.
 * Not safe for threads.
 */
final class Chain<E extends Chain.Link<E>> {
  private @Nullable E first;
  private @Nullable E last;
  private int size;

  /** What can be an element. */
  abstract static class Link<E extends Link<E>> {
    private @Nullable E next;
  }

  int size() {
    return size;
  }

  void add(E element) {
    E before = last;
    if (before == null) {
      first = element;
    } else {
      setNext(before, element);
    }
    last = element;
    size++;
  }

  /** Takes the first, or null. */
  @Nullable E poll() {
    E element = first;
    if (element != null) {
      first = next(element);
      setNext(element, null);
      if (first == null) {
        last = null;
      }
      size--;
    }
    return element;
  }

  private static <E extends Link<E>> @Nullable E next(Link<E> link) {
    return link.next;
  }

  private static <E extends Link<E>> void setNext(Link<E> link, @Nullable E next) {
    link.next = next;
  }
}
