package org.jvmpool.shared;

import java.io.Serializable;
import java.time.Duration;

public interface SharedEvent extends Serializable, AutoCloseable {
  boolean isSet();

  void set();

  void clear();

  void await() throws InterruptedException;

  boolean await(Duration limit) throws InterruptedException;

  void close();
}
