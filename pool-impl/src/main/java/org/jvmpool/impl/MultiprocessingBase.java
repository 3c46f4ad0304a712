package org.jvmpool.impl;

import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;

/** What all engines do alike. */
abstract class MultiprocessingBase implements Multiprocessing {
  private static final long serialVersionUID = 1;

  @Override
  public final Pool pool() {
    return poolBuilder().build();
  }

  @Override
  public final Pool pool(int workers) {
    return poolBuilder().workers(workers).build();
  }

  @Override
  public final int cpuCount() {
    return Runtime.getRuntime().availableProcessors();
  }
}
