package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;

/** Threads that wait through a handle of their process when another thread closes it. */
@Promises(SharedEngine.Claim.ENDED_WAITS)
class CloseEndsWaitsTest {
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path dir;

  /** A thread for each wait, once it is blocked. */
  private static List<Beside<Object>> blocked(VoidTask... waits) {
    List<Beside<Object>> threads = new ArrayList<>();
    for (VoidTask wait : waits) {
      threads.add(
          Beside.call(
              () -> {
                wait.run();
                return "came to its end";
              }));
    }
    threads.forEach(Beside::blocked);
    return threads;
  }

  private static void assertClosed(List<Beside<Object>> threads) throws InterruptedException {
    for (Beside<Object> thread : threads) {
      IllegalStateException closed =
          assertInstanceOf(IllegalStateException.class, thread.failure());
      assertTrue(closed.getMessage().contains("closed"), closed.getMessage());
    }
  }

  @OnEverySharedEngine
  void ofAQueue(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      JoinableQueue<Integer> empty = world.joinableQueue(0);
      empty.put(1);
      empty.take();
      SharedQueue<Integer> full = world.queue(1);
      full.put(1);
      List<Beside<Object>> waits =
          blocked(
              empty::take,
              () -> empty.poll(LONG),
              empty::join,
              () -> empty.join(LONG),
              () -> full.put(2),
              () -> full.offer(2, LONG));
      empty.close();
      full.close();
      assertClosed(waits);
    }
  }

  @OnEverySharedEngine
  void ofALock(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Gate gate = Gate.in(dir)) {
      SharedLock lock = world.lock();
      Elsewhere holder =
          world.run(
              () -> {
                lock.lock();
                gate.pass();
                lock.unlock();
              });
      gate.awaitArrivals(1);
      List<Beside<Object>> waits =
          blocked(lock::lock, lock::lockInterruptibly, () -> lock.tryLock(LONG));
      lock.close();
      assertClosed(waits);
      gate.open();
      holder.join();
    }
  }

  @OnEverySharedEngine
  void ofASemaphoreAndAnEvent(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      SharedSemaphore semaphore = world.semaphore(0);
      SharedEvent event = world.event();
      List<Beside<Object>> waits =
          blocked(
              semaphore::acquire,
              () -> semaphore.tryAcquire(LONG),
              event::await,
              () -> event.await(LONG));
      semaphore.close();
      event.close();
      assertClosed(waits);
    }
  }

  @OnEverySharedEngine
  void ofABarrierWhichBreaks(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedEvent stopped = world.event()) {
      SharedBarrier barrier = world.barrier(3);
      Elsewhere other =
          world.run(
              () -> {
                assertThrows(BrokenBarrierException.class, barrier::await);
                stopped.set();
              });
      Eventually.until(() -> barrier.waiting() == 1);
      List<Beside<Object>> waits = blocked(() -> barrier.await(LONG));
      Eventually.until(() -> barrier.waiting() == 2);
      barrier.close();
      assertClosed(waits);
      assertTrue(stopped.await(Eventually.LIMIT));
      other.join();
    }
  }

  /** Has a handle of its own, and takes the lock when the gate opens. */
  private static Elsewhere takesItBehind(Gate gate, SharedWorld world, SharedLock lock)
      throws Exception {
    Elsewhere other =
        world.run(
            () -> {
              gate.pass();
              assertTrue(lock.tryLock(Eventually.LIMIT));
              lock.unlock();
            });
    gate.awaitArrivals(1);
    return other;
  }

  @OnEverySharedEngine
  void ofAConditionWhoseLockIsThenFree(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Gate gate = Gate.in(dir)) {
      SharedLock lock = world.reentrantLock();
      SharedCondition condition = lock.newCondition();
      Elsewhere other = takesItBehind(gate, world, lock);
      VoidTask wait =
          () -> {
            lock.lock();
            condition.await();
          };
      List<Beside<Object>> waits = blocked(wait, wait);
      lock.close();
      assertClosed(waits);
      gate.open();
      other.join();
    }
  }

  /** A thread may come to its wait only after the close: as early as it can, here. */
  @OnEverySharedEngine
  void ofAConditionWhoseLockWasClosedBefore(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Gate gate = Gate.in(dir)) {
      SharedLock lock = world.reentrantLock();
      SharedCondition condition = lock.newCondition();
      Elsewhere other = takesItBehind(gate, world, lock);
      Beside<Object> wait =
          Beside.call(
              () -> {
                lock.lock();
                lock.lock();
                lock.close();
                condition.await();
                return "came to its end";
              });
      assertClosed(List.of(wait));
      gate.open();
      other.join();
    }
  }
}
