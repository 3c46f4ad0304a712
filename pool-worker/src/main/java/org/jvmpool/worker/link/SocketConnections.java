package org.jvmpool.worker.link;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jvmpool.shared.AuthenticationException;
import org.jvmpool.shared.Connection;

/** Connects to listeners. */
public final class SocketConnections {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private SocketConnections() {}

  /**
   * Connects, and passes the challenge. A listener that does not answer has 30 seconds.
   *
   * @throws IllegalArgumentException when the address is neither of a Unix domain nor of TCP
   */
  public static Connection connect(SocketAddress address, byte[] authKey) throws IOException {
    return connect(address, authKey, PATIENCE);
  }

  /** The same, with another time that listeners have. */
  static Connection connect(SocketAddress address, byte[] authKey, Duration patience)
      throws IOException {
    byte[] key = Objects.requireNonNull(authKey, "authKey must not be null").clone();
    SocketChannel channel = SocketChannel.open(Addresses.family(address));
    boolean connected = false;
    AtomicBoolean over = new AtomicBoolean();
    try {
      connect(channel, address);
      Addresses.tune(channel);
      Executor late = CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS);
      late.execute(
          () -> {
            if (over.compareAndSet(false, true)) {
              close(channel);
            }
          });
      Handshake.asClient(Channels.newInputStream(channel), Channels.newOutputStream(channel), key);
      if (!over.compareAndSet(false, true)) {
        throw new ClosedChannelException();
      }
      Connection connection = new SocketConnection(channel, address.toString());
      connected = true;
      return connection;
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (ClosedChannelException e) {
      throw new SocketTimeoutException(
          "the listener at "
              + address
              + " did not answer within "
              + patience.toMillis() / 1000.0
              + " s");
    } catch (AuthenticationException e) {
      throw new AuthenticationException(address + ": " + e.getMessage(), e);
    } finally {
      over.set(true);
      if (!connected) {
        close(channel);
      }
    }
  }

  private static void connect(SocketChannel channel, SocketAddress address) throws IOException {
    try {
      channel.connect(address);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("cannot connect to " + address + ": " + e.getMessage(), e);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing more can be done for it.
    }
  }
}
