package org.jvmpool.shared;

import java.io.IOException;
import java.net.SocketAddress;

/**
 * Waits for connections from other programs: Python's {@code Listener}.
 *
 * @see Connections#listen(java.net.SocketAddress, byte[])
 */
public interface Listener extends AutoCloseable {

  /**
   * Waits for the next peer and lets it pass the challenge in both directions.
   *
   * @return the connection
   * @throws AuthenticationException if the peer does not have the key; the listener is unharmed
   * @throws IOException if the listener is closed, before or while it waits, or if the peer failed
   */
  Connection accept() throws IOException;

  /**
   * Where it listens.
   *
   * @return the address, with the port that the system chose if the port was 0
   */
  SocketAddress address();

  /**
   * Stops listening; a thread that waits in {@link #accept()} gets an {@link IOException}.
   * Connections that were accepted stay open. May be called more than once.
   */
  @Override
  void close();
}
