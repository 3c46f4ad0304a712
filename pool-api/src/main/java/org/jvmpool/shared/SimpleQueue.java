package org.jvmpool.shared;

import java.io.Serializable;

public interface SimpleQueue<E> extends Serializable, AutoCloseable {
  void put(E e) throws InterruptedException;

  E take() throws InterruptedException;

  boolean isEmpty();

  void close();
}
