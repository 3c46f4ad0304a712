package org.jvmpool.shared;

import java.time.Duration;
import java.util.Collection;

public interface SharedQueue<E> extends SimpleQueue<E> {
  boolean offer(E e);

  boolean offer(E e, Duration limit) throws InterruptedException;

  E poll(); // null when empty

  E poll(Duration limit) throws InterruptedException; // null when the limit passes

  int size();

  boolean isFull();

  int remainingCapacity();

  int drainTo(Collection<? super E> into, int max);
}
