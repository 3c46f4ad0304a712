package org.jvmpool.worker.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.VoidTask;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.shared.Pipe;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;
import org.jvmpool.worker.family.Victim;

/**
 * A process ends at the worst moment: before its first store to shared memory, before its second,
 * and so on, until it has done all it was to do. After each, the others go on as if it had done
 * nothing, or all of it.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledAtAnyStoreTest {
  /** More stores than any of the operations has; beyond, the scenario does not end. */
  private static final int MANY = 200;

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @BeforeAll
  static void watch() {
    Victim.watch();
  }

  /** What happens around one victim. */
  private interface Scenario {
    /** What the victim does. */
    VoidTask victim() throws Exception;

    /** What others see once it has ended. */
    void after(boolean victimReturned) throws Exception;
  }

  @FunctionalInterface
  private interface Scenarios {
    Scenario fresh() throws Exception;
  }

  /** Runs victims until one survives, each in a scenario of its own. */
  private static void atEachStore(Scenarios scenarios) throws Exception {
    int store = 0;
    boolean returned = false;
    while (!returned) {
      store++;
      assertTrue(store < MANY, "the victim never survives");
      Scenario scenario = scenarios.fresh();
      returned = Victim.run(store, scenario.victim());
      scenario.after(returned);
    }
    assertTrue(store > 1, "no victim was killed");
  }

  // ---- queues

  @Test
  void inPutLeavesAllThatWasPutAndAQueueThatWorks() throws Exception {
    atEachStore(() -> new PutScenario(List.of("victim"), false));
  }

  @Test
  void inPutWhileAnotherWaitsToTakeDelaysNobody() throws Exception {
    atEachStore(() -> new PutScenario(List.of("victim"), true));
  }

  @Test
  void inPutThatMakesTheQueueGrowLeavesAllThatWasPut() throws Exception {
    String large = "x".repeat(10_000);
    atEachStore(() -> new PutScenario(List.of(large + 1, large + 2), false));
  }

  @Test
  void inPutOfABigMessageLeavesAQueueThatWorks() throws Exception {
    atEachStore(() -> new PutScenario(List.of("y".repeat(2_000_000)), false));
  }

  private static final class PutScenario implements Scenario {
    private final SharedQueue<String> queue = MemoryObjects.queue(0);
    private final List<String> victims;
    private final Beside<String> taker;

    PutScenario(List<String> victims, boolean waits) throws Exception {
      this.victims = victims;
      if (waits) {
        taker = Beside.call(queue::take).blocked();
      } else {
        taker = null;
        queue.put("first");
      }
    }

    @Override
    public VoidTask victim() {
      SharedQueue<String> target = queue;
      List<String> items = victims;
      return () -> {
        for (String item : items) {
          target.put(item);
        }
      };
    }

    @Override
    public void after(boolean returned) throws Exception {
      queue.put("last");
      List<String> seen = new ArrayList<>();
      if (taker != null) {
        seen.add(taker.get());
      }
      queue.drainTo(seen, 10);
      List<String> expected = new ArrayList<>(taker == null ? List.of("first") : List.of());
      int arrived = seen.size() - expected.size() - 1;
      assertTrue(arrived >= 0 && (!returned || arrived == victims.size()), seen.size() + " items");
      expected.addAll(victims.subList(0, arrived));
      expected.add("last");
      assertEquals(expected, seen);
      assertEquals(0, queue.size());
      assertTrue(queue.isEmpty());
    }
  }

  @Test
  void inTakeLosesNothingElseAndLeavesAQueueThatWorks() throws Exception {
    atEachStore(
        () ->
            new Scenario() {
              private final SharedQueue<Integer> queue = MemoryObjects.queue(3);

              @Override
              public VoidTask victim() throws Exception {
                for (int i = 1; i <= 3; i++) {
                  queue.put(i);
                }
                SharedQueue<Integer> target = queue;
                return () -> target.take();
              }

              @Override
              public void after(boolean returned) throws Exception {
                List<Integer> left = new ArrayList<>();
                queue.drainTo(left, 10);
                if (returned || left.size() == 2) {
                  assertEquals(List.of(2, 3), left);
                } else {
                  assertEquals(List.of(1, 2, 3), left);
                }
                queue.put(4);
                assertEquals(4, queue.take());
              }
            });
  }

  @Test
  void inTakeWhileAnotherWaitsToPutDelaysNobody() throws Exception {
    atEachStore(
        () ->
            new Scenario() {
              private final SharedQueue<Integer> queue = MemoryObjects.queue(1);
              private Beside<Boolean> putter;

              @Override
              public VoidTask victim() throws Exception {
                queue.put(1);
                putter = Beside.call(() -> queue.offer(2, LIMIT)).blocked();
                SharedQueue<Integer> target = queue;
                return () -> target.take();
              }

              @Override
              public void after(boolean returned) throws Exception {
                int first = queue.take();
                if (first == 1) {
                  assertFalse(returned);
                  first = queue.take();
                }
                assertEquals(2, first);
                assertTrue(putter.get());
              }
            });
  }

  @Test
  void inTaskDoneCountsItOnceOrNotAtAll() throws Exception {
    atEachStore(
        () ->
            new Scenario() {
              private final JoinableQueue<Integer> queue = MemoryObjects.joinableQueue(0);

              @Override
              public VoidTask victim() throws Exception {
                queue.put(1);
                queue.put(2);
                queue.take();
                queue.take();
                queue.taskDone();
                JoinableQueue<Integer> target = queue;
                return target::taskDone;
              }

              @Override
              public void after(boolean returned) throws Exception {
                if (!queue.join(Duration.ZERO)) {
                  assertFalse(returned);
                  queue.taskDone();
                }
                queue.join();
              }
            });
  }

  @Test
  void inSendDeliversTheMessageOrNothingAndThenTheEnd() throws Exception {
    atEachStore(
        () ->
            new Scenario() {
              private final Pipe pipe = MemoryObjects.pipe(false);

              @Override
              public VoidTask victim() {
                Connection end = pipe.second();
                return () -> {
                  end.send("message");
                  end.close();
                };
              }

              @Override
              public void after(boolean returned) throws Exception {
                pipe.second().close();
                try (Connection end = pipe.first()) {
                  Object received = "nothing";
                  try {
                    received = end.recv();
                    end.recv();
                  } catch (EOFException e) {
                    assertTrue(received.equals("message") || !returned);
                    return;
                  }
                  throw new AssertionError("no end");
                }
              }
            });
  }

  @Test
  void anEndThatAProcessTookAsItDiedIsNobodys() throws Exception {
    Pipe pipe = MemoryObjects.pipe(false);
    try (Connection end = pipe.first()) {
      Victim.readsAndIsDead(pipe.second());
      pipe.second().close();
      assertThrows(EOFException.class, end::recv);
    }
  }

  // ---- locks and what is made of them

  @Test
  void inLockAndUnlockHandsTheLockOn() throws Exception {
    atEachStore(
        () ->
            new Scenario() {
              private final SharedLock lock = MemoryObjects.lock();
              private Beside<Boolean> next;

              @Override
              public VoidTask victim() {
                lock.lock();
                next =
                    Beside.call(
                            () -> {
                              boolean locked = lock.tryLock(LIMIT);
                              lock.unlock();
                              return locked;
                            })
                        .blocked();
                SharedLock target = lock;
                lock.unlock();
                return () -> {
                  target.lock();
                  target.unlock();
                };
              }

              @Override
              public void after(boolean returned) throws Exception {
                assertTrue(next.get());
                assertTrue(lock.tryLock(LIMIT));
              }
            });
  }

  @Test
  void inReleaseGivesThePermitOnceOrNotAtAll() throws Exception {
    atEachStore(
        () ->
            new Scenario() {
              private final SharedSemaphore semaphore = MemoryObjects.semaphore(0);
              private Beside<Boolean> next;

              @Override
              public VoidTask victim() {
                next = Beside.call(() -> semaphore.tryAcquire(LIMIT)).blocked();
                SharedSemaphore target = semaphore;
                return target::release;
              }

              @Override
              public void after(boolean returned) throws Exception {
                semaphore.release();
                assertTrue(next.get());
                int left = semaphore.availablePermits();
                assertTrue(left == 1 || left == 0 && !returned, () -> left + " permits");
              }
            });
  }

  @Test
  void inSetLeavesNobodyAsleepThatSeesItSet() throws Exception {
    atEachStore(
        () ->
            new Scenario() {
              private final SharedEvent event = MemoryObjects.event();
              private Beside<Boolean> next;

              @Override
              public VoidTask victim() {
                next = Beside.call(() -> event.await(LIMIT)).blocked();
                SharedEvent target = event;
                return target::set;
              }

              @Override
              public void after(boolean returned) throws Exception {
                if (!event.isSet()) {
                  assertFalse(returned);
                  event.set();
                }
                assertTrue(next.get());
              }
            });
  }

  @Test
  void inSignalAndInAwaitLeavesAConditionThatWorks() throws Exception {
    atEachStore(
        () ->
            new Scenario() {
              private final SharedCondition condition = MemoryObjects.condition();
              private Beside<Boolean> next;

              private boolean awaits() throws Exception {
                condition.lock().lock();
                try {
                  return condition.await(LIMIT);
                } finally {
                  condition.lock().unlock();
                }
              }

              private void signals() {
                condition.lock().lock();
                condition.signalAll();
                condition.lock().unlock();
              }

              @Override
              public VoidTask victim() {
                next = Beside.call(this::awaits).blocked();
                SharedCondition target = condition;
                return () -> {
                  target.lock().lock();
                  target.signal();
                  target.await(Duration.ofMillis(1));
                  target.lock().unlock();
                };
              }

              @Override
              public void after(boolean returned) throws Exception {
                signals();
                assertTrue(next.get());
                Beside<Boolean> another = Beside.call(this::awaits).blocked();
                signals();
                assertTrue(another.get());
              }
            });
  }

  @Test
  void inABarrierBreaksItOrPasses() throws Exception {
    atEachStore(
        () ->
            new Scenario() {
              private final SharedBarrier barrier = MemoryObjects.barrier(2);
              private Beside<Boolean> party;

              private boolean passes() throws Exception {
                try {
                  barrier.await(LIMIT);
                  return true;
                } catch (BrokenBarrierException e) {
                  return false;
                }
              }

              @Override
              public VoidTask victim() {
                party = Beside.call(this::passes).blocked();
                SharedBarrier target = barrier;
                return () -> target.await();
              }

              @Override
              public void after(boolean returned) throws Exception {
                if (!returned && !party.isDone() && !barrier.isBroken() && barrier.waiting() == 1) {
                  barrier.abort(); // it had not come yet
                }
                assertTrue(party.get() || !returned);
                barrier.reset();
                Beside<Boolean> one = Beside.call(this::passes).blocked();
                assertTrue(passes());
                assertTrue(one.get());
              }
            });
  }
}
