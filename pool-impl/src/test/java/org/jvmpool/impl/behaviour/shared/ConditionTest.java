package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedSemaphore;

@Promises(SharedEngine.Claim.LOCKS)
@ExtendWith(WarmProcesses.class)
class ConditionTest {
  private static final Duration A_MOMENT = Duration.ofMillis(200);

  @TempDir Path dir;

  /** Says that it sleeps, waits for a signal, and says that it woke. */
  private static VoidTask sleeper(
      SharedCondition condition, SharedSemaphore sleeping, SharedSemaphore woken) {
    return () -> {
      condition.lock().lock();
      try {
        sleeping.release();
        condition.await();
        woken.release();
      } finally {
        condition.lock().unlock();
      }
    };
  }

  private static Beside<Boolean> beside(VoidTask task) {
    return Beside.call(
        () -> {
          task.run();
          return true;
        });
  }

  private static void signal(SharedCondition condition, int waiters) {
    condition.lock().lock();
    try {
      condition.signal(waiters);
    } finally {
      condition.lock().unlock();
    }
  }

  private static void awaitPermits(SharedSemaphore semaphore, int permits)
      throws InterruptedException {
    for (int i = 0; i < permits; i++) {
      assertTrue(semaphore.tryAcquire(Eventually.LIMIT), "no permit " + (i + 1) + " of " + permits);
    }
  }

