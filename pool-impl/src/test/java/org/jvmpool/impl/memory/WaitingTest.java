package org.jvmpool.impl.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.impl.behaviour.shared.Beside;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.ProcessorTime;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedInt;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;

/** Who waits is blocked, and costs nobody anything. */
@Behaviour
class WaitingTest {
  private static final Multiprocessing MP = Multiprocessing.local();

  @Test
  void fiftyThatWaitUseNoProcessorTime() throws Exception {
    try (ChildProgram program = ChildProgram.start(FiftyThatWait.class)) {
      long used = Long.parseLong(program.awaitLine("used ms: "));
      assertTrue(used < 400, () -> used + " ms of processor time in 2 s: " + program);
      assertEquals(0, program.awaitExit(), program::toString);
    }
  }

  /** In a JVM of its own, whose processor time is that of the waits and of nothing else. */
  static final class FiftyThatWait {
    private FiftyThatWait() {}

    public static void main(String[] args) throws Exception {
      SharedLock lock = MP.lock();
      SharedSemaphore semaphore = MP.semaphore(0);
      SharedEvent event = MP.event();
      SharedQueue<Integer> queue = MP.queue();
      SharedCondition condition = MP.condition();
      lock.lock();
      List<Beside<?>> waiting = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        waiting.add(
            Beside.call(
                () -> {
                  lock.lock();
                  lock.unlock();
                  return true;
                }));
        waiting.add(Beside.call(() -> semaphore.tryAcquire(Eventually.LIMIT)));
        waiting.add(Beside.call(() -> event.await(Eventually.LIMIT)));
        waiting.add(Beside.call(() -> queue.poll(Eventually.LIMIT)));
        waiting.add(
            Beside.call(
                () -> {
                  condition.lock().lock();
                  try {
                    return condition.await(Eventually.LIMIT);
                  } finally {
                    condition.lock().unlock();
                  }
                }));
      }
      waiting.forEach(Beside::blocked);
      System.out.println("used ms: " + ProcessorTime.millisOfTwoSeconds());

      lock.unlock();
      semaphore.release(10);
      event.set();
      for (int i = 0; i < 10; i++) {
        queue.put(i);
      }
      condition.lock().lock();
      condition.signalAll();
      condition.lock().unlock();
      for (Beside<?> each : waiting) {
        if (each.get() == null) {
          throw new AssertionError("a wait ended with nothing");
        }
      }
    }
  }

  @Test
  void whoIsKilledWhileItWaitsDelaysNobody() throws Exception {
    SharedSemaphore semaphore = MP.semaphore(0);
    SharedInt waiting = MP.sharedInt(0);
    try (Pool pool = Pool.create(2)) {
      var doomed =
          pool.applyAsync(
              () -> {
                waiting.incrementAndGet();
                semaphore.acquire();
              });
      Eventually.until(() -> waiting.get() == 1);
      Beside<Boolean> next = Beside.call(() -> semaphore.tryAcquire(Eventually.LIMIT)).blocked();
      doomed.cancel(true);
      semaphore.release();
      // The permit may have gone to the doomed one just before it was killed: then nobody has it.
      Eventually.until(() -> next.isDone() || pool.stats().cancelled() == 1);
      semaphore.release();
      assertTrue(next.get());
    }
  }

  @Test
  void aLockThatIsHeldCanBeGivenBackThroughAHandleThatWasClosedMeanwhile() throws Exception {
    SharedLock lock = MP.lock();
    try (Pool pool = Pool.create(1)) {
      lock.lock();
      var other =
          pool.applyAsync(
              () -> {
                lock.lock();
                lock.unlock();
              });
      lock.close();
      lock.unlock();
      other.get();
    }
  }

  @Test
  void anInterruptEndsAWaitAndNothingElse() throws Exception {
    SharedQueue<Integer> queue = MP.queue();
    for (int i = 0; i < 20; i++) {
      Beside<Integer> taker = Beside.call(queue::take).blocked();
      taker.interrupt();
      assertTrue(taker.failure() instanceof InterruptedException);
    }
    Beside<Integer> taker = Beside.call(queue::take).blocked();
    queue.put(7);
    assertEquals(7, taker.get());
  }

  @Test
  void anInterruptedThreadMayUnlockAndWake() throws Exception {
    SharedLock lock = MP.lock();
    lock.lock();
    Beside<Boolean> next = Beside.call(() -> lock.tryLock(Eventually.LIMIT)).blocked();
    Thread.currentThread().interrupt();
    lock.unlock();
    assertTrue(Thread.interrupted());
    assertTrue(next.get());
  }
}
