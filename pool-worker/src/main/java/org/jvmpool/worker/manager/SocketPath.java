package org.jvmpool.worker.manager;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The path of a Unix domain socket on which a manager is to listen. A process that is killed leaves
 * its socket behind, which then is in the way of the next one: a socket of the same user at which
 * nobody answers is replaced. One at which somebody does is not.
 *
 * <p>Between the look and the removal another manager may have taken the path. So who finds it
 * taken goes on under a lock, one thread of one process at a time: a file beside the socket, which
 * is removed by who holds it.
 */
final class SocketPath {
  /**
   * How old a socket is at which somebody would answer: between its making and its first answer is
   * a moment.
   */
  private static final Duration MOMENT = Duration.ofMillis(100);

  private static final int MOST_RACES = 10;

  private final UnixDomainSocketAddress address;
  private final Path path;
  private final Path lock;

  SocketPath(UnixDomainSocketAddress address) {
    this.address = address;
    this.path = address.getPath().toAbsolutePath();
    this.lock = path.resolveSibling("jvmpool-" + path.getFileName() + ".lock");
  }

  /**
   * Has the channel listen there.
   *
   * @throws BindException if there is something that stays
   */
  void bind(ServerSocketChannel channel, int backlog) throws IOException {
    try {
      channel.bind(address, backlog);
    } catch (BindException e) {
      synchronized (SocketPath.class) { // a file's lock is one of the process
        bindLocked(channel, backlog);
      }
    }
  }

  private void bindLocked(ServerSocketChannel channel, int backlog) throws IOException {
    FileChannel held = lock();
    try {
      for (int races = 0; ; races++) {
        try {
          channel.bind(address, backlog);
          return;
        } catch (BindException e) {
          if (!removeDead() && races == MOST_RACES) {
            throw e; // nothing is there, and nothing is allowed to be
          }
        }
      }
    } finally {
      Files.deleteIfExists(lock);
      held.close();
    }
  }

  /** The file, locked until it is closed. */
  private FileChannel lock() throws IOException {
    String mine = ManagerName.draw();
    while (true) {
      FileChannel file =
          FileChannel.open(
              lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      boolean held = false;
      try {
        file.lock();
        file.truncate(0);
        file.write(ByteBuffer.wrap(mine.getBytes(StandardCharsets.UTF_8)));
        // Race: who held it before may have removed it; then another file has its name.
        held = mine.equals(Files.readString(lock));
        if (held) {
          return file;
        }
      } catch (NoSuchFileException e) {
        // The same.
      } finally {
        if (!held) {
          file.close();
        }
      }
    }
  }

  /**
   * Removes the socket if nobody listens there.
   *
   * @return false if it was gone already
   * @throws BindException if it is to stay, with the reason
   */
  private boolean removeDead() throws IOException {
    try {
      BasicFileAttributes dead = attributes();
      if (!dead.isOther()) {
        throw new BindException("there is a file already, which is no socket");
      }
      Instant young = Instant.now().minus(MOMENT);
      if (isAnswered(dead) || dead.lastModifiedTime().toInstant().isAfter(young)) {
        throw new BindException("another process listens there");
      }
      UserPrincipal owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
      if (!owner.equals(Files.getOwner(lock))) {
        throw new BindException(
            "there is a socket of the user " + owner + ", at which nobody answers; delete it");
      }
      Files.delete(path);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether a process listens there; it sees somebody come and go. */
  private boolean isAnswered(BasicFileAttributes socket) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false); // not to wait for one that is slow
      channel.connect(address);
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (SocketException e) {
      if (!Objects.equals(attributes().fileKey(), socket.fileKey())) {
        return true; // Race: its manager has ended, and the next has taken its place.
      }
      throw e;
    }
  }
}
