package org.jvmpool.impl;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Multiprocessing;
import org.jvmpool.MultiprocessingContext;
import org.jvmpool.Settings;
import org.jvmpool.WorkerOutput;
import org.jvmpool.impl.manager.SettingsOfManager;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.ManagerBuilder;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Listener;
import org.jvmpool.shared.SharedMemory;
import org.jvmpool.spi.MultiprocessingProvider;
import org.jvmpool.worker.link.SocketConnections;
import org.jvmpool.worker.link.SocketListener;
import org.jvmpool.worker.link.WaitAny;
import org.jvmpool.worker.manager.RemoteManager;
import org.jvmpool.worker.memory.MemoryObjects;
import org.jvmpool.worker.plain.PlainObjects;

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
  public MultiprocessingContext context(Settings settings) {
    return new LocalContext(settings);
  }

  @Override
  public ManagerBuilder managerBuilder() {
    return new SettingsOfManager();
  }

  @Override
  public Manager connectManager(SocketAddress address, byte[] authKey, @Nullable SSLContext tls)
      throws IOException {
    return RemoteManager.connect(address, authKey, tls);
  }

  @Override
  public WorkerOutput slf4jOutput() {
    return new Slf4jOutput();
  }

  @Override
  public SharedMemory attachMemory(String name) {
    return PlainObjects.mayBeMemory(name)
        ? PlainObjects.attachMemory(name)
        : MemoryObjects.attach(name);
  }

  @Override
  public Listener listen(SocketAddress address, byte[] authKey) throws IOException {
    return SocketListener.open(address, authKey);
  }

  @Override
  public Connection openConnection(SocketAddress address, byte[] authKey) throws IOException {
    return SocketConnections.connect(address, authKey);
  }

  @Override
  public List<Object> waitAny(Collection<?> connectionsOrProcesses, Duration limit)
      throws IOException, InterruptedException {
    return WaitAny.within(connectionsOrProcesses, limit);
  }
}
