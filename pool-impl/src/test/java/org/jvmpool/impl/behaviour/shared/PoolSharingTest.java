package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;

/** Shared objects in the tasks of a pool. */
@Promises(SharedEngine.Claim.QUEUES)
class PoolSharingTest {
  @TempDir Path dir;

  @OnEverySharedEngine
  void tasksUseWhatTheyCaptured(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Pool pool = world.multiprocessing().pool(2);
        SharedQueue<Integer> queue = world.queue(0);
        SharedSemaphore permits = world.semaphore(0)) {
      pool.map(
          x -> {
            queue.put(x);
            permits.release();
            return x;
          },
          Tasks.upTo(20),
          1);
      assertEquals(20, permits.availablePermits());
      Set<Integer> got = new HashSet<>();
      assertEquals(20, queue.drainTo(got, 100));
      assertEquals(new HashSet<>(Tasks.upTo(20)), got);
    }
  }

  @OnEverySharedEngine
  @SuppressWarnings("try") // the handle is closed in the task
  void aTaskThatClosesItsHandleClosesNobodyElses(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Pool pool = world.multiprocessing().pool(1);
        SharedQueue<Integer> queue = world.queue(0)) {
      for (int i = 0; i < 2; i++) {
        pool.apply(
            () -> {
              queue.put(1);
              queue.close();
            });
      }
      assertEquals(2, queue.size());
    }
  }

  @OnEverySharedEngine
  void theLockOfAKilledWorkerIsHandedOn(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Pool pool = world.multiprocessing().pool(1);
        SharedLock lock = world.lock();
        Gate gate = Gate.in(dir)) {
      AsyncResult<Void> doomed =
          pool.applyAsync(
              () -> {
                lock.lock();
                gate.arrive();
                Tasks.linger();
              });
      gate.awaitArrivals(1);
      assertTrue(doomed.cancel(true));
      assertTrue(lock.tryLock(Eventually.LIMIT));
      assertTrue(lock.wasAbandoned());
      lock.unlock();
      assertFalse(lock.isLocked());
    }
  }
}
