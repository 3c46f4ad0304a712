package org.jvmpool.shared;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

public interface SharedBarrier extends Serializable, AutoCloseable {
  int await() throws InterruptedException, BrokenBarrierException;

  int await(Duration limit) throws InterruptedException, BrokenBarrierException, TimeoutException;

  int parties();

  int waiting();

  boolean isBroken();

  void abort();

  void reset();

  void close();
}
