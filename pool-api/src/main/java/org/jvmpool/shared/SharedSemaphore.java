package org.jvmpool.shared;

import java.io.Serializable;
import java.time.Duration;

public interface SharedSemaphore extends Serializable, AutoCloseable {
  void acquire() throws InterruptedException;

  boolean tryAcquire();

  boolean tryAcquire(Duration limit) throws InterruptedException;

  void release();

  void release(int permits);

  int availablePermits();

  void close();
}
