package org.jvmpool.shared;

import java.io.Serializable;

public interface SharedInt extends Serializable, AutoCloseable {
  int get();

  void set(int v);

  int getPlain();

  void setPlain(int v);

  int addAndGet(int d);

  int incrementAndGet();

  boolean compareAndSet(int expected, int v);

  SharedLock lock();

  void close();
}
