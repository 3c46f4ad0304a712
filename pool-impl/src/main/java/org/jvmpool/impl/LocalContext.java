package org.jvmpool.impl;

import org.jvmpool.JvmProcessBuilder;
import org.jvmpool.MultiprocessingContext;
import org.jvmpool.PoolBuilder;
import org.jvmpool.Settings;
import org.jvmpool.impl.process.Processes;

/** Processes of this machine, with settings. Travels as {@code Multiprocessing.local()}. */
final class LocalContext extends LocalMultiprocessing implements MultiprocessingContext {
  private static final long serialVersionUID = 1;

  private final transient Settings settings;
  private final transient Processes processes;

  LocalContext(Settings settings) {
    this.settings = settings;
    this.processes = Processes.of(settings);
  }

  @Override
  public PoolBuilder poolBuilder() {
    PoolBuilder builder = super.poolBuilder();
    settings.javaHome().ifPresent(builder::javaHome);
    return builder;
  }

  @Override
  public JvmProcessBuilder processBuilder() {
    return processes.builder();
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public void close() {
    processes.close();
  }

  private Object writeReplace() {
    return INSTANCE;
  }

  @Override
  public String toString() {
    return "Multiprocessing.local(" + settings + ")";
  }
}
