package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvmpool.AsyncResult;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.shared.SharedInt;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;

/** Four processes at once: no wake-up is lost, no item is lost or doubled. */
@Stress
class SharedMemoryTest {
  private static final int PROCESSES = 4;
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Multiprocessing MP = Multiprocessing.local();

  @Test
  void aLockAndASemaphoreThatAllWantAreHandedRoundWithoutALostWakeUp() throws Exception {
    SharedLock lock = MP.lock();
    SharedSemaphore semaphore = MP.semaphore(1);
    SharedInt locked = MP.sharedInt(0);
    SharedInt acquired = MP.sharedInt(0);
    int times = Load.times(20_000);
    try (Pool pool = Pool.create(PROCESSES)) {
      List<AsyncResult<Void>> running = new ArrayList<>();
      for (int p = 0; p < PROCESSES; p++) {
        running.add(
            pool.applyAsync(
                () -> {
                  for (int i = 0; i < times; i++) {
                    assertTrue(lock.tryLock(LONG), "a wake-up was lost");
                    locked.setPlain(locked.getPlain() + 1);
                    lock.unlock();
                    assertTrue(semaphore.tryAcquire(LONG), "a wake-up was lost");
                    acquired.setPlain(acquired.getPlain() + 1);
                    semaphore.release();
                  }
                }));
      }
      for (AsyncResult<Void> each : running) {
        each.get();
      }
    }
    assertEquals(PROCESSES * times, locked.get());
    assertEquals(PROCESSES * times, acquired.get());
  }

  @Test
  void aShortQueueBetweenTwoThatPutAndTwoThatTakeLosesAndDoublesNothing() throws Exception {
    SharedQueue<Integer> queue = MP.queue(3);
    SharedQueue<Integer> taken = MP.queue();
    int items = Load.times(20_000);
    try (Pool pool = Pool.create(PROCESSES)) {
      List<AsyncResult<Void>> running = new ArrayList<>();
      for (int p = 0; p < 2; p++) {
        int first = p * items;
        running.add(
            pool.applyAsync(
                () -> {
                  for (int i = 0; i < items; i++) {
                    assertTrue(queue.offer(first + i, LONG), "a wake-up was lost");
                  }
                }));
        running.add(
            pool.applyAsync(
                () -> {
                  for (int i = 0; i < items; i++) {
                    Integer item = queue.poll(LONG);
                    taken.put(item == null ? -1 : item);
                  }
                }));
      }
      for (AsyncResult<Void> each : running) {
        each.get();
      }
    }
    BitSet seen = new BitSet();
    for (int i = 0; i < 2 * items; i++) {
      int item = taken.take();
      assertTrue(item >= 0 && !seen.get(item), "item " + item);
      seen.set(item);
    }
    assertTrue(queue.isEmpty());
  }
}
