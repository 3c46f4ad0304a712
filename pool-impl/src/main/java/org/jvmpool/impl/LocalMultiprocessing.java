package org.jvmpool.impl;

import org.jvmpool.PoolBuilder;
import org.jvmpool.impl.manager.SettingsOfManager;
import org.jvmpool.impl.pool.PoolFactory;
import org.jvmpool.impl.settings.SettingsBuilder;
import org.jvmpool.manager.Manager;

/** Processes of this machine. There is one in each JVM; a task that captured it finds its own. */
final class LocalMultiprocessing extends PoolsOnly {
  private static final long serialVersionUID = 1;

  static final LocalMultiprocessing INSTANCE = new LocalMultiprocessing();

  private LocalMultiprocessing() {}

  @Override
  public PoolBuilder poolBuilder() {
    return new SettingsBuilder(PoolFactory::ofProcesses);
  }

  @Override
  public Manager manager() {
    return new SettingsOfManager().start();
  }

  private Object readResolve() {
    return INSTANCE;
  }

  @Override
  public String toString() {
    return "Multiprocessing.local()";
  }
}
