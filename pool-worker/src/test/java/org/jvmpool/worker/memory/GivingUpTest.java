package org.jvmpool.worker.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.worker.family.Family;

/**
 * Who was woken for a message, or for room, and then gives up while another thread holds the mutex
 * of its side: another one that waits is woken in its place.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GivingUpTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Long enough to be woken and to come to the mutex; if it was not, the test shows less. */
  private static final Duration SHORT = Duration.ofMillis(700);

  private final MemoryQueue<String> queue = new MemoryQueue<>(MemoryQueue.newChannel(1), 1);

  private Mutex mutex(int word) {
    return new Mutex(Family.current(), queue.channel().block(), word);
  }

  @Test
  void anInterruptedTakerAtTheMutexLeavesTheMessageToTheNext() throws Exception {
    Beside<String> first = Beside.call(queue::take).blocked();
    Beside<String> second = Beside.call(queue::take).blocked();
    Mutex mutex = mutex(Channel.TAKE_MUTEX);
    mutex.lock();
    queue.put("message");
    first.isIn(Mutex.class).blocked().interrupt();
    assertInterrupted(first);
    mutex.unlock();
    assertEquals("message", second.get());
  }

  @Test
  void aTakerWhoseLimitPassesAtTheMutexLeavesTheMessageToTheNext() throws Exception {
    Beside<String> first = Beside.call(() -> queue.poll(SHORT)).blocked();
    Beside<String> second = Beside.call(queue::take).blocked();
    Mutex mutex = mutex(Channel.TAKE_MUTEX);
    mutex.lock();
    queue.put("message");
    assertNull(first.get());
    mutex.unlock();
    assertEquals("message", second.get());
  }

  @Test
  void aTakerWhoseHandleIsClosedAtTheMutexLeavesTheMessageToTheNext() throws Exception {
    SharedQueue<String> handle =
        new MemoryQueue<>(MemoryQueue.channelAt(queue.channel().send(), 1), 1);
    Beside<String> first = Beside.call(handle::take).blocked();
    Beside<String> second = Beside.call(queue::take).blocked();
    Mutex mutex = mutex(Channel.TAKE_MUTEX);
    mutex.lock();
    queue.put("message");
    first.isIn(Mutex.class).blocked();
    handle.close();
    assertThrows(ExecutionException.class, first::get);
    mutex.unlock();
    assertEquals("message", second.get());
  }

  @Test
  void anInterruptedPutterAtTheMutexLeavesTheRoomToTheNext() throws Exception {
    queue.put("full");
    Beside<Boolean> first = Beside.call(() -> queue.offer("first", LIMIT)).blocked();
    Beside<Boolean> second = Beside.call(() -> queue.offer("second", LIMIT)).blocked();
    Mutex mutex = mutex(Channel.PUT_MUTEX);
    mutex.lock();
    assertEquals("full", queue.take());
    first.isIn(Mutex.class).blocked().interrupt();
    assertInterrupted(first);
    mutex.unlock();
    assertTrue(second.get());
    assertEquals("second", queue.take());
  }

  @Test
  void aPutterWhoseLimitPassesAtTheMutexLeavesTheRoomToTheNext() throws Exception {
    queue.put("full");
    Beside<Boolean> first = Beside.call(() -> queue.offer("first", SHORT)).blocked();
    Beside<Boolean> second = Beside.call(() -> queue.offer("second", LIMIT)).blocked();
    Mutex mutex = mutex(Channel.PUT_MUTEX);
    mutex.lock();
    assertEquals("full", queue.take());
    assertFalse(first.get());
    mutex.unlock();
    assertTrue(second.get());
    assertEquals("second", queue.take());
  }

  private static void assertInterrupted(Beside<?> beside) {
    assertTrue(
        assertThrows(ExecutionException.class, beside::get).getCause()
            instanceof InterruptedException);
  }
}
