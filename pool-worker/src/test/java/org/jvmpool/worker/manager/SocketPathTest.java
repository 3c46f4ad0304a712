package org.jvmpool.worker.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SocketPathTest {
  private static final int RIVALS = 6;
  private static final int ROUNDS = 100;

  @TempDir Path dir;

  private Path path;
  private UnixDomainSocketAddress address;

  @BeforeEach
  void choosePath() {
    path = dir.resolve("manager.socket");
    address = UnixDomainSocketAddress.of(path);
  }

  /** As a process leaves it that was killed an hour ago. */
  private void leaveDeadSocket() throws IOException {
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(address);
    }
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(3600)));
  }

  private void bind(ServerSocketChannel door) throws IOException {
    new SocketPath(address).bind(door, 50);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Whether who connects to the path reaches that door. */
  private boolean isReached(ServerSocketChannel door) throws IOException {
    try (SocketChannel client = SocketChannel.open(address)) {
      door.configureBlocking(false);
      try (SocketChannel come = door.accept()) {
        return client.isConnected() && come != null;
      }
    }
  }

  @Test
  void ofThoseThatComeToADeadSocketAtOnceOneListensAndIsReached() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      leaveDeadSocket();
      List<ServerSocketChannel> doors = new ArrayList<>();
      List<FutureTask<Boolean>> rivals = new ArrayList<>();
      CyclicBarrier start = new CyclicBarrier(RIVALS);
      for (int i = 0; i < RIVALS; i++) {
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        doors.add(door);
        FutureTask<Boolean> rival =
            new FutureTask<>(
                () -> {
                  start.await();
                  try {
                    bind(door);
                    return true;
                  } catch (BindException e) {
                    return false;
                  }
                });
        rivals.add(rival);
        Thread thread = new Thread(rival, "test-rival");
        thread.setDaemon(true);
        thread.start();
      }
      List<ServerSocketChannel> listening = new ArrayList<>();
      for (int i = 0; i < RIVALS; i++) {
        if (rivals.get(i).get(30, TimeUnit.SECONDS)) {
          listening.add(doors.get(i));
        }
      }
      assertEquals(1, listening.size(), "so many listen, in round " + round);
      assertTrue(isReached(listening.get(0)), "in round " + round);
      assertEquals(List.of("manager.socket"), files());
      for (ServerSocketChannel door : doors) {
        door.close();
      }
      Files.delete(path);
    }
  }

  @Test
  void aSocketAtWhichSomebodyListensStays() throws Exception {
    try (ServerSocketChannel first = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        ServerSocketChannel second = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      bind(first);
      Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(3600)));
      assertThrows(BindException.class, () -> bind(second));
      first.accept().close(); // who looked
      assertTrue(isReached(first));
    }
  }

  @Test
  void aSocketThatIsJustBeingMadeStays() throws Exception {
    leaveDeadSocket();
    // As between its making and its first answer.
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(3600)));
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      assertThrows(BindException.class, () -> bind(door));
    }
    assertEquals(List.of("manager.socket"), files());
  }

  @Test
  void anOrdinaryFileStays() throws Exception {
    Files.writeString(path, "notes");
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      assertThrows(BindException.class, () -> bind(door));
    }
    assertEquals("notes", Files.readString(path));
  }
}
