package org.jvmpool.benchmarks.subject;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Connections;
import org.jvmpool.shared.Listener;

/**
 * A byte there and back between two JVMs over a Unix domain socket: {@code connection}, or {@code
 * raw} for blocking reads and writes of the channel; round trips.
 */
final class SocketPingPong {
  private SocketPingPong() {}

  public static void main(String[] args) throws Exception {
    Arguments arguments = new Arguments(args, 2);
    int trips = arguments.number(1);
    boolean raw = arguments.text(0).equals("raw");
    Path directory = Files.createTempDirectory("jvmpool-benchmark");
    String file = directory.resolve("socket").toString();
    JvmProcess echo = Multiprocessing.local().process(() -> echo(raw, file));
    long[] taken = raw ? raw(file, echo, trips) : connection(file, echo, trips);
    echo.join();
    Files.deleteIfExists(Path.of(file));
    Files.delete(directory);
    Metric.printPercentiles(taken);
  }

  private static void echo(boolean raw, String file) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(file);
    if (!raw) {
      try (Connection connection = Connections.connect(address, new byte[0])) {
        while (true) {
          connection.sendBytes(connection.recvBytes());
        }
      } catch (EOFException e) {
        return;
      }
    }
    try (SocketChannel channel = SocketChannel.open(address)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(1);
      while (channel.read(buffer) >= 0) {
        channel.write(buffer.flip());
        buffer.clear();
      }
    }
  }

  private static long[] connection(String file, JvmProcess echo, int trips) throws IOException {
    try (Listener listener = Connections.listen(UnixDomainSocketAddress.of(file), new byte[0])) {
      echo.start();
      try (Connection connection = listener.accept()) {
        byte[] message = {1};
        long[] taken = new long[trips];
        for (int i = -trips; i < trips; i++) {
          long start = System.nanoTime();
          connection.sendBytes(message);
          Expect.equal(connection.recvBytes().length, 1);
          if (i >= 0) {
            taken[i] = System.nanoTime() - start;
          }
        }
        return taken;
      }
    }
  }

  private static long[] raw(String file, JvmProcess echo, int trips) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(file));
      echo.start();
      try (SocketChannel channel = server.accept()) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1);
        long[] taken = new long[trips];
        for (int i = -trips; i < trips; i++) {
          long start = System.nanoTime();
          buffer.clear();
          channel.write(buffer);
          buffer.clear();
          Expect.equal(channel.read(buffer), 1);
          if (i >= 0) {
            taken[i] = System.nanoTime() - start;
          }
        }
        return taken;
      }
    }
  }
}
