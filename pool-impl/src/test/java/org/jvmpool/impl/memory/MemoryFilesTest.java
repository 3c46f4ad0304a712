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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.HouseCheck;
import org.jvmpool.shared.SharedByteArray;
import org.jvmpool.shared.SharedIntArray;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedLongArray;
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

  /** In a JVM of its own, since that would end; and in code that is interpreted or compiled. */
  @ParameterizedTest
  @ValueSource(ints = {0, 40, 400, 10_000})
  void whatIsCutShortIsAnErrorAndNoCrash(int usesBefore) throws Exception {
    try (ChildProgram program = ChildProgram.start(CutShort.class, "" + usesBefore)) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of("done"), program.out(), program::toString);
    }
  }

  /** Cuts files of shared memory short and uses them in each way. */
  static final class CutShort {
    private static final int LENGTH = 100_000;
    private static final Map<String, VoidTask> USES = new LinkedHashMap<>();

    /** What was read, lest a compiler leaves the read out. */
    private static volatile long seen;

    private CutShort() {}

    public static void main(String[] args) throws Exception {
      SharedIntArray ints = MP.intArray(LENGTH);
      SharedLongArray longs = MP.longArray(LENGTH);
      SharedByteArray bytes = MP.byteArray(LENGTH);
      SharedMemory memory = MP.memory(LENGTH);
      SharedQueue<byte[]> queue = MP.queue();
      ByteBuffer buffer = memory.buffer();
      byte[] some = new byte[1000];
      USES.put("int get", () -> seen = ints.get(7));
      USES.put("int set", () -> ints.set(7, 7));
      USES.put("int add", () -> ints.addAndGet(7, 1));
      USES.put("int compareAndSet", () -> ints.compareAndSet(7, 0, 1));
      USES.put("long get", () -> seen = longs.get(7));
      USES.put("long set", () -> longs.set(7, 7));
      USES.put("long add", () -> longs.addAndGet(7, 1));
      USES.put("long compareAndSet", () -> longs.compareAndSet(7, 0, 1));
      USES.put("byte get", () -> seen = bytes.get(7));
      USES.put("byte set", () -> bytes.set(7, (byte) 7));
      USES.put("bytes get", () -> bytes.get(7, some, 0, some.length));
      USES.put("bytes set", () -> bytes.set(7, some, 0, some.length));
      USES.put("buffer get", () -> seen = buffer.get(7));
      USES.put("buffer put", () -> buffer.put(7, (byte) 7));
      USES.put("buffer bulk get", () -> buffer.get(7, some));
      USES.put(
          "queue",
          () -> {
            queue.put(some);
            queue.take();
          });
      int before = Integer.parseInt(args[0]);
      for (VoidTask use : USES.values()) {
        for (int i = 0; i < before; i++) {
          use.run();
        }
      }
      for (Path file : files()) {
        String name = file.getFileName().toString();
        if (name.startsWith("array-") || name.startsWith("memory-") || name.startsWith("ring-")) {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
          }
        }
      }
      USES.forEach(CutShort::fails);
      System.out.println("done");
    }

    private static void fails(String name, VoidTask use) {
      try {
        use.run();
        enterTheRuntime();
      } catch (InternalError e) {
        return; // the JVM's own
      } catch (Exception e) {
        assertTrue(String.valueOf(e.getMessage()).contains("cut short"), () -> name + ": " + e);
        return;
      }
      throw new AssertionError(name + ": no error");
    }

    /** Where older JVMs throw what a fault has led to. */
    private static void enterTheRuntime() {
      System.identityHashCode(new byte[2][2]);
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
