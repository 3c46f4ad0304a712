package org.jvmpool.manager;

import java.io.IOException;
import java.net.SocketAddress;
import javax.net.ssl.SSLContext;
import org.jvmpool.SerializableSupplier;
import org.jvmpool.VoidTask;

public interface ManagerBuilder {
  ManagerBuilder address(SocketAddress address);

  ManagerBuilder authKey(byte[] key);

  ManagerBuilder tls(SSLContext context);

  ManagerBuilder initializer(VoidTask initializer);

  <T> ManagerBuilder register(Class<T> type, SerializableSupplier<? extends T> factory);

  Manager start(); // in a child JVM

  void serve() throws IOException, InterruptedException; // in this JVM, until interrupted
}
