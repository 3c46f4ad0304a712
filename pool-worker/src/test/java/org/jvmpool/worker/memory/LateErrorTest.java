package org.jvmpool.worker.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.worker.family.Failing;

/**
 * An error comes between two steps of a call: memory that is cut short, of which the JVM tells late
 * and anywhere, or a heap that is exhausted. The process lives on, and so do its locks.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LateErrorTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** More stores than a call has. */
  private static final int MANY = 50;

  /** Runs something with an error before its first store, before its second, and so on. */
  private static void atEachStore(Callable<Callable<Boolean>> calls, Callable<Void> after)
      throws Exception {
    boolean returned = false;
    for (int store = 1; !returned; store++) {
      assertTrue(store < MANY, "the error always comes");
      Callable<Boolean> call = calls.call();
      try {
        returned = Failing.before(store, new InternalError("late"), call);
      } catch (InternalError e) {
        assertEquals("late", e.getMessage());
      }
      after.call();
    }
  }

  @Test
  void inPutLeavesAQueueThatWorks() throws Exception {
    MemoryQueue<String> queue = new MemoryQueue<>(MemoryQueue.newChannel(4), 4);
    String large = "x".repeat(20_000);
    atEachStore(
        () -> () -> queue.offer(large),
        () -> {
          assertTrue(queue.offer("last", LIMIT));
          List<String> seen = new ArrayList<>();
          queue.drainTo(seen, 10);
          assertEquals(seen.size() == 1 ? List.of("last") : List.of(large, "last"), seen);
          return null;
        });
  }

  @Test
  void inTakeLeavesAQueueThatWorks() throws Exception {
    MemoryQueue<String> queue = new MemoryQueue<>(MemoryQueue.newChannel(4), 4);
    atEachStore(
        () -> {
          queue.put("first");
          return () -> "first".equals(queue.poll());
        },
        () -> {
          assertTrue(queue.offer("last", LIMIT));
          List<String> seen = new ArrayList<>();
          queue.drainTo(seen, 10);
          assertEquals(seen.size() == 1 ? List.of("last") : List.of("first", "last"), seen);
          return null;
        });
  }

  @Test
  void aTakerWithoutHeapLeavesTheMessageToTheNext() throws Exception {
    MemoryQueue<String> queue = new MemoryQueue<>(MemoryQueue.newChannel(0), 0);
    AtomicBoolean woken = new AtomicBoolean();
    // Once it is woken the first store takes the mutex, and the second would take the message.
    Beside<String> first =
        Beside.call(() -> Failing.before(2, woken::get, new OutOfMemoryError("heap"), queue::take))
            .blocked();
    Beside<String> second = Beside.call(queue::take).blocked();
    assertFalse(first.isDone());
    woken.set(true);
    queue.put("message");
    ExecutionException failed = assertThrows(ExecutionException.class, first::get);
    assertTrue(failed.getCause() instanceof OutOfMemoryError, failed::toString);
    assertEquals("message", second.get());
    assertNull(queue.poll());
  }

  @Test
  void inAWaitForASignalLeavesTheLockHeldAndTheSignalToOthers() throws Exception {
    MemoryLock lock = MemoryLock.create(false);
    SharedCondition condition = lock.newCondition();
    // While it has not got the lock: it marks the word, and tells the coordinator.
    for (int store = 1; store <= 2; store++) {
      int before = store;
      lock.lock();
      OutOfMemoryError error = new OutOfMemoryError("heap");
      OutOfMemoryError thrown =
          assertThrows(
              OutOfMemoryError.class,
              () ->
                  Failing.before(
                      before, () -> !lock.mutex().isMine(), error, () -> condition.await(LIMIT)));
      assertSame(error, thrown);
      lock.unlock();
      Beside<Boolean> other = Beside.call(() -> waits(condition)).blocked();
      lock.lock();
      condition.signal();
      lock.unlock();
      assertTrue(other.get(), "error before store " + store);
    }
  }

  private static boolean waits(SharedCondition condition) throws InterruptedException {
    condition.lock().lock();
    boolean signalled = condition.await(LIMIT);
    condition.lock().unlock();
    return signalled;
  }
}
