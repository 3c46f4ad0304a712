package org.jvmpool.worker.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.shared.SharedByteArray;
import org.jvmpool.shared.SharedMemory;
import org.jvmpool.shared.SharedQueue;

/** An interrupt closes a file that a thread works on: it neither loses a message nor makes none. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptedFilesTest {
  private final SharedQueue<byte[]> queue = MemoryObjects.queue(0);

  @AfterEach
  void clear() {
    Thread.interrupted();
  }

  private static byte[] big(int number) {
    byte[] bytes = new byte[3 << 20];
    bytes[0] = (byte) number;
    bytes[bytes.length - 1] = (byte) number;
    return bytes;
  }

  @Test
  void aBigMessageIsPutAndTakenUnderAnInterrupt() {
    Thread.currentThread().interrupt();
    assertTrue(queue.offer(big(1)));
    assertArrayEquals(big(1), queue.poll());
    assertTrue(Thread.interrupted(), "the interrupt is kept");
  }

  @Test
  void aQueueGrowsAndIsReadUnderAnInterrupt() {
    Thread.currentThread().interrupt();
    for (int i = 0; i < 20; i++) {
      assertTrue(queue.offer(new byte[10_000 + i]));
    }
    SharedQueue<byte[]> other =
        new MemoryQueue<>(
            MemoryQueue.channelAt(((MemoryQueue<byte[]>) queue).channel().send(), 0), 0);
    for (int i = 0; i < 20; i++) {
      assertEquals(10_000 + i, other.poll().length);
    }
    assertTrue(Thread.interrupted(), "the interrupt is kept");
  }

  @Test
  void objectsAreMadeUnderAnInterrupt() {
    Thread.currentThread().interrupt();
    try (SharedByteArray array = MemoryObjects.byteArray(1 << 20);
        SharedMemory memory = MemoryObjects.memory(1 << 20);
        SharedMemory attached = MemoryObjects.attach(memory.name())) {
      array.set((1 << 20) - 1, (byte) 3);
      assertEquals(1 << 20, attached.size());
      memory.unlink();
    }
    assertTrue(Thread.interrupted(), "the interrupt is kept");
  }

  @Test
  void interruptsAtAnyMomentLoseNoBigMessageAndDoubleNone() throws Exception {
    int messages = 60;
    AtomicBoolean over = new AtomicBoolean();
    List<Integer> taken = new ArrayList<>();
    Beside<Void> taker =
        Beside.call(
            () -> {
              while (taken.size() < messages) {
                try {
                  byte[] bytes = queue.take();
                  assertEquals(bytes[0], bytes[bytes.length - 1]);
                  taken.add((int) bytes[0]);
                } catch (InterruptedException e) {
                  // It took nothing, and tries again.
                }
              }
              return null;
            });
    Beside<Void> interrupter =
        Beside.call(
            () -> {
              while (!over.get()) {
                taker.interrupt();
                // Less often than a message is read: who is always interrupted never comes to do
                // so.
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(5_000_000));
              }
              return null;
            });
    List<Integer> put = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      queue.put(big(i));
      put.add(i);
    }
    try {
      taker.get();
    } finally {
      over.set(true);
    }
    interrupter.get();
    assertEquals(put, taken);
  }
}
