package org.jvmpool.worker.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads that are woken without the coordinator. */
@Timeout(60)
class BellsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;

  private final List<AutoCloseable> opened = new ArrayList<>();

  private <T extends AutoCloseable> T keep(T closeable) {
    opened.add(0, closeable);
    return closeable;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  /** A line to a coordinator that says nothing. */
  private CoordinatorLine line() throws IOException {
    Path socket = directory.resolve("coordinator");
    if (!Files.exists(socket)) {
      ServerSocketChannel silent = keep(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
      silent.bind(UnixDomainSocketAddress.of(socket), 128);
    }
    return keep(CoordinatorLine.open(socket));
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      Set<String> names = new HashSet<>();
      all.forEach(file -> names.add(file.getFileName().toString()));
      names.remove("coordinator");
      return names;
    }
  }

  /** How long it listens until it is woken. */
  private static long listens(CoordinatorLine line) throws IOException {
    long start = System.nanoTime();
    line.listen(Deadline.in(LONG), /* interruptibly= */ true);
    return System.nanoTime() - start;
  }

  @Test
  void aRingIsHeardBeforeAndWhileOneListensAndOnceOnly() throws Exception {
    CoordinatorLine line = line();
    long name = line.bell(new Bells(directory, 7));
    Bells others = new Bells(directory, 8);
    others.ring(name);
    assertTrue(listens(line) < LONG.toNanos()); // that somebody is at the door
    assertTrue(listens(line) < LONG.toNanos()); // that it rings
    long start = System.nanoTime();
    line.listen(Deadline.inNanos(200_000_000), true);
    assertTrue(System.nanoTime() - start >= 100_000_000, "heard something more");

    Thread listener =
        new Thread(
            () -> {
              try {
                listens(line);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    listener.start();
    others.ring(name);
    listener.join(LONG.toMillis());
    assertFalse(listener.isAlive());
  }

  @Test
  void ringsThatNobodyListensToKeepNoWaitAwake() throws Exception {
    CoordinatorLine line = line();
    long name = line.bell(new Bells(directory, 7));
    Bells others = new Bells(directory, 8);
    others.ring(name);
    others.ring(name);
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    assertEquals(0, line.receive(Deadline.in(Duration.ofSeconds(1)), true));
    long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    assertTrue(used < 500_000_000, used + " ns of processor time in a second of waiting");
  }

  @Test
  void ringingWhereNobodyIsDoesNothing() throws Exception {
    Bells bells = new Bells(directory, 7);
    Bells others = new Bells(directory, 8);
    others.ring(7L << 32 | 3);
    CoordinatorLine line = line();
    long name = line.bell(bells);
    others.ring(name);
    line.close();
    others.ring(name);
    others.ring(name);
    CoordinatorLine next = line();
    assertEquals(name, next.bell(bells), "the number is free again");
    others.ring(name);
    assertTrue(listens(next) < LONG.toNanos());
  }

  @Test
  void aProcessHasSixteenBellsAndTheirNamesGoWithThemOrWithTheProcess() throws Exception {
    Bells bells = new Bells(directory, 7);
    Selector selector = keep(Selector.open());
    List<Bell> all = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      all.add(hang(bells, selector));
    }
    assertNull(bells.open(selector));
    assertEquals(16, names().size());
    all.get(4).close();
    assertEquals(15, names().size());
    assertEquals(all.get(4).name(), hang(bells, selector).name());
    assertNull(bells.open(selector));
    Files.createFile(directory.resolve("another"));
    Bells.remove(directory, 7);
    assertEquals(Set.of("another"), names());
  }

  private Bell hang(Bells bells, Selector selector) {
    Bell bell = bells.open(selector);
    assertNotNull(bell);
    return keep(bell);
  }

  @Test
  void oneRingsAtMoreDoorsThanItKeepsWaysTo() throws Exception {
    Bells others = new Bells(directory, 1);
    List<CoordinatorLine> lines = new ArrayList<>();
    for (int process = 2; process < 102; process++) {
      CoordinatorLine line = line();
      lines.add(line);
      line.bell(new Bells(directory, process));
    }
    for (int round = 0; round < 2; round++) {
      for (int process = 2; process < 102; process++) {
        others.ring((long) process << 32 | 1);
      }
      for (CoordinatorLine line : lines) {
        assertTrue(listens(line) < LONG.toNanos());
      }
    }
  }
}
