package org.jvmpool.shared;

import java.io.Serializable;

public interface SharedDouble extends Serializable, AutoCloseable {
  double get();

  void set(double v);

  double addAndGet(double d);

  boolean compareAndSet(double expected, double v);

  SharedLock lock();

  void close();
}
