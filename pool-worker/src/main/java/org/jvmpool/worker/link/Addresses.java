package org.jvmpool.worker.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/** The two kinds of addresses that connections have. */
final class Addresses {
  private Addresses() {}

  /**
   * What kind of socket an address needs.
   *
   * @throws IllegalArgumentException when it is of another kind
   * @throws UnknownHostException when its host has no address
   */
  static ProtocolFamily family(SocketAddress address) throws UnknownHostException {
    Objects.requireNonNull(address, "address must not be null");
    if (address instanceof UnixDomainSocketAddress) {
      return StandardProtocolFamily.UNIX;
    }
    if (address instanceof InetSocketAddress tcp) {
      if (tcp.isUnresolved()) {
        throw new UnknownHostException("the host " + tcp.getHostString() + " has no address");
      }
      return tcp.getAddress() instanceof java.net.Inet6Address
          ? StandardProtocolFamily.INET6
          : StandardProtocolFamily.INET;
    }
    throw new IllegalArgumentException(
        "an address must be a UnixDomainSocketAddress or an InetSocketAddress, but was "
            + address
            + " of "
            + address.getClass());
  }

  /** Small messages are not held back. */
  static void tune(SocketChannel channel) throws IOException {
    if (channel.getRemoteAddress() instanceof InetSocketAddress) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
  }

  /** How the other end is called; of a Unix domain it has no name, so the listener's stands in. */
  static String peer(SocketChannel channel, SocketAddress listener) throws IOException {
    SocketAddress remote = channel.getRemoteAddress();
    return remote instanceof InetSocketAddress ? remote.toString() : "a client of " + listener;
  }
}
