package org.jvmpool.manager;

import java.io.Serializable;
import org.jvmpool.SerializableUnaryOperator;

public interface SharedReference<T> extends Serializable {
  T get();

  void set(T value);

  T update(SerializableUnaryOperator<T> fn);
}
