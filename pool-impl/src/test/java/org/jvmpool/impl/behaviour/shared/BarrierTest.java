package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedSemaphore;

@Promises(SharedEngine.Claim.LOCKS)
@ExtendWith(WarmProcesses.class)
class BarrierTest {
  /** Parties: three processes and two threads. */
  private static final int N = 5;

  @TempDir Path dir;

  private interface Party extends org.jvmpool.VoidTask {}

  /** Runs what a party does three times in processes and twice in threads, to the end. */
  private static void all(SharedWorld world, Party party) throws Exception {
    List<Elsewhere> processes = new ArrayList<>();
    List<Beside<Boolean>> threads = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      if (i < 3) {
        processes.add(world.run(party));
      } else {
        threads.add(beside(party));
      }
    }
    for (Elsewhere process : processes) {
      process.join();
    }
    for (Beside<Boolean> thread : threads) {
      assertTrue(thread.get());
    }
  }

  private static Beside<Boolean> beside(Party party) {
    return Beside.call(
        () -> {
          party.run();
          return true;
        });
  }

  private static Beside<Integer> waiter(SharedBarrier barrier) {
    return Beside.call(barrier::await).blocked();
  }

  @OnEverySharedEngine
  void nobodyPassesBeforeAllHaveArrived(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedBarrier barrier = world.barrier(N);
        SharedSemaphore before = world.semaphore(0);
        SharedSemaphore after = world.semaphore(0)) {
      assertEquals(N, barrier.parties());
      all(
          world,
          () -> {
            for (int pass = 0; pass < 10; pass++) {
              before.release();
              barrier.await(Eventually.LIMIT);
              assertTrue(before.availablePermits() >= N * (pass + 1), "passed too early");
              after.release();
              barrier.await(Eventually.LIMIT);
              assertTrue(after.availablePermits() >= N * (pass + 1), "passed too early");
            }
          });
      assertEquals(0, barrier.waiting());
      assertFalse(barrier.isBroken());
    }
  }

  @OnEverySharedEngine
  void eachPartyGetsAnIndexOfItsOwn(SharedEngine engine) throws Exception {
    Trail trail = Trail.in(dir);
    try (SharedWorld world = engine.open();
        SharedBarrier barrier = world.barrier(N)) {
      all(world, () -> trail.mark(barrier.await(Eventually.LIMIT)));
      Set<String> indexes = new HashSet<>(trail.marks());
      assertEquals(Set.of("0", "1", "2", "3", "4"), indexes);
    }
  }

  @OnEverySharedEngine
  void theActionRunsOnceARoundBeforeAnybodyGoesOn(SharedEngine engine) throws Exception {
    Trail trail = Trail.in(dir);
    try (SharedWorld world = engine.open()) {
      assumeTrue(world.hasBarriersWithAction());
      try (SharedBarrier barrier =
          world.barrier(
              N,
              () -> {
                try {
                  trail.mark("acted");
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              },
              Eventually.LIMIT)) {
        all(
            world,
            () -> {
              barrier.await();
              assertEquals(1, trail.count());
              barrier.await();
              barrier.await();
              assertEquals(3, trail.count());
            });
      }
    }
  }

  @OnEverySharedEngine
  void anActionThatThrowsBreaksTheBarrier(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      assumeTrue(world.hasBarriersWithAction());
      try (SharedBarrier barrier =
          world.barrier(
              2,
              () -> {
                throw new ArithmeticException("no");
              },
              Eventually.LIMIT)) {
        Beside<Integer> first = waiter(barrier);
        assertThrows(ArithmeticException.class, barrier::await);
        assertInstanceOf(BrokenBarrierException.class, first.failure());
        assertTrue(barrier.isBroken());
      }
    }
  }

  @OnEverySharedEngine
  void anAbortBreaksItForAll(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedBarrier barrier = world.barrier(N);
        SharedSemaphore broken = world.semaphore(0)) {
      Party party =
          () -> {
            assertThrows(BrokenBarrierException.class, () -> barrier.await(Eventually.LIMIT));
            broken.release();
          };
      Elsewhere process = world.run(party);
      Elsewhere another = world.run(party);
      List<Beside<Boolean>> threads = List.of(beside(party), beside(party));
      Eventually.until(() -> barrier.waiting() == 4);
      barrier.abort();
      process.join();
      another.join();
      for (Beside<Boolean> thread : threads) {
        assertTrue(thread.get());
      }
      assertEquals(4, broken.availablePermits());
      assertTrue(barrier.isBroken());
      assertEquals(0, barrier.waiting());
      assertThrows(BrokenBarrierException.class, barrier::await);
    }
  }

  @OnEverySharedEngine
  void aResetSendsAwayThoseThatWaitAndMakesItAsNew(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedBarrier barrier = world.barrier(N)) {
      List<Beside<Integer>> waiting = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        waiting.add(waiter(barrier));
      }
      Eventually.until(() -> barrier.waiting() == 4);
      barrier.reset();
      for (Beside<Integer> each : waiting) {
        assertInstanceOf(BrokenBarrierException.class, each.failure());
      }
      assertFalse(barrier.isBroken());
      all(world, () -> barrier.await(Eventually.LIMIT));
    }
  }

  @OnEverySharedEngine
  void afterAnAbortAResetMakesItUsableAgain(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedBarrier barrier = world.barrier(N)) {
      barrier.abort();
      assertThrows(BrokenBarrierException.class, barrier::await);
      world.run(barrier::reset).join();
      all(world, () -> barrier.await(Eventually.LIMIT));
      assertFalse(barrier.isBroken());
    }
  }

  @OnEverySharedEngine
  void aLimitThatPassesBreaksIt(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedBarrier barrier = world.barrier(2)) {
      assertThrows(TimeoutException.class, () -> barrier.await(Duration.ofMillis(50)));
      assertTrue(barrier.isBroken());
      barrier.reset();
      Beside<Integer> other = waiter(barrier);
      barrier.abort();
      assertInstanceOf(BrokenBarrierException.class, other.failure());
      barrier.reset();
      assertThrows(TimeoutException.class, () -> barrier.await(Duration.ZERO));
      assertTrue(barrier.isBroken());
    }
  }

  @OnEverySharedEngine
  void itsOwnLimitBreaksItForAll(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      assumeTrue(world.hasBarriersWithAction());
      try (SharedBarrier barrier = world.barrier(3, () -> {}, Duration.ofMillis(300))) {
        Beside<Integer> other = Beside.call(barrier::await);
        assertThrows(BrokenBarrierException.class, barrier::await);
        assertInstanceOf(BrokenBarrierException.class, other.failure());
        assertTrue(barrier.isBroken());
      }
    }
  }

  @OnEverySharedEngine
  void anInterruptBreaksIt(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedBarrier barrier = world.barrier(3)) {
      Beside<Integer> first = waiter(barrier);
      Beside<Integer> second = waiter(barrier);
      first.interrupt();
      assertInstanceOf(InterruptedException.class, first.failure());
      assertInstanceOf(BrokenBarrierException.class, second.failure());
      assertTrue(barrier.isBroken());
    }
  }

  @OnEverySharedEngine
  void aPartyThatIsKilledBreaksIt(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedBarrier barrier = world.barrier(3);
        Gate gate = Gate.in(dir)) {
      OtherProcess doomed =
          world.process(
              () -> {
                gate.arrive();
                barrier.await();
                Tasks.linger();
              });
      Beside<Integer> other = waiter(barrier);
      gate.awaitArrivals(1);
      Eventually.until(() -> barrier.waiting() == 2);
      doomed.kill();
      assertInstanceOf(BrokenBarrierException.class, other.failure());
      assertTrue(barrier.isBroken());
    }
  }

  @OnEverySharedEngine
  void aBarrierOfOneNeverBlocks(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedBarrier barrier = world.barrier(1)) {
      assertEquals(0, barrier.await());
      assertEquals(0, barrier.await(Duration.ZERO));
    }
  }

  @OnEverySharedEngine
  void wrongSettingsAreRefused(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      assertThrows(IllegalArgumentException.class, () -> world.barrier(0));
      assertThrows(IllegalArgumentException.class, () -> world.barrier(-1));
      assumeTrue(world.hasBarriersWithAction());
      assertThrows(IllegalArgumentException.class, () -> world.barrier(2, () -> {}, Duration.ZERO));
    }
  }

  @OnEverySharedEngine
  void aClosedHandleIsOfNoUse(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      SharedBarrier barrier = world.barrier(2);
      barrier.close();
      barrier.close();
      assertThrows(IllegalStateException.class, barrier::await);
      assertThrows(IllegalStateException.class, barrier::waiting);
      assertThrows(IllegalStateException.class, barrier::abort);
      assertTrue(
          assertThrows(IllegalStateException.class, barrier::reset)
              .getMessage()
              .contains("is closed"));
    }
  }
}
