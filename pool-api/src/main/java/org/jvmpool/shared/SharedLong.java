package org.jvmpool.shared;

import java.io.Serializable;

public interface SharedLong extends Serializable, AutoCloseable {
  long get();

  void set(long v);

  long getPlain();

  void setPlain(long v);

  long addAndGet(long d);

  long incrementAndGet();

  boolean compareAndSet(long expected, long v);

  SharedLock lock();

  void close();
}
