package org.jvmpool.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An HTTP server on the loopback interface, for made-up files that are the same each time. As a
 * server far away does, it lets each connection wait, and gives it a bounded number of bytes a
 * second. Its threads end with {@link #close()}.
 */
final class FileServer implements AutoCloseable {
  private static final int PACKET = 64 * 1024;
  private static final long NANOS_BEFORE_A_FILE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long NANOS_A_PACKET = TimeUnit.MILLISECONDS.toNanos(4);

  private final HttpServer server;
  private final ExecutorService threads;
  private final int files;
  private final int bytes;

  private FileServer(HttpServer server, ExecutorService threads, int files, int bytes) {
    this.server = server;
    this.threads = threads;
    this.files = files;
    this.bytes = bytes;
  }

  /** Starts a server of that many files of {@code bytes} bytes each. */
  static FileServer start(int files, int bytes) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    FileServer fileServer = new FileServer(server, threads, files, bytes);
    server.createContext("/", fileServer::serve);
    server.setExecutor(threads);
    server.start();
    return fileServer;
  }

  /** The addresses of the files. */
  List<String> addresses() {
    InetSocketAddress address = server.getAddress();
    List<String> addresses = new ArrayList<>();
    for (int file = 0; file < files; file++) {
      addresses.add(
          "http://%s:%d/%d"
              .formatted(address.getAddress().getHostAddress(), address.getPort(), file));
    }
    return addresses;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      SplittableRandom content =
          new SplittableRandom(Long.parseLong(exchange.getRequestURI().getPath().substring(1)));
      LockSupport.parkNanos(NANOS_BEFORE_A_FILE);
      exchange.sendResponseHeaders(200, bytes);
      OutputStream body = exchange.getResponseBody();
      byte[] packet = new byte[PACKET];
      for (int left = bytes; left > 0; left -= PACKET) {
        content.nextBytes(packet);
        body.write(packet, 0, Math.min(left, PACKET));
        body.flush();
        LockSupport.parkNanos(NANOS_A_PACKET);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
