package org.jvmpool.worker.manager;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Addresses as text, and the sockets that go with them. */
final class ManagerAddress {
  /** In place of an address: the manager listens nowhere. */
  static final String NOWHERE = "nowhere";

  private static final int BACKLOG = 1024;

  private ManagerAddress() {}

  /**
   * Refuses an address of a kind that no manager has.
   *
   * @throws IllegalArgumentException with the address
   */
  static SocketAddress check(SocketAddress address) {
    java.util.Objects.requireNonNull(address, "address must not be null");
    if (address instanceof UnixDomainSocketAddress unix) {
      if (unix.getPath().toString().isEmpty()) {
        throw new IllegalArgumentException("address: a Unix domain socket needs a path");
      }
      return address;
    }
    if (address instanceof InetSocketAddress internet) {
      if (internet.isUnresolved()) {
        throw new IllegalArgumentException(
            "address: the host " + internet.getHostString() + " is not known");
      }
      return address;
    }
    throw new IllegalArgumentException(
        "address must be a UnixDomainSocketAddress or an InetSocketAddress, but was "
            + address
            + " of "
            + address.getClass().getName());
  }

  static String text(SocketAddress address) {
    if (address instanceof UnixDomainSocketAddress unix) {
      return "unix:" + unix.getPath().toAbsolutePath();
    }
    InetSocketAddress internet = (InetSocketAddress) address;
    return "tcp:" + internet.getAddress().getHostAddress() + ":" + internet.getPort();
  }

  static SocketAddress parse(String text) {
    if (text.startsWith("unix:")) {
      return UnixDomainSocketAddress.of(text.substring(5));
    }
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(4, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  static ServerSocketChannel listen(SocketAddress address) throws IOException {
    ServerSocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    try {
      if (address instanceof InetSocketAddress) {
        // A manager that is started again at once gets its port although old connections linger.
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      if (address instanceof UnixDomainSocketAddress unix) {
        new SocketPath(unix).bind(channel, BACKLOG);
      } else {
        channel.bind(address, BACKLOG);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      BindException refused =
          new BindException(
              "a manager cannot listen at "
                  + text(address)
                  + ": "
                  + (e instanceof BindException ? e.getMessage() : e));
      refused.initCause(e);
      throw refused;
    }
  }

  /** Small messages go at once, and a machine that is gone is noticed some time. */
  static void prepare(SocketChannel channel) throws IOException {
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }
  }
}