  @OnEverySharedEngine
  void eachSignalWakesOne(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore sleeping = world.semaphore(0);
        SharedSemaphore woken = world.semaphore(0)) {
      SharedCondition condition = world.condition();
      Elsewhere process = world.run(sleeper(condition, sleeping, woken));
      Beside<Boolean> thread = beside(sleeper(condition, sleeping, woken));
      awaitPermits(sleeping, 2);
      assertFalse(woken.tryAcquire(A_MOMENT), "woke without a signal");
      condition.lock().lock();
      condition.signal();
      condition.lock().unlock();
      awaitPermits(woken, 1);
      assertFalse(woken.tryAcquire(A_MOMENT), "one signal woke two");
      signal(condition, 1);
      awaitPermits(woken, 1);
      process.join();
      assertTrue(thread.get());
    }
  }

  @OnEverySharedEngine
  void aSignalOfSeveralWakesThatManyAndIsNotRemembered(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore sleeping = world.semaphore(0);
        SharedSemaphore woken = world.semaphore(0)) {
      SharedCondition condition = world.condition();
      List<Elsewhere> processes = new ArrayList<>();
      List<Beside<Boolean>> threads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        processes.add(world.run(sleeper(condition, sleeping, woken)));
        threads.add(beside(sleeper(condition, sleeping, woken)));
      }
      awaitPermits(sleeping, 6);
      signal(condition, 2);
      awaitPermits(woken, 2);
      assertFalse(woken.tryAcquire(A_MOMENT));
      signal(condition, 4);
      awaitPermits(woken, 4);
      signal(condition, 3);
      Beside<Boolean> late = beside(sleeper(condition, sleeping, woken));
      awaitPermits(sleeping, 1);
      assertFalse(woken.tryAcquire(A_MOMENT), "a signal that met nobody was remembered");
      signal(condition, 1);
      assertTrue(late.get());
      for (Elsewhere process : processes) {
        process.join();
      }
      for (Beside<Boolean> thread : threads) {
        assertTrue(thread.get());
      }
    }
  }

  @OnEverySharedEngine
  void signalAllWakesAll(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore sleeping = world.semaphore(0);
        SharedSemaphore woken = world.semaphore(0)) {
      SharedCondition condition = world.condition();
      List<Elsewhere> processes = new ArrayList<>();
      List<Beside<Boolean>> threads = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        processes.add(world.run(sleeper(condition, sleeping, woken)));
        threads.add(beside(sleeper(condition, sleeping, woken)));
      }
      awaitPermits(sleeping, 4);
      assertFalse(woken.tryAcquire(A_MOMENT), "woke without a signal");
      condition.lock().lock();
      condition.signalAll();
      condition.lock().unlock();
      awaitPermits(woken, 4);
      for (Elsewhere process : processes) {
        process.join();
      }
      for (Beside<Boolean> thread : threads) {
        assertTrue(thread.get());
      }
    }
  }

  @OnEverySharedEngine
  void waitsWithALimitEndByThemselvesAndLeakNothing(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore sleeping = world.semaphore(0);
        SharedSemaphore woken = world.semaphore(0)) {
      SharedCondition condition = world.condition();
      VoidTask limited =
          () -> {
            condition.lock().lock();
            try {
              assertFalse(condition.await(Duration.ofMillis(100)));
            } finally {
              condition.lock().unlock();
            }
          };
      Elsewhere process = world.run(limited);
      Beside<Boolean> thread = beside(limited);
      process.join();
      assertTrue(thread.get());
      // Those that gave up are not in the way of one that waits.
      Beside<Boolean> waiter = beside(sleeper(condition, sleeping, woken));
      awaitPermits(sleeping, 1);
      signal(condition, 1);
      assertTrue(waiter.get());
    }
  }

  @OnEverySharedEngine
  void everyKindOfLimitIsKept(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      SharedCondition condition = world.condition();
      condition.lock().lock();
      Stopwatch watch = Stopwatch.start();
      assertFalse(condition.await(A_MOMENT));
      assertFalse(condition.await(200, TimeUnit.MILLISECONDS));
      assertTrue(condition.awaitNanos(A_MOMENT.toNanos()) <= 0);
      assertFalse(condition.awaitUntil(new Date(System.currentTimeMillis() + 200)));
      watch.assertAtLeast(Duration.ofMillis(700));
      Stopwatch.assertAtOnce(
          () -> {
            assertFalse(condition.await(Duration.ZERO));
            assertFalse(condition.await(Duration.ofSeconds(-1)));
            assertFalse(condition.await(0, TimeUnit.SECONDS));
            assertTrue(condition.awaitNanos(0) <= 0);
            assertFalse(condition.awaitUntil(new Date(0)));
          });
      assertTrue(condition.lock().isLocked());
      condition.lock().unlock();
      assertFalse(condition.lock().isLocked());
    }
  }

  @OnEverySharedEngine
  void awaitUntilAsksAgainAfterEachSignal(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore steps = world.semaphore(0)) {
      SharedCondition condition = world.condition();
      SharedLock lock = condition.lock();
      lock.lock();
      Elsewhere signaller =
          world.run(
              () -> {
                for (int i = 0; i < 3; i++) {
                  condition.lock().lock();
                  steps.release();
                  condition.signal();
                  condition.lock().unlock();
                }
              });
      AtomicInteger asked = new AtomicInteger();
      assertTrue(
          condition.awaitUntil(
              () -> {
                asked.incrementAndGet();
                return steps.availablePermits() == 3;
              },
              Eventually.LIMIT));
      assertTrue(asked.get() >= 2, () -> "asked " + asked + " times");
      lock.unlock();
      signaller.join();
    }
  }

  @OnEverySharedEngine
  void awaitUntilPassesItsLimitThoughSignalsCome(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Gate gate = Gate.in(dir)) {
      SharedCondition condition = world.condition();
      Beside<Boolean> signaller =
          beside(
              () -> {
                while (!gate.isOpen()) {
                  signal(condition, 1);
                  Thread.onSpinWait();
                }
              });
      condition.lock().lock();
      Stopwatch watch = Stopwatch.start();
      assertFalse(condition.awaitUntil(() -> false, A_MOMENT));
      watch.assertAtLeast(A_MOMENT);
      assertTrue(condition.awaitUntil(() -> true, Duration.ZERO));
      assertFalse(condition.awaitUntil(() -> false, Duration.ofSeconds(-1)));
      condition.lock().unlock();
      gate.open();
      assertTrue(signaller.get());
    }
  }

  @OnEverySharedEngine
  void withoutTheLockNothingIsAllowed(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock plain = world.lock()) {
      for (SharedCondition condition : List.of(world.condition(), plain.newCondition())) {
        assertThrows(IllegalMonitorStateException.class, condition::await);
        assertThrows(IllegalMonitorStateException.class, () -> condition.await(A_MOMENT));
        assertThrows(
            IllegalMonitorStateException.class, () -> condition.awaitUntil(() -> true, A_MOMENT));
        assertThrows(IllegalMonitorStateException.class, condition::signal);
        assertThrows(IllegalMonitorStateException.class, () -> condition.signal(2));
        assertThrows(IllegalMonitorStateException.class, condition::signalAll);
        condition.lock().lock();
        Throwable failure = beside(condition::signal).failure();
        assertInstanceOf(IllegalMonitorStateException.class, failure);
        condition.lock().unlock();
      }
    }
  }

  @OnEverySharedEngine
  void aSignalOfFewerThanOneIsRefused(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      SharedCondition condition = world.condition();
      condition.lock().lock();
      assertThrows(IllegalArgumentException.class, () -> condition.signal(0));
      assertThrows(IllegalArgumentException.class, () -> condition.signal(-2));
      condition.lock().unlock();
    }
  }

  @OnEverySharedEngine
  void waitingLetsGoOfAllHoldsAndGivesThemBack(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore sleeping = world.semaphore(0)) {
      SharedCondition condition = world.condition();
      SharedLock lock = condition.lock();
      Beside<Boolean> waiter =
          beside(
              () -> {
                lock.lock();
                lock.lock();
                sleeping.release();
                condition.await();
                lock.unlock();
                assertTrue(lock.isLocked());
                lock.unlock();
              });
      awaitPermits(sleeping, 1);
      signal(condition, 1);
      assertTrue(waiter.get());
      assertFalse(lock.isLocked());
    }
  }

  @OnEverySharedEngine
  void conditionsOfOneLockAreSignalledApart(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock();
        SharedSemaphore sleeping = world.semaphore(0);
        SharedSemaphore first = world.semaphore(0);
        SharedSemaphore second = world.semaphore(0)) {
      SharedCondition one = lock.newCondition();
      SharedCondition other = lock.newCondition();
      Elsewhere process = world.run(sleeper(one, sleeping, first));
      Elsewhere another = world.run(sleeper(other, sleeping, second));
      awaitPermits(sleeping, 2);
      signal(other, 5);
      awaitPermits(second, 1);
      assertFalse(first.tryAcquire(A_MOMENT));
      signal(one, 1);
      awaitPermits(first, 1);
      process.join();
      another.join();
    }
  }

  @OnEverySharedEngine
  void anInterruptEndsTheWaitAndTheLockIsHeldAgain(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      SharedCondition condition = world.condition();
      SharedLock lock = condition.lock();
      Beside<Boolean> waiter =
          Beside.call(
                  () -> {
                    lock.lock();
                    try {
                      condition.await();
                      return false;
                    } catch (InterruptedException e) {
                      lock.unlock(); // or it would throw
                      return true;
                    }
                  })
              .blocked();
      waiter.interrupt();
      assertTrue(waiter.get());
      assertFalse(lock.isLocked());
    }
  }

  @OnEverySharedEngine
  void anInterruptDoesNotEndAnUninterruptibleWait(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore sleeping = world.semaphore(0)) {
      SharedCondition condition = world.condition();
      Beside<Boolean> waiter =
          Beside.call(
              () -> {
                condition.lock().lock();
                sleeping.release();
                condition.awaitUninterruptibly();
                condition.lock().unlock();
                return Thread.interrupted();
              });
      awaitPermits(sleeping, 1);
      condition.lock().lock(); // so it waits by now
      condition.lock().unlock();
      waiter.interrupt();
      signal(condition, 1);
      assertTrue(waiter.get(), "the interrupt must be kept");
    }
  }

  @OnEverySharedEngine
  void aWaiterThatIsKilledUsesUpNoSignal(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore sleeping = world.semaphore(0);
        SharedSemaphore woken = world.semaphore(0)) {
      SharedCondition condition = world.condition();
      OtherProcess doomed = world.process(sleeper(condition, sleeping, woken));
      awaitPermits(sleeping, 1);
      condition.lock().lock(); // so it waits by now
      condition.lock().unlock();
      Beside<Boolean> other = beside(sleeper(condition, sleeping, woken));
      awaitPermits(sleeping, 1);
      doomed.kill();
      condition.lock().lock();
      condition.signal();
      condition.lock().unlock();
      assertTrue(other.get());
      assertEquals(1, woken.availablePermits());
    }
  }

  @OnEverySharedEngine
  void theSignalOfOneThatIsKilledBeforeItHasTheLockGoesToAnother(SharedEngine engine)
      throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore sleeping = world.semaphore(0);
        SharedSemaphore woken = world.semaphore(0)) {
      SharedCondition condition = world.condition();
      OtherProcess doomed = world.process(sleeper(condition, sleeping, woken));
      awaitPermits(sleeping, 1);
      condition.lock().lock(); // so it waits by now, and is the first
      condition.lock().unlock();
      Beside<Boolean> other = beside(sleeper(condition, sleeping, woken));
      awaitPermits(sleeping, 1);
      condition.lock().lock();
      condition.signal();
      doomed.kill();
      condition.lock().unlock();
      assertTrue(other.get());
      assertEquals(1, woken.availablePermits());
    }
  }

  @OnEverySharedEngine
  void aWaiterThatDiesWithTheLockAbandonsIt(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedSemaphore sleeping = world.semaphore(0);
        Gate gate = Gate.in(dir)) {
      SharedCondition condition = world.condition();
      OtherProcess doomed =
          world.process(
              () -> {
                condition.lock().lock();
                sleeping.release();
                condition.await();
                gate.arrive();
                Tasks.linger();
              });
      awaitPermits(sleeping, 1);
      signal(condition, 1);
      gate.awaitArrivals(1);
      doomed.kill();
      assertTrue(condition.lock().tryLock(Eventually.LIMIT));
      assertTrue(condition.lock().wasAbandoned());
      condition.lock().unlock();
    }
  }
}
