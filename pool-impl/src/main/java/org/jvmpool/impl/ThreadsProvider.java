package org.jvmpool.impl;

import java.net.URI;
import org.jvmpool.Multiprocessing;
import org.jvmpool.shared.SharedMemory;
import org.jvmpool.spi.MultiprocessingProvider;
import org.jvmpool.worker.plain.PlainObjects;

/** Provides {@code Multiprocessing.threads()}: the same on threads of this JVM. */
public final class ThreadsProvider implements MultiprocessingProvider {
  @Override
  public String scheme() {
    return "threads";
  }

  @Override
  public Multiprocessing connect(URI uri) {
    return ThreadMultiprocessing.INSTANCE;
  }

  @Override
  public SharedMemory attachMemory(String name) {
    return PlainObjects.attachMemory(name);
  }
}
