package org.jvmpool.shared;

import java.io.Serializable;
import java.nio.ByteBuffer;
import org.jvmpool.spi.Providers;

public interface SharedMemory extends Serializable, AutoCloseable {
  String name();

  long size();

  ByteBuffer buffer();

  void close();

  void unlink();

  static SharedMemory attach(String name) {
    return Providers.local().attachMemory(name);
  }
}
