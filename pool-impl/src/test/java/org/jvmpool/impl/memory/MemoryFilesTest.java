package org.jvmpool.impl.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.HouseCheck;
import org.jvmpool.shared.SharedIntArray;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedMemory;
import org.jvmpool.shared.SharedQueue;

/** The files behind what is shared: many, cut short, left by who made them. */
@Behaviour
class MemoryFilesTest {
  private static final Multiprocessing MP = Multiprocessing.local();

  private static List<Path> files() throws Exception {
    List<Path> files = new ArrayList<>();
    for (Path directory : HouseCheck.filesOf(ProcessHandle.current().pid())) {
      if (directory.getFileName().toString().startsWith("jvmpool-family-")) {
        try (Stream<Path> each = Files.list(directory)) {
          each.forEach(files::add);
        }
      }
    }
    return files;
  }

  @Test
  void aThousandQueuesAreOpenAtOnce() throws Exception {
    List<SharedQueue<Integer>> queues = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      SharedQueue<Integer> queue = MP.queue();
      queue.put(i);
      queues.add(queue);
    }
    for (int i = 0; i < 1000; i++) {
      assertEquals(i, queues.get(i).take());
    }
  }

  @Test
  void whatWasNeverSharedGoesWhenNothingRefersToIt() throws Exception {
    int before = files().size();
    for (int i = 0; i < 50; i++) {
      MP.queue().put("never taken");
      MP.intArray(10);
    }
    Eventually.until(
        () -> {
          System.gc();
          return files().size() <= before + 10;
        });
  }

  /*
   * In a JVM of its own: code that has been compiled by then may not survive the fault, which is
   * the JVM's affair (see Mapping).
   */
  @Test
  void anArrayThatIsCutShortIsAnErrorAndNoCrash() throws Exception {
    try (ChildProgram program = ChildProgram.start(CutShort.class)) {
      program.awaitLine("an error: ");
      assertEquals(0, program.awaitExit(), program::toString);
    }
  }

  /** Cuts the file of an array short and uses the array. */
  static final class CutShort {
    private CutShort() {}

    public static void main(String[] args) throws Exception {
      SharedIntArray array = MP.intArray(100_000);
      Path file =
          files().stream().filter(f -> f.toString().contains("array")).findFirst().orElseThrow();
      array.set(99_999, 1);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      IllegalStateException cut =
          assertThrows(
              IllegalStateException.class,
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  array.addAndGet(i, 1);
                  array.compareAndSet(i, 0, 1);
                  array.get(i);
                }
              });
      assertTrue(String.valueOf(cut.getMessage()).contains("cut short"), cut::toString);
      System.out.println("an error: " + cut.getMessage());
    }
  }

  @Test
  void whatAProcessMadeOutlivesIt() throws Exception {
    try (Pool pool = Pool.builder().workers(1).maxTasksPerWorker(1).build()) {
      SharedQueue<Object> letters = MP.queue();
      pool.apply(
          () -> {
            SharedLock lock = Multiprocessing.local().lock();
            lock.lock();
            SharedQueue<String> queue = Multiprocessing.local().queue();
            queue.put("from one that has ended");
            letters.put(queue);
            letters.put(lock);
          });
      Eventually.until(() -> pool.stats().retired().size() > 0);
      @SuppressWarnings("unchecked")
      SharedQueue<String> queue = (SharedQueue<String>) letters.take();
      assertEquals("from one that has ended", queue.take());
      SharedLock lock = (SharedLock) letters.take();
      lock.lock();
      assertTrue(lock.wasAbandoned());
      lock.unlock();
      assertFalse(lock.wasAbandoned());
    }
  }

  @Test
  void aSegmentIsAttachedByNameAndUnlinkedOnce() throws Exception {
    SharedMemory memory = SharedMemory.create(512);
    assertTrue(memory.size() >= 512);
    try (Pool pool = Pool.create(1)) {
      String name = memory.name();
      pool.apply(
          () -> {
            try (SharedMemory same = SharedMemory.attach(name)) {
              same.buffer().putInt(8, 42);
            }
          });
    }
    ByteBuffer buffer = memory.buffer();
    assertEquals(42, buffer.getInt(8));
    memory.unlink();
    assertInstanceOf(
        NoSuchFileException.class,
        assertThrows(UncheckedIOException.class, memory::unlink).getCause());
    assertInstanceOf(
        NoSuchFileException.class,
        assertThrows(UncheckedIOException.class, () -> SharedMemory.attach(memory.name()))
            .getCause());
    memory.close();
    assertThrows(IllegalStateException.class, memory::buffer);
    assertNotNull(buffer);
    for (String bad : List.of("", " ", "a/b", "..", "a\0b")) {
      assertThrows(IllegalArgumentException.class, () -> SharedMemory.attach(bad), bad);
    }
  }
}
