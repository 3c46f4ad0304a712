package org.jvmpool.impl;

import java.util.List;
import java.util.Optional;
import org.jvmpool.JvmProcess;
import org.jvmpool.JvmProcessBuilder;
import org.jvmpool.PoolBuilder;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.pool.PoolFactory;
import org.jvmpool.impl.process.Processes;
import org.jvmpool.impl.settings.SettingsBuilder;

/** Processes of this machine. There is one in each JVM; a task that captured it finds its own. */
sealed class LocalMultiprocessing extends PoolsOnly permits LocalContext {
  private static final long serialVersionUID = 1;

  static final LocalMultiprocessing INSTANCE = new LocalMultiprocessing();

  LocalMultiprocessing() {}

  @Override
  public PoolBuilder poolBuilder() {
    return new SettingsBuilder(PoolFactory::ofProcesses);
  }

  @Override
  public JvmProcess process(VoidTask main) {
    return processBuilder().task(main).build();
  }

  @Override
  public JvmProcessBuilder processBuilder() {
    return Processes.plain().builder();
  }

  @Override
  public JvmProcess currentProcess() {
    return Processes.current();
  }

  @Override
  public Optional<JvmProcess> parentProcess() {
    return Processes.parent();
  }

  @Override
  public List<JvmProcess> activeChildren() {
    return Processes.activeChildren();
  }

  private Object readResolve() {
    return INSTANCE;
  }

  @Override
  public String toString() {
    return "Multiprocessing.local()";
  }
}
