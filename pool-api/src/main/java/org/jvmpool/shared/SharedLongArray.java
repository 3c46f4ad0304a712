package org.jvmpool.shared;

import java.io.Serializable;

public interface SharedLongArray extends Serializable, AutoCloseable {
  int length();

  long get(int i);

  void set(int i, long v);

  long addAndGet(int i, long d);

  boolean compareAndSet(int i, long expected, long v);

  long[] toArray();

  SharedLock lock();

  void close();
}
