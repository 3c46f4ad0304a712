package org.jvmpool.impl;

import org.jvmpool.PoolBuilder;
import org.jvmpool.impl.pool.PoolFactory;
import org.jvmpool.impl.settings.SettingsBuilder;

/** The same interface on threads of this JVM; Python's {@code multiprocessing.dummy}. */
final class ThreadMultiprocessing extends PoolsOnly {
  private static final long serialVersionUID = 1;

  static final ThreadMultiprocessing INSTANCE = new ThreadMultiprocessing();

  private ThreadMultiprocessing() {}

  @Override
  public PoolBuilder poolBuilder() {
    return new SettingsBuilder(PoolFactory::ofThreads);
  }

  private Object readResolve() {
    return INSTANCE;
  }

  @Override
  public String toString() {
    return "Multiprocessing.threads()";
  }
}
