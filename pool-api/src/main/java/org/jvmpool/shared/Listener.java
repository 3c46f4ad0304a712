package org.jvmpool.shared;

import java.io.IOException;
import java.net.SocketAddress;

public interface Listener extends AutoCloseable {
  Connection accept() throws IOException;

  SocketAddress address();

  void close();
}
