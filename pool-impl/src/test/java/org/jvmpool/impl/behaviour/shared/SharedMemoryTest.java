package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import org.jvmpool.shared.SharedMemory;

@Promises(SharedEngine.Claim.MEMORY)
class SharedMemoryTest {

  private static void assertMissing(org.junit.jupiter.api.function.Executable use) {
    UncheckedIOException failure = assertThrows(UncheckedIOException.class, use);
    assertInstanceOf(NoSuchFileException.class, failure.getCause());
  }

  @OnEverySharedEngine
  void aNewSegmentIsFullOfZerosAndAtLeastAsLargeAsAsked(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedMemory memory = world.multiprocessing().memory(512)) {
      assertTrue(memory.size() >= 512);
      ByteBuffer buffer = memory.buffer();
      assertTrue(buffer.isDirect());
      assertEquals(ByteOrder.BIG_ENDIAN, buffer.order());
      assertEquals(0, buffer.position());
      assertEquals(memory.size(), buffer.remaining());
      while (buffer.hasRemaining()) {
        assertEquals(0, buffer.get());
      }
      memory.unlink();
    }
  }

  @OnEverySharedEngine
  void whatIsWrittenIsSeenThroughItsNameInBothDirections(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedMemory memory = world.multiprocessing().memory(64)) {
      memory.buffer().put(3, (byte) 42);
      try (SharedMemory same = world.attach(memory.name())) {
        assertEquals(memory.name(), same.name());
        assertEquals(memory.size(), same.size());
        assertEquals(42, same.buffer().get(3));
        same.buffer().putLong(8, 1L << 50);
        assertEquals(1L << 50, memory.buffer().getLong(8));
      }
      assertEquals(42, memory.buffer().get(3));
      memory.unlink();
    }
  }

  @OnEverySharedEngine
  void anotherProcessWritesThroughItsHandle(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedMemory memory = world.multiprocessing().memory(16)) {
      memory.buffer().putInt(0, 5);
      world.run(() -> memory.buffer().putInt(4, memory.buffer().getInt(0) + 1)).join();
      assertEquals(6, memory.buffer().getInt(4));
      memory.unlink();
    }
  }

  @OnEverySharedEngine
  void namesDiffer(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedMemory one = world.multiprocessing().memory(1);
        SharedMemory other = world.multiprocessing().memory(1)) {
      assertNotEquals(one.name(), other.name());
      one.unlink();
      other.unlink();
    }
  }

  @OnEverySharedEngine
  void onceUnlinkedNobodyAttachesAndMappingsStay(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedMemory memory = world.multiprocessing().memory(8);
        SharedMemory same = world.attach(memory.name())) {
      memory.unlink();
      assertMissing(() -> world.attach(memory.name()));
      assertMissing(memory::unlink);
      same.buffer().put(0, (byte) 9);
      assertEquals(9, memory.buffer().get(0));
    }
  }

  @OnEverySharedEngine
  void wrongSizesAndNamesAreRefused(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      assertThrows(IllegalArgumentException.class, () -> world.multiprocessing().memory(0));
      assertThrows(IllegalArgumentException.class, () -> world.multiprocessing().memory(-8));
      assertThrows(
          UncheckedIOException.class, () -> world.multiprocessing().memory(Long.MAX_VALUE));
      assertThrows(IllegalArgumentException.class, () -> world.attach(" "));
      assertThrows(IllegalArgumentException.class, () -> world.attach("a\0b"));
    }
  }

  @OnEverySharedEngine
  void aClosedHandleSaysThatItIsClosed(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      SharedMemory memory = world.multiprocessing().memory(8);
      memory.close();
      memory.close();
      assertTrue(
          assertThrows(IllegalStateException.class, memory::buffer)
              .getMessage()
              .contains("is closed"));
      memory.unlink();
    }
  }
}
