package org.jvmpool.shared;

import java.io.Serializable;

public interface SharedIntArray extends Serializable, AutoCloseable {
  int length();

  int get(int i);

  void set(int i, int v);

  int addAndGet(int i, int d);

  boolean compareAndSet(int i, int expected, int v);

  int[] toArray();

  SharedLock lock();

  void close();
}
