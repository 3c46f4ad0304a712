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
import java.util.concurrent.ExecutionException;
import org.jvmpool.AsyncResult;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Pipe;

/**
 * One byte there and back between two JVMs: placement, {@code pipe|socket}, round trips. The socket
 * is a raw Unix domain socket with blocking reads.
 */
final class PingPong {
  private PingPong() {}

  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    Arguments arguments = new Arguments(args, 3);
    Placement placement = Placement.of(arguments.text(0));
    long[] taken = new long[arguments.number(2)];
    if (arguments.text(1).equals("pipe")) {
      pipe(placement, taken);
    } else {
      try (Pool pool = Pool.create(1)) {
        placement.bind(pool.apply(() -> ProcessHandle.current().pid()));
        socket(pool, taken);
      }
    }
    Metric.printPercentiles(taken);
  }

  private static void pipe(Placement placement, long[] taken)
      throws IOException, InterruptedException {
    Multiprocessing mp = Multiprocessing.local();
    Pipe pipe = mp.pipe();
    Connection there = pipe.second();
    JvmProcess echo =
        mp.process(
            () -> {
              try (there) {
                while (true) {
                  there.sendBytes(there.recvBytes());
                }
              } catch (EOFException e) {
                // The other side has what it wants.
              }
            });
    echo.start();
    there.close();
    byte[] message = new byte[1];
    try (Connection here = pipe.first()) {
      here.sendBytes(message);
      here.recvBytes(); // it is there
      placement.bind(echo.pid());
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < taken.length; i++) {
          message[0] = (byte) i;
          long start = System.nanoTime();
          here.sendBytes(message);
          byte[] answer = here.recvBytes();
          taken[i] = System.nanoTime() - start;
          Expect.equal(answer[0], (byte) i);
        }
      }
    }
    echo.join();
    Expect.equal(echo.exitCode().getAsInt(), 0);
  }

  private static void socket(Pool pool, long[] taken)
      throws IOException, InterruptedException, ExecutionException {
    Path directory = Files.createTempDirectory("jvmpool-benchmark");
    Path file = directory.resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(file));
      String name = file.toString();
      AsyncResult<Boolean> echo =
          pool.applyAsync(
              () -> {
                ByteBuffer one = ByteBuffer.allocateDirect(1);
                try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(name))) {
                  while (channel.read(one) == 1) {
                    one.flip();
                    channel.write(one);
                    one.clear();
                  }
                }
                return true;
              });
      ByteBuffer one = ByteBuffer.allocateDirect(1);
      try (SocketChannel channel = server.accept()) {
        for (int round = 0; round < 2; round++) {
          for (int i = 0; i < taken.length; i++) {
            one.clear();
            one.put(0, (byte) i);
            long start = System.nanoTime();
            channel.write(one);
            one.clear();
            int read = channel.read(one);
            taken[i] = System.nanoTime() - start;
            Expect.equal(read, 1);
            Expect.equal(one.get(0), (byte) i);
          }
        }
      }
      echo.get();
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }
}
