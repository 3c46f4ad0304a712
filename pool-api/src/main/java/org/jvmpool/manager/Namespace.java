package org.jvmpool.manager;

import java.io.Serializable;
import java.util.Set;

public interface Namespace extends Serializable {
  <T> T get(String name, Class<T> type);

  void set(String name, Object value);

  void delete(String name);

  Set<String> names();
}
