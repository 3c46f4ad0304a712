package org.jvmpool.worker.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.shared.AuthenticationException;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Listener;

/** A peer that does not prove its key, on either side. */
@Timeout(60)
class SilentPeerTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private static final Duration SLACK = Duration.ofMillis(100);
  private static final byte[] KEY = {1, 2, 3};

  @TempDir Path dir;

  @Test
  void isRefusedWhenItsTimeIsUpOverAUnixDomainSocket() throws Exception {
    isRefusedWhenItsTimeIsUp(UnixDomainSocketAddress.of(dir.resolve("listener.socket")));
  }

  @Test
  void isRefusedWhenItsTimeIsUpOverTcp() throws Exception {
    isRefusedWhenItsTimeIsUp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static void isRefusedWhenItsTimeIsUp(SocketAddress address) throws Exception {
    try (Listener listener = SocketListener.open(address, KEY, PATIENCE, System::nanoTime)) {
      long start = System.nanoTime();
      try (SocketChannel silent = SocketChannel.open(listener.address())) {
        AuthenticationException late =
            assertThrows(AuthenticationException.class, listener::accept);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(
            late.getMessage().contains("did not prove its key within 0.3 s"), late::toString);
        assertTrue(took.compareTo(PATIENCE.minus(SLACK)) > 0, took.toString());
        ByteBuffer bytes = ByteBuffer.allocate(1024);
        while (silent.read(bytes) >= 0) {
          bytes.clear(); // the challenge; then its end
        }
      }
    }
  }

  @Test
  void isSilentAsLongAsItLikesOnceItHasProvedItsKey() throws Exception {
    SocketAddress address = UnixDomainSocketAddress.of(dir.resolve("listener.socket"));
    AtomicBoolean stands = new AtomicBoolean(true); // so an honest peer is never too slow
    long start = System.nanoTime();
    LongSupplier clock = () -> stands.get() ? start : System.nanoTime();
    try (Listener listener = SocketListener.open(address, KEY, PATIENCE, clock)) {
      FutureTask<Connection> connecting =
          new FutureTask<>(() -> SocketConnections.connect(address, KEY));
      new Thread(connecting, "test-connecting").start();
      try (Connection here = listener.accept();
          Connection there = connecting.get(30, TimeUnit.SECONDS)) {
        stands.set(false);
        try (SocketChannel silent = SocketChannel.open(address)) {
          assertTrue(silent.isConnected());
          assertThrows(AuthenticationException.class, listener::accept); // so its time is up, too
        }
        there.sendBytes(KEY);
        assertArrayEquals(KEY, here.recvBytes());
      }
    }
  }

  @Test
  void isGivenUpByWhoConnectsToItWhenItsTimeIsUp() throws Exception {
    try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      SocketAddress address = UnixDomainSocketAddress.of(dir.resolve("silent.socket"));
      silent.bind(address);
      long start = System.nanoTime();
      SocketTimeoutException late =
          assertThrows(
              SocketTimeoutException.class,
              () -> SocketConnections.connect(address, KEY, PATIENCE));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(late.getMessage().endsWith("did not answer within 0.3 s"), late::toString);
      assertTrue(took.compareTo(PATIENCE.minus(SLACK)) > 0, took.toString());
    }
  }
}
