package org.jvmpool.shared;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

public final class Connections {
  public static Listener listen(SocketAddress address, byte[] authKey) throws IOException { throw new UnsupportedOperationException(); }
  public static Connection connect(SocketAddress address, byte[] authKey) throws IOException { throw new UnsupportedOperationException(); }
  public static List<Object> waitAny(Collection<?> connectionsOrProcesses, Duration limit) throws IOException, InterruptedException { throw new UnsupportedOperationException(); }
}
