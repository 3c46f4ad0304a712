package org.jvmpool.shared;

import java.time.Duration;

public interface JoinableQueue<E> extends SharedQueue<E> {
  void taskDone();

  void join() throws InterruptedException;

  boolean join(Duration limit) throws InterruptedException;
}
