package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.shared.SharedSemaphore;

@Promises(SharedEngine.Claim.LOCKS)
@ExtendWith(WarmProcesses.class)
class SemaphoreTest {
  @TempDir Path dir;

  @OnEverySharedEngine
  void permitsAreCountedDownAndUp(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore semaphore = world.semaphore(2)) {
      assertEquals(2, semaphore.availablePermits());
      semaphore.acquire();
      assertEquals(1, semaphore.availablePermits());
      assertTrue(semaphore.tryAcquire());
      assertEquals(0, semaphore.availablePermits());
      assertFalse(semaphore.tryAcquire());
      semaphore.release();
      assertEquals(1, semaphore.availablePermits());
      semaphore.release();
      assertEquals(2, semaphore.availablePermits());
    }
  }

  @OnEverySharedEngine
  void anUnboundedOneTakesMorePermitsThanAtFirst(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore semaphore = world.semaphore(2)) {
      semaphore.release();
      assertEquals(3, semaphore.availablePermits());
      semaphore.release(4);
      assertEquals(7, semaphore.availablePermits());
    }
  }

  @OnEverySharedEngine
  void aBoundedOneRefusesMorePermitsThanAtFirst(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore semaphore = world.boundedSemaphore(2)) {
      assertThrows(IllegalStateException.class, semaphore::release);
      semaphore.acquire();
      assertThrows(IllegalStateException.class, () -> semaphore.release(2));
      assertEquals(1, semaphore.availablePermits());
      semaphore.release();
      assertEquals(2, semaphore.availablePermits());
    }
  }

  @OnEverySharedEngine
  void aPermitOfAnotherProcessIsSeenAndWaitedFor(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore semaphore = world.semaphore(0);
        SharedSemaphore back = world.semaphore(0)) {
      Elsewhere other =
          world.run(
              () -> {
                semaphore.acquire();
                semaphore.acquire();
                back.release(3);
              });
      semaphore.release(2);
      for (int i = 0; i < 3; i++) {
        back.acquire();
      }
      other.join();
      assertEquals(0, semaphore.availablePermits());
    }
  }

  @OnEverySharedEngine
  void noMoreThanThePermitsAreInside(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore room = world.semaphore(2);
        SharedSemaphore seats = world.boundedSemaphore(2)) {
      List<Elsewhere> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            world.run(
                () -> {
                  for (int round = 0; round < 50; round++) {
                    room.acquire();
                    assertTrue(seats.tryAcquire(), "a third one is inside");
                    seats.release();
                    room.release();
                  }
                }));
      }
      for (Elsewhere each : all) {
        each.join();
      }
      assertEquals(2, room.availablePermits());
    }
  }

  @OnEverySharedEngine
  void aReleaseOfSeveralWakesThatMany(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore semaphore = world.semaphore(0)) {
      List<Beside<Boolean>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(Beside.call(() -> semaphore.tryAcquire(Eventually.LIMIT)).blocked());
      }
      semaphore.release(3);
      for (Beside<Boolean> each : waiting) {
        assertTrue(each.get());
      }
      assertEquals(0, semaphore.availablePermits());
    }
  }

  @OnEverySharedEngine
  void aLimitPassesNotTooEarlyAndZeroDoesNotWait(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore semaphore = world.semaphore(0)) {
      Duration limit = Duration.ofMillis(200);
      Stopwatch watch = Stopwatch.start();
      assertFalse(semaphore.tryAcquire(limit));
      watch.assertAtLeast(limit);
      Stopwatch.assertAtOnce(
          () -> {
            assertFalse(semaphore.tryAcquire());
            assertFalse(semaphore.tryAcquire(Duration.ZERO));
            assertFalse(semaphore.tryAcquire(Duration.ofSeconds(-1)));
          });
    }
  }

  @OnEverySharedEngine
  void anInterruptEndsTheWaitAndTakesNoPermit(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore semaphore = world.semaphore(0)) {
      Beside<Boolean> waiter =
          Beside.call(
                  () -> {
                    semaphore.acquire();
                    return true;
                  })
              .blocked();
      waiter.interrupt();
      assertInstanceOf(InterruptedException.class, waiter.failure());
      semaphore.release();
      assertTrue(semaphore.tryAcquire());
    }
  }

  @OnEverySharedEngine
  void aWaiterThatIsKilledTakesNoPermit(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore semaphore = world.semaphore(0);
        Gate gate = Gate.in(dir)) {
      OtherProcess waiter =
          world.process(
              () -> {
                gate.arrive();
                semaphore.acquire();
                Tasks.linger();
              });
      gate.awaitArrivals(1);
      waiter.kill();
      semaphore.release();
      assertTrue(semaphore.tryAcquire(Eventually.LIMIT));
    }
  }

  @OnEverySharedEngine
  void wrongNumbersAreRefused(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore semaphore = world.semaphore(1)) {
      assertThrows(IllegalArgumentException.class, () -> world.semaphore(-1));
      assertThrows(IllegalArgumentException.class, () -> world.boundedSemaphore(-1));
      assertThrows(IllegalArgumentException.class, () -> semaphore.release(0));
      assertThrows(IllegalArgumentException.class, () -> semaphore.release(-3));
      assertEquals(1, semaphore.availablePermits());
    }
  }

  @OnEverySharedEngine
  void aClosedHandleIsOfNoUse(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      SharedSemaphore semaphore = world.semaphore(1);
      semaphore.close();
      semaphore.close();
      assertThrows(IllegalStateException.class, semaphore::acquire);
      assertThrows(IllegalStateException.class, semaphore::tryAcquire);
      assertThrows(IllegalStateException.class, semaphore::release);
      assertTrue(
          assertThrows(IllegalStateException.class, semaphore::availablePermits)
              .getMessage()
              .contains("is closed"));
    }
  }
}
