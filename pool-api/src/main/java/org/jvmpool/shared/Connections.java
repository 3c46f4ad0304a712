package org.jvmpool.shared;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jvmpool.spi.Providers;

public final class Connections {
  private Connections() {}

  public static Listener listen(SocketAddress address, byte[] authKey) throws IOException {
    return Providers.local().listen(address, authKey);
  }

  public static Connection connect(SocketAddress address, byte[] authKey) throws IOException {
    return Providers.local().openConnection(address, authKey);
  }

  public static List<Object> waitAny(Collection<?> connectionsOrProcesses, Duration limit)
      throws IOException, InterruptedException {
    return Providers.local().waitAny(connectionsOrProcesses, limit);
  }
}
