package org.jvmpool.impl;

import java.net.URI;
import org.jvmpool.Multiprocessing;
import org.jvmpool.spi.MultiprocessingProvider;

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
}
