package org.jvmpool.shared;

import java.io.Serializable;

public interface SharedDoubleArray extends Serializable, AutoCloseable {
  int length();

  double get(int i);

  void set(int i, double v);

  double addAndGet(int i, double d);

  double[] toArray();

  SharedLock lock();

  void close();
}
