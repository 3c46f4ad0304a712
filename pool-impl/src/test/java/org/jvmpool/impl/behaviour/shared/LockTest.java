package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.shared.SharedLock;

@Promises(SharedEngine.Claim.LOCKS)
@ExtendWith(WarmProcesses.class)
class LockTest {
  @TempDir Path dir;

  @OnEverySharedEngine
  void aLockIsHeldByOneAndNotTakenTwice(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock()) {
      assertFalse(lock.isLocked());
      lock.lock();
      assertTrue(lock.isLocked());
      assertFalse(lock.tryLock());
      lock.unlock();
      assertFalse(lock.isLocked());
      assertThrows(IllegalMonitorStateException.class, lock::unlock);
    }
  }

  @OnEverySharedEngine
  void aReentrantLockIsFreeAfterAsManyUnlocksAsLocks(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.reentrantLock()) {
      lock.lock();
      assertTrue(lock.tryLock());
      assertTrue(lock.tryLock(Duration.ofSeconds(1)));
      for (int i = 0; i < 3; i++) {
        assertTrue(lock.isLocked());
        lock.unlock();
      }
      assertFalse(lock.isLocked());
      assertThrows(IllegalMonitorStateException.class, lock::unlock);
    }
  }

  @OnEverySharedEngine
  void aLockHeldElsewhereIsSeenLockedAndIsNotTaken(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock();
        SharedLock reentrant = world.reentrantLock();
        Gate gate = Gate.in(dir)) {
      Elsewhere holder =
          world.run(
              () -> {
                lock.lock();
                reentrant.lock();
                gate.pass();
                reentrant.unlock();
                lock.unlock();
              });
      gate.awaitArrivals(1);
      assertTrue(lock.isLocked());
      assertTrue(reentrant.isLocked());
      assertFalse(lock.tryLock());
      assertFalse(reentrant.tryLock());
      gate.open();
      holder.join();
      assertFalse(lock.isLocked());
      assertFalse(reentrant.isLocked());
      assertTrue(lock.tryLock());
      assertTrue(reentrant.tryLock());
    }
  }

  @OnEverySharedEngine
  void aLockMayBeUnlockedByAnotherProcess(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock()) {
      lock.lock();
      world.run(lock::unlock).join();
      assertFalse(lock.isLocked());
      world.process(() -> assertTrue(lock.tryLock())).join();
    }
  }

  @OnEverySharedEngine
  void aLockMayBeUnlockedByAnotherThread(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock()) {
      lock.lock();
      Beside.call(
              () -> {
                lock.unlock();
                return true;
              })
          .get();
      assertFalse(lock.isLocked());
    }
  }

  @OnEverySharedEngine
  void aReentrantLockIsUnlockedByItsHolderAlone(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.reentrantLock()) {
      lock.lock();
      world.run(() -> assertThrows(IllegalMonitorStateException.class, lock::unlock)).join();
      Throwable failure =
          Beside.call(
                  () -> {
                    lock.unlock();
                    return true;
                  })
              .failure();
      assertInstanceOf(IllegalMonitorStateException.class, failure);
      assertTrue(lock.isLocked());
      lock.unlock();
    }
  }

  @OnEverySharedEngine
  void oneAtATimeIsInside(SharedEngine engine) throws Exception {
    String inside = dir.resolve("inside").toString();
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock()) {
      List<Elsewhere> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(
            world.run(
                () -> {
                  for (int round = 0; round < 100; round++) {
                    lock.lock();
                    try {
                      Files.createFile(Path.of(inside));
                      Files.delete(Path.of(inside));
                    } finally {
                      lock.unlock();
                    }
                  }
                }));
      }
      for (Elsewhere each : all) {
        each.join();
      }
      assertFalse(lock.isLocked());
    }
  }

  @OnEverySharedEngine
  void whoWaitsGetsTheLockWhenItIsUnlocked(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock();
        Gate gate = Gate.in(dir)) {
      lock.lock();
      Elsewhere waiter =
          world.run(
              () -> {
                gate.arrive();
                lock.lock();
                lock.unlock();
              });
      Beside<Boolean> beside = Beside.call(() -> lock.tryLock(Eventually.LIMIT)).blocked();
      gate.awaitArrivals(1);
      lock.unlock();
      // The first that gets it may be either.
      Beside<Boolean> handed =
          Beside.call(
              () -> {
                boolean got = beside.get();
                lock.unlock();
                return got;
              });
      assertTrue(handed.get());
      waiter.join();
      assertFalse(lock.isLocked());
    }
  }

  // ---- limits and interrupts

  @OnEverySharedEngine
  void aLimitPassesNotTooEarlyAndZeroDoesNotWait(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock()) {
      lock.lock();
      Duration limit = Duration.ofMillis(200);
      Stopwatch watch = Stopwatch.start();
      assertFalse(lock.tryLock(limit));
      watch.assertAtLeast(limit);
      watch = Stopwatch.start();
      assertFalse(lock.tryLock(200, TimeUnit.MILLISECONDS));
      watch.assertAtLeast(limit);
      Stopwatch.assertAtOnce(
          () -> {
            assertFalse(lock.tryLock(Duration.ZERO));
            assertFalse(lock.tryLock(Duration.ofSeconds(-5)));
            assertFalse(lock.tryLock(0, TimeUnit.SECONDS));
          });
      lock.unlock();
      assertTrue(lock.tryLock(Duration.ZERO));
      lock.unlock();
      assertTrue(lock.tryLock(Duration.ofSeconds(Long.MAX_VALUE)));
    }
  }

  @OnEverySharedEngine
  void anInterruptEndsAnInterruptibleWait(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock()) {
      lock.lock();
      Beside<Boolean> waiter =
          Beside.call(
                  () -> {
                    lock.lockInterruptibly();
                    return true;
                  })
              .blocked();
      waiter.interrupt();
      assertInstanceOf(InterruptedException.class, waiter.failure());
      Beside<Boolean> limited = Beside.call(() -> lock.tryLock(Duration.ofSeconds(60))).blocked();
      limited.interrupt();
      assertInstanceOf(InterruptedException.class, limited.failure());
      lock.unlock();
      assertFalse(lock.isLocked(), "an interrupted wait must not take the lock");
    }
  }

  @OnEverySharedEngine
  void anInterruptDoesNotEndLockAndIsKept(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock()) {
      lock.lock();
      Beside<Boolean> waiter =
          Beside.call(
                  () -> {
                    lock.lock();
                    return Thread.interrupted();
                  })
              .blocked();
      waiter.interrupt();
      lock.unlock();
      assertTrue(waiter.get(), "the interrupt must be kept");
      assertTrue(lock.isLocked());
      lock.unlock();
    }
  }

  // ---- ends of processes

  @OnEverySharedEngine
  void aLockWhoseHolderEndsIsHandedOnAndTheNextIsTold(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock();
        SharedLock reentrant = world.reentrantLock();
        Gate gate = Gate.in(dir)) {
      OtherProcess holder =
          world.process(
              () -> {
                lock.lock();
                reentrant.lock();
                reentrant.lock();
                gate.arrive();
                Tasks.linger();
              });
      gate.awaitArrivals(1);
      Beside<Boolean> waiter =
          Beside.call(
                  () -> {
                    boolean got = lock.tryLock(Eventually.LIMIT);
                    return got && lock.wasAbandoned();
                  })
              .blocked();
      holder.kill();
      assertTrue(waiter.get());
      lock.unlock();
      assertFalse(lock.wasAbandoned());
      // Nobody waited when the holder died: the next that comes is told.
      assertTrue(reentrant.tryLock(Eventually.LIMIT));
      assertTrue(reentrant.wasAbandoned());
      reentrant.unlock();
      reentrant.lock();
      assertFalse(reentrant.wasAbandoned());
      reentrant.unlock();
      assertFalse(reentrant.isLocked());
    }
  }

  @OnEverySharedEngine
  void aProcessThatReturnsWithALockAbandonsIt(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock()) {
      world.process(lock::lock).join();
      assertTrue(lock.tryLock(Eventually.LIMIT));
      assertTrue(lock.wasAbandoned());
    }
  }

  @OnEverySharedEngine
  void aWaiterThatIsKilledHoldsUpNobody(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock();
        Gate gate = Gate.in(dir)) {
      lock.lock();
      OtherProcess waiter =
          world.process(
              () -> {
                gate.arrive();
                lock.lock();
                Tasks.linger();
              });
      gate.awaitArrivals(1);
      waiter.kill();
      Beside<Boolean> next = Beside.call(() -> lock.tryLock(Eventually.LIMIT)).blocked();
      lock.unlock();
      assertTrue(next.get());
    }
  }

  // ---- handles

  @OnEverySharedEngine
  void aClosedHandleIsOfNoUseAndOthersAreNotDisturbed(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Gate gate = Gate.in(dir)) {
      SharedLock lock = world.lock();
      Elsewhere other =
          world.run(
              () -> {
                lock.lock();
                gate.pass();
                lock.unlock();
                lock.lock();
                lock.unlock();
              });
      gate.awaitArrivals(1);
      lock.close();
      lock.close();
      assertThrows(IllegalStateException.class, lock::tryLock);
      assertThrows(IllegalStateException.class, lock::lock);
      assertThrows(IllegalStateException.class, () -> lock.tryLock(Duration.ofSeconds(1)));
      assertThrows(IllegalStateException.class, lock::isLocked);
      assertThrows(IllegalStateException.class, lock::newCondition);
      assertClosed(assertThrows(IllegalStateException.class, lock::unlock));
      gate.open();
      other.join();
    }
  }

  /** Between processes it belongs to its holder; within one JVM to who has the handle. */
  @OnEverySharedEngine
  void aLockThatIsHeldWhenItsHandleIsClosedStaysHeldOrIsHandedOn(SharedEngine engine)
      throws Exception {
    try (SharedWorld world = engine.open();
        Gate gate = Gate.in(dir)) {
      SharedLock lock = world.lock();
      boolean stays = engine != SharedEngine.THREADS;
      Elsewhere other =
          world.run(
              () -> {
                assertFalse(lock.isLocked());
                gate.pass();
                assertEquals(!stays, lock.tryLock());
                assertEquals(!stays, lock.wasAbandoned());
              });
      gate.awaitArrivals(1);
      lock.lock();
      lock.close();
      gate.open();
      other.join();
      if (stays) {
        lock.unlock();
      }
    }
  }

  @OnEverySharedEngine
  void itsHolderAloneGivesALockBackThroughAClosedHandle(SharedEngine engine) throws Exception {
    givesBackThroughAClosedHandle(engine, false, 1);
  }

  @OnEverySharedEngine
  void itsHolderAloneGivesAReentrantLockBackThroughAClosedHandle(SharedEngine engine)
      throws Exception {
    givesBackThroughAClosedHandle(engine, true, 2);
  }

  private void givesBackThroughAClosedHandle(SharedEngine engine, boolean reentrant, int times)
      throws Exception {
    try (SharedWorld world = engine.open();
        Gate gate = Gate.in(dir)) {
      SharedLock lock = reentrant ? world.reentrantLock() : world.lock();
      boolean stays = engine != SharedEngine.THREADS;
      Elsewhere other =
          world.run(
              () -> {
                assertFalse(lock.isLocked());
                gate.pass();
                assertTrue(lock.tryLock(Eventually.LIMIT));
                assertEquals(!stays, lock.wasAbandoned());
                lock.unlock();
              });
      gate.awaitArrivals(1); // it has a handle of its own
      for (int i = 0; i < times; i++) {
        lock.lock();
      }
      lock.close();
      Beside<Object> another =
          Beside.call(
              () -> {
                lock.unlock();
                return "has given it back";
              });
      assertClosed(assertInstanceOf(IllegalStateException.class, another.failure()));
      for (int i = 0; i < times && stays; i++) {
        lock.unlock();
      }
      assertClosed(assertThrows(IllegalStateException.class, lock::unlock));
      gate.open();
      other.join();
      assertClosed(assertThrows(IllegalStateException.class, lock::unlock));
    }
  }

  private static void assertClosed(IllegalStateException thrown) {
    assertTrue(thrown.getMessage().contains("is closed"), thrown.getMessage());
  }

  @OnEverySharedEngine
  void nullIsRefused(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock()) {
      assertThrows(NullPointerException.class, () -> lock.tryLock(none()));
      assertEquals(false, lock.isLocked());
    }
  }

  @SuppressWarnings("NullAway") // a caller that is not checked
  private static Duration none() {
    return null;
  }
}
