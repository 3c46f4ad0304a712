package org.jvmpool.shared;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jvmpool.spi.Providers;

/**
 * Connections between programs that need not be of one family, and waiting for several of them:
 * Python's {@code multiprocessing.connection}.
 *
 * <p>Addresses are {@link java.net.UnixDomainSocketAddress} and {@link java.net.InetSocketAddress}.
 * Before the first object is read, each side proves to the other that it has the key, without
 * sending it.
 */
public final class Connections {

  private Connections() {}

  /**
   * Listens at an address.
   *
   * @param address where to listen
   * @param authKey the key that peers must have; may be empty
   * @return the listener
   * @throws IllegalArgumentException if the address is of another kind
   * @throws IOException if the address cannot be bound
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path
   */
  public static Listener listen(SocketAddress address, byte[] authKey) throws IOException {
    return Providers.local().listen(address, authKey);
  }

  /**
   * Connects to a listener: Python's {@code Client}.
   *
   * @param address where it listens
   * @param authKey its key; may be empty
   * @return the connection
   * @throws AuthenticationException if one side does not have the key of the other
   * @throws IllegalArgumentException if the address is of another kind
   * @throws IOException if the listener cannot be reached
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path
   */
  public static Connection connect(SocketAddress address, byte[] authKey) throws IOException {
    return Providers.local().openConnection(address, authKey);
  }

  /**
   * Waits until at least one object is ready: a {@link Connection} that can be read, a {@link
   * org.jvmpool.JvmProcess} that has ended. Python's {@code connection.wait}.
   *
   * @param connectionsOrProcesses the objects
   * @param limit how long to wait at most; zero or less does not wait
   * @return those that are ready, in the order of the collection; empty if the limit passed
   * @throws IllegalArgumentException if one of the objects is neither
   * @throws IOException if one of the connections is closed or broken
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path
   */
  public static List<Object> waitAny(Collection<?> connectionsOrProcesses, Duration limit)
      throws IOException, InterruptedException {
    return Providers.local().waitAny(connectionsOrProcesses, limit);
  }
}
