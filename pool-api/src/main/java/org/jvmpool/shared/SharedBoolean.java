package org.jvmpool.shared;

import java.io.Serializable;

public interface SharedBoolean extends Serializable, AutoCloseable {
  boolean get();

  void set(boolean v);

  boolean compareAndSet(boolean expected, boolean v);

  SharedLock lock();

  void close();
}
