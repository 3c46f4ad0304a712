package org.jvmpool.impl;

import java.net.URI;
import org.jvmpool.Multiprocessing;
import org.jvmpool.WorkerOutput;
import org.jvmpool.shared.SharedMemory;
import org.jvmpool.spi.MultiprocessingProvider;
import org.jvmpool.worker.memory.MemoryObjects;

/** Provides {@code Multiprocessing.local()}: processes of this machine. */
public final class LocalProvider implements MultiprocessingProvider {
  @Override
  public String scheme() {
    return "local";
  }

  @Override
  public Multiprocessing connect(URI uri) {
    return LocalMultiprocessing.INSTANCE;
  }

  @Override
  public WorkerOutput slf4jOutput() {
    return new Slf4jOutput();
  }

  @Override
  public SharedMemory attachMemory(String name) {
    return MemoryObjects.attach(name);
  }
}
