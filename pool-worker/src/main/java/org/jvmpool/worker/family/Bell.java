package org.jvmpool.worker.family;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How another process wakes a thread of this one without the coordinator: a socket of the thread's
 * own, at which the selector that it blocks in listens, too. That it rings says nothing but: look
 * again. Of one thread at a time.
 */
final class Bell implements AutoCloseable {
  private final Bells bells;
  private final int number;
  private final Path path;
  private final ServerSocketChannel server;
  private final Selector selector;
  private final ByteBuffer rings = ByteBuffer.allocateDirect(64);

  private Bell(Bells bells, int number, Path path, ServerSocketChannel server, Selector selector) {
    this.bells = bells;
    this.number = number;
    this.path = path;
    this.server = server;
    this.selector = selector;
  }

  /** Hangs it up; what the selector finds ready of it is for {@link #take}. */
  static Bell open(Bells bells, int number, Path path, Selector selector) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
      server.configureBlocking(false);
      Bell bell = new Bell(bells, number, path, server, selector);
      server.register(selector, SelectionKey.OP_ACCEPT, bell);
      return bell;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** What others find it by; never 0. */
  long name() {
    return bells.name(number);
  }

  /** Takes what is ready, so that it is not ready any more. */
  void take(SelectionKey key) {
    if (key.channel() instanceof SocketChannel ringer) {
      read(ringer);
    } else {
      accept();
    }
  }

  private void accept() {
    try {
      SocketChannel ringer = server.accept();
      if (ringer != null) {
        ringer.configureBlocking(false);
        ringer.register(selector, SelectionKey.OP_READ, this);
      }
    } catch (IOException e) {
      // Gone again, or no descriptor is left: who rings cannot be heard, and need not be.
    }
  }

  private void read(SocketChannel ringer) {
    try {
      rings.clear();
      if (ringer.read(rings) >= 0) {
        return;
      }
    } catch (IOException e) {
      // As at its end.
    }
    Bells.close(ringer);
  }

  /** With its selector still open. */
  @Override
  public void close() {
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() == this) {
        Bells.close(key.channel());
      }
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // It goes with the process.
    }
    bells.free(number);
  }
}
