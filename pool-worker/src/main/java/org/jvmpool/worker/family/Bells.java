package org.jvmpool.worker.family;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The bells of this process, and the way to those of the family. A bell's name is the process's
 * number in the high half and the bell's in the low one. Safe for all threads.
 */
final class Bells {
  /** So many bells has a process at most. Threads that come later do without. */
  private static final int MOST = 16;

  /** So many ways are kept open. Then all are closed: which of them lead nowhere nobody knows. */
  private static final int MOST_WAYS = 64;

  private static final ByteBuffer A_RING = ByteBuffer.allocateDirect(1);

  private final Path directory;
  private final int process;

  /** A bit for each number that is in use. */
  private final AtomicInteger used = new AtomicInteger();

  private final Map<Long, SocketChannel> ways = new ConcurrentHashMap<>();

  Bells(Path directory, int process) {
    this.directory = directory;
    this.process = process;
  }

  // ---- of this process

  /** One more, or null when there cannot be one. */
  @Nullable Bell open(Selector selector) {
    int number = newNumber();
    if (number == 0) {
      return null;
    }
    try {
      return Bell.open(this, number, path(directory, process, number), selector);
    } catch (IOException e) {
      free(number);
      return null;
    }
  }

  long name(int number) {
    return (long) process << Integer.SIZE | number;
  }

  private int newNumber() {
    while (true) {
      int before = used.get();
      int number = Integer.numberOfTrailingZeros(~before) + 1;
      if (number > MOST) {
        return 0;
      }
      if (used.compareAndSet(before, before | 1 << number - 1)) {
        return number;
      }
    }
  }

  /** It was closed. */
  void free(int number) {
    used.getAndUpdate(bits -> bits & ~(1 << number - 1));
  }

  // ---- of others

  /** Rings, if that can be done at once; nobody relies on it. */
  void ring(long name) {
    try {
      SocketChannel way = ways.get(name);
      if (way == null) {
        way = connect(name);
      }
      if (way != null) {
        way.write(A_RING.duplicate());
      }
    } catch (IOException e) {
      SocketChannel broken = ways.remove(name);
      if (broken != null) {
        close(broken);
      }
    }
  }

  private @Nullable SocketChannel connect(long name) throws IOException {
    if (ways.size() >= MOST_WAYS) {
      ways.values().forEach(Bells::close);
      ways.clear();
    }
    SocketChannel way = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      way.configureBlocking(false);
      Path path = path(directory, (int) (name >>> Integer.SIZE), (int) name);
      if (way.connect(UnixDomainSocketAddress.of(path)) && ways.putIfAbsent(name, way) == null) {
        return way;
      }
    } catch (IOException | RuntimeException e) {
      close(way);
      throw e;
    }
    close(way);
    return ways.get(name);
  }

  static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  /** A process has ended: its bells' names go. */
  static void remove(Path directory, int process) {
    for (int number = 1; number <= MOST; number++) {
      try {
        Files.deleteIfExists(path(directory, process, number));
      } catch (IOException e) {
        // It goes with the directory.
      }
    }
  }

  /** Short, as the name of a socket must be. */
  private static Path path(Path directory, int process, int number) {
    return directory.resolve(Integer.toString(process, Character.MAX_RADIX) + "." + number);
  }
}
