package org.jvmpool.spi;

import java.net.URI;
import org.jvmpool.Multiprocessing;

public interface MultiprocessingProvider {
  String scheme();

  Multiprocessing connect(URI uri);
}
