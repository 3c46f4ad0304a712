package org.jvmpool.impl.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Multiprocessing;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.TestLibraries;
import org.jvmpool.shared.SharedIntArray;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedMemory;
import org.jvmpool.shared.SharedQueue;

/**
 * {@code /dev/shm} and the temporary directory are full, really: both are small file systems that a
 * program in a mount namespace of its own has, and fills.
 */
@Behaviour
class FullMemoryTest {
  private static final String MOUNTED =
      "mount -t tmpfs -o size=16m tmpfs /dev/shm && mount -t tmpfs -o size=8m tmpfs \"$1\""
          + " && shift && exec \"$@\"";

  private static ChildProgram start(Path temporary, Class<?> main) throws Exception {
    return ChildProgram.startCommand(
        "unshare",
        "-rm",
        "sh",
        "-c",
        MOUNTED,
        "sh",
        temporary.toString(),
        TestLibraries.java(),
        "-Djava.io.tmpdir=" + temporary,
        "-cp",
        System.getProperty("java.class.path"),
        main.getName());
  }

  private static boolean canMount() throws InterruptedException {
    try {
      Process mount =
          new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/dev/shm").start();
      return mount.waitFor(30, TimeUnit.SECONDS) && mount.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whatFindsNoRoomSaysSoAndWhatIsThereGoesOn(@TempDir Path temporary) throws Exception {
    assumeTrue(canMount(), "no mount namespaces here");
    try (ChildProgram program = start(temporary, FillsUp.class)) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of("done"), program.out(), program::toString);
    }
  }

  /** Fills both places and uses what it has and what it cannot get. */
  static final class FillsUp {
    private static final Multiprocessing MP = Multiprocessing.local();

    private FillsUp() {}

    public static void main(String[] args) throws Exception {
      SharedQueue<byte[]> queue = MP.queue();
      queue.put(new byte[] {1});
      SharedIntArray array = MP.intArray(1000);
      List<Path> greedy = new ArrayList<>();
      for (String place : List.of("/dev/shm", System.getProperty("java.io.tmpdir"))) {
        greedy.add(fill(Path.of(place, "greedy")));
      }
      Set<Path> before = files();

      assertNoRoom(() -> MP.intArray(1_000_000));
      assertNoRoom(() -> MP.memory(1 << 20));
      assertNoRoom(MP::queue);
      assertNoRoom(MP::pipe);
      assertNoRoom(() -> queue.put(new byte[3 << 20]));
      List<SharedLock> locks = new ArrayList<>();
      assertNoRoom(
          () -> {
            while (true) {
              locks.add(MP.lock());
            }
          });
      int[] put = {1};
      assertNoRoom(
          () -> {
            for (; ; put[0]++) {
              queue.put(new byte[1000]);
            }
          });
      assertEquals(before, files());

      assertEquals(7, array.addAndGet(999, 7));
      for (SharedLock lock : locks) {
        lock.lock();
        lock.unlock();
      }
      assertEquals(put[0], queue.size());
      assertArrayEquals(new byte[] {1}, queue.take());
      for (int i = 1; i < put[0]; i++) {
        assertEquals(1000, queue.take().length);
      }
      assertTrue(queue.isEmpty());

      for (Path each : greedy) {
        Files.delete(each);
      }
      try (SharedMemory memory = MP.memory(1 << 20)) {
        memory.buffer().put((1 << 20) - 1, (byte) 1);
        memory.unlink();
      }
      queue.put(new byte[3 << 20]);
      assertEquals(3 << 20, queue.take().length);
      System.out.println("done");
    }

    private static void assertNoRoom(Executable use) {
      UncheckedIOException none = assertThrows(UncheckedIOException.class, use);
      assertTrue(String.valueOf(none.getMessage()).contains("no room"), none::toString);
    }

    /** Writes a file until there is no space left. */
    private static Path fill(Path file) throws IOException {
      ByteBuffer page = ByteBuffer.allocate(4096);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        while (true) {
          page.clear();
          channel.write(page);
        }
      } catch (IOException e) {
        return file; // full
      }
    }

    private static Set<Path> files() throws IOException {
      Set<Path> files = new TreeSet<>();
      for (String place : List.of("/dev/shm", System.getProperty("java.io.tmpdir"))) {
        try (Stream<Path> all = Files.walk(Path.of(place))) {
          all.forEach(files::add);
        }
      }
      return files;
    }
  }
}
