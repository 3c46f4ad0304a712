package org.jvmpool.worker.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Shared memory that is full, too small, or missing. */
@Timeout(60)
class SegmentsTest {
  private static final long PLENTY = 1L << 40;

  @TempDir Path temp;
  private Path memory;
  private Path overflow;

  @BeforeEach
  void directories() throws IOException {
    memory = Files.createDirectory(temp.resolve("memory"));
    overflow = Files.createDirectory(temp.resolve("overflow"));
  }

  private static long files(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.count();
    }
  }

  @Test
  void whatHasNoRoomInSharedMemoryGoesToTheOverflowAndIsFoundThere() throws IOException {
    Segments full = new Segments(memory, overflow, place -> place.equals(memory) ? 0 : PLENTY);
    full.create("ring", 4096).set(8, 42);
    full.write("big", new byte[] {1, 2, 3}, 1, 2);
    assertEquals(0, files(memory));
    assertEquals(2, files(overflow));

    Segments anothers = new Segments(memory, overflow, place -> PLENTY);
    assertEquals(42, anothers.open("ring").get(8));
    byte[] read = new byte[2];
    anothers.read("big", read);
    assertArrayEquals(new byte[] {2, 3}, read);
    assertTrue(anothers.delete("ring"));
    assertFalse(anothers.delete("ring"));
    assertThrows(NoSuchFileException.class, () -> anothers.open("ring"));
  }

  @Test
  void sharedMemoryThatFailsAtTheLastMomentLeavesNothingThere() throws IOException {
    Files.delete(memory);
    Segments gone = new Segments(memory, overflow, place -> PLENTY);
    gone.create("array", 100_000).set(0, 1);
    assertEquals(1, files(overflow));
  }

  @Test
  void withoutSharedMemoryAllIsInTheOverflow() throws IOException {
    Segments one = new Segments(overflow, overflow, place -> -1);
    one.create("arena", 4096).set(0, 1);
    assertEquals(1, one.open("arena").get(0));
    assertTrue(one.delete("arena"));
    assertEquals(0, files(overflow));
  }

  @Test
  void whatHasRoomNowhereIsRefusedBeforeAnythingIsWritten() throws IOException {
    Segments full = new Segments(memory, overflow, place -> 4095);
    for (Executable one :
        List.<Executable>of(
            () -> full.create("huge", Long.MAX_VALUE, 1 << 30),
            () -> full.create("ring", 4096),
            () -> full.write("big", new byte[4096], 0, 4096))) {
      String refused = assertThrows(IOException.class, one).getMessage();
      assertTrue(refused.startsWith(overflow + " has room for 4095 bytes"), refused);
    }
    assertEquals(0, files(memory));
    assertEquals(0, files(overflow));
  }

  @Test
  void aNameIsUsedOnce() throws IOException {
    Segments segments = new Segments(memory, overflow, place -> PLENTY);
    segments.create("one", 64);
    assertThrows(IOException.class, () -> segments.create("one", 64));
    assertEquals(1, files(memory));
    assertEquals(0, files(overflow));
  }
}
