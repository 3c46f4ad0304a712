package org.jvmpool.shared;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

public interface SharedCondition extends Condition, Serializable {
  SharedLock lock();

  boolean await(Duration limit) throws InterruptedException;

  boolean awaitUntil(BooleanSupplier condition, Duration limit) throws InterruptedException;

  void signal(int waiters);
}
