package org.jvmpool.worker.plain;

import java.util.Objects;

/** What a queue keeps of an element. */
interface ItemForm<E> {
  Object inside(E element);

  E outside(Object item);

  /** The element itself: for who encodes it before. */
  static <E> ItemForm<E> asItIs() {
    return new ItemForm<>() {
      @Override
      public Object inside(E element) {
        return element;
      }

      @Override
      @SuppressWarnings("unchecked")
      public E outside(Object item) {
        return (E) item;
      }
    };
  }

  /** Its bytes: who takes it gets a copy, as if it came from another process. */
  static <E> ItemForm<E> copied() {
    return new ItemForm<>() {
      @Override
      public Object inside(E element) {
        return Copies.encode(element);
      }

      @Override
      @SuppressWarnings("unchecked")
      public E outside(Object item) {
        return (E) Objects.requireNonNull(Copies.decode((byte[]) item));
      }
    };
  }
}
