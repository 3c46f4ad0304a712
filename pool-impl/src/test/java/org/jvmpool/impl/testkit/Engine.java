package org.jvmpool.impl.testkit;

import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.PoolBuilder;

/** The implementations that claim the behaviour of a pool. A behaviour is written once for all. */
public enum Engine {
  /** Workers are JVMs on this machine. */
  PROCESSES {
    @Override
    public Multiprocessing multiprocessing() {
      return Multiprocessing.local();
    }
  },

  /** Workers are threads of this JVM; what travels still passes through the codec. */
  THREADS {
    @Override
    public Multiprocessing multiprocessing() {
      return Multiprocessing.threads();
    }
  };

  public abstract Multiprocessing multiprocessing();

  public Pool pool(int workers) {
    return multiprocessing().pool(workers);
  }

  public PoolBuilder builder() {
    return multiprocessing().poolBuilder();
  }
}
