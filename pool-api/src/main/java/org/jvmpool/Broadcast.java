package org.jvmpool;

import java.io.Serializable;

public interface Broadcast<T> extends Serializable, AutoCloseable {
  T value();

  void close();
}
