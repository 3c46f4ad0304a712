package org.jvmpool.worker.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.manager.SharedList;

/** Who comes to a manager's door, and how it closes. */
@Timeout(60)
class DoorTest {
  private static final Duration LIMIT = Duration.ofMillis(300);

  private static final Duration SLACK = Duration.ofMillis(100);

  @TempDir Path dir;

  private OwnServer server(LongSupplier clock) throws Exception {
    return new OwnServer(
        dir,
        workers -> {
          throw new UnsupportedOperationException("no pools here");
        },
        name -> new Doorkeeper(name, LIMIT, clock));
  }

  /** Reads to the end, which the server makes. */
  private static void untilShownOut(SocketChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    while (channel.read(bytes) >= 0) {
      bytes.clear();
    }
  }

  @Test
  void whoDoesNotProveItsKeyInTimeIsShownOut() throws Exception {
    long start = System.nanoTime();
    try (OwnServer server = server(System::nanoTime);
        SocketChannel silent = SocketChannel.open(server.address());
        SocketChannel halfWay = SocketChannel.open(server.address())) {
      halfWay.write(ByteBuffer.wrap(new byte[] {LinkConnection.FAMILY}));
      untilShownOut(silent);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(took.compareTo(LIMIT.minus(SLACK)) > 0, took.toString());
      untilShownOut(halfWay);
      Until.holds("they are gone", () -> server.server().connectionCount() == 0);
    }
  }

  @Test
  void whoHasProvedItsKeyMayBeSilent() throws Exception {
    AtomicLong clock = new AtomicLong(); // stands still: an honest client is never too slow
    try (OwnServer server = server(clock::get)) {
      RemoteManager client = server.client();
      SharedList<Integer> list = client.list(List.of(1));
      try (SocketChannel silent = SocketChannel.open(server.address())) {
        Until.holds("it has come", () -> server.server().connectionCount() == 3);
        clock.set(LIMIT.toNanos());
        LockSupport.unpark(server.server().doorkeeper());
        untilShownOut(silent); // so the client's time at the door is up, too
      }
      assertEquals(List.of(1), list);
      client.close();
    }
  }

  /** A door that looks, when it is closed, whether its name is there still. */
  private static final class WatchedDoor extends ServerSocketChannel {
    private final ServerSocketChannel door;
    private final Path name;
    private final List<Boolean> foundAtTheEnd = new ArrayList<>();

    WatchedDoor(Path name) throws IOException {
      this(ServerSocketChannel.open(StandardProtocolFamily.UNIX), name);
      door.bind(UnixDomainSocketAddress.of(name));
    }

    private WatchedDoor(ServerSocketChannel door, Path name) {
      super(door.provider());
      this.door = door;
      this.name = name;
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
      foundAtTheEnd.add(Files.exists(name));
      door.close();
    }

    @Override
    public SocketChannel accept() throws IOException {
      return door.accept();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
      return door.getLocalAddress();
    }

    @Override
    public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
      return door.bind(local, backlog);
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
      return door.setOption(name, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
      return door.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
      return door.supportedOptions();
    }

    @Override
    public ServerSocket socket() {
      return door.socket();
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
      door.configureBlocking(block);
    }
  }

  @Test
  void theSocketsNameGoesBeforeTheDoorCloses() throws Exception {
    WatchedDoor door = new WatchedDoor(dir.resolve("watched.socket"));
    try (OwnServer server = new OwnServer(dir)) {
      server.server().open(door, null, true);
      assertTrue(Files.exists(door.name));
    }
    assertEquals(List.of(false), door.foundAtTheEnd);
    assertTrue(Files.notExists(dir.resolve("family.socket")));
  }
}
