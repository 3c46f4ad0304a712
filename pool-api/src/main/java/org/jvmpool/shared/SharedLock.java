package org.jvmpool.shared;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.locks.Lock;

public interface SharedLock extends Lock, Serializable, AutoCloseable {
  boolean isLocked();

  boolean wasAbandoned();

  boolean tryLock(Duration limit) throws InterruptedException;

  SharedCondition newCondition();

  void close();
}
