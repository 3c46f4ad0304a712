package org.jvmpool.shared;

import java.io.Serializable;

public interface SharedByteArray extends Serializable, AutoCloseable {
  int length();

  byte get(int i);

  void set(int i, byte v);

  void get(int i, byte[] into, int offset, int count);

  void set(int i, byte[] from, int offset, int count);

  SharedLock lock();

  void close();
}
