package org.jvmpool.worker.manager;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The path of a Unix domain socket on which a manager is to listen. A process that is killed leaves
 * its socket behind, which then is in the way of the next one: a socket of the same user at which
 * nobody answers is replaced. One at which somebody does is not.
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

  SocketPath(UnixDomainSocketAddress address) {
    this.address = address;
    this.path = address.getPath().toAbsolutePath();
  }

  /** Has the channel listen there. */
  void bind(ServerSocketChannel channel, int backlog) throws IOException {
    for (int races = 0; ; races++) {
      try {
        channel.bind(address, backlog);
        return;
      } catch (BindException e) {
        try {
          removeDead();
        } catch (NoSuchFileException gone) {
          // Race: another one has removed it. Or nothing was there, and nothing is allowed to be.
          if (races == MOST_RACES) {
            throw e;
          }
        }
      }
    }
  }

  /**
   * Removes the socket if nobody listens there.
   *
   * @throws BindException if it is to stay, with the reason
   */
  private void removeDead() throws IOException {
    BasicFileAttributes dead = attributes(path);
    if (!dead.isOther()) {
      throw new BindException("there is a file already, which is no socket");
    }
    Instant young = Instant.now().minus(MOMENT);
    if (isAnswered() || dead.lastModifiedTime().toInstant().isAfter(young)) {
      throw new BindException("another process listens there");
    }
    Path aside = Files.createTempFile(path.getParent(), "jvmpool-dead-", ".socket");
    try {
      UserPrincipal owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
      if (!owner.equals(Files.getOwner(aside))) {
        throw new BindException(
            "there is a socket of the user " + owner + ", at which nobody answers; delete it");
      }
      Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
      BasicFileAttributes moved = attributes(aside);
      // Its time, too: the number of a file that was deleted is given to the next.
      if (!Objects.equals(dead.fileKey(), moved.fileKey())
          || !dead.lastModifiedTime().equals(moved.lastModifiedTime())) {
        // Race: another one has removed the dead one, and listens there. Its socket goes back.
        putBack(aside);
      }
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private void putBack(Path aside) throws IOException {
    try {
      Files.createLink(path, aside);
    } catch (FileAlreadyExistsException e) {
      // A third one was faster.
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether a process listens there; it sees somebody come and go. */
  private boolean isAnswered() throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false); // not to wait for one that is slow
      channel.connect(address);
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (SocketException e) {
      if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new NoSuchFileException(path.toString());
      }
      throw e;
    }
  }
}
