package org.jvmpool.impl.brain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jvmpool.impl.brain.BrainSettings.MICRO;
import static org.jvmpool.impl.brain.BrainSettings.MILLI;
import static org.jvmpool.impl.brain.BrainSettings.SECOND;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.RetireReason;
import org.jvmpool.impl.brain.Action.Fate;
import org.jvmpool.impl.brain.Brain.Lifecycle;
import org.jvmpool.impl.brain.Worker.Phase;

/** Workers that cannot be started. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BrainStartTest {
  @Test
  void breaksAfterThreeFailedStarts() {
    BrainBench bench = BrainBench.of(1);
    bench.brain.open(bench.now, bench.out);
    Worker first = bench.started().get(0);
    SimulatedTask task = bench.submit();
    bench.ended(first);
    bench.pass(100 * MILLI);
    Worker second = bench.started().get(0);
    bench.ended(second);
    bench.pass(200 * MILLI);
    Worker third = bench.started().get(0);
    bench.ended(third);
    assertEquals(List.of(task), bench.completed(Fate.BROKEN));
    assertEquals("obituary of 3", bench.brain.breakdown());
    assertTrue(bench.hasEnded());
  }

  @Test
  void waitsLongerAndLongerBetweenFailingStarts() {
    BrainBench bench = BrainBench.of(2);
    bench.brain.open(bench.now, bench.out);
    Worker good = bench.started().get(0);
    Worker bad = bench.started().get(1);
    bench.ready(good);
    for (long pause = 100 * MILLI; pause < 10 * SECOND; pause *= 2) {
      bench.ended(bad);
      assertTrue(bench.started().isEmpty());
      bench.pass(pause - 1);
      assertTrue(bench.started().isEmpty());
      bench.pass(1);
      bad = bench.started().get(0);
    }
    assertEquals(Lifecycle.OPEN, bench.brain.lifecycle());
  }

  @Test
  void anAnswerOfAnOldWorkerDoesNotHastenFailingStarts() {
    BrainBench bench = BrainBench.of(2);
    bench.brain.open(bench.now, bench.out);
    Worker bad = bench.started().get(1);
    bench.ready(bench.started().get(0));
    bench.run(bench.submit(), MICRO);
    bench.ended(bad);
    bench.run(bench.submit(), MICRO);
    bench.pass(50 * MILLI);
    assertTrue(bench.started().isEmpty());
  }

  @Test
  void startsWhatIsMissingOnceANewWorkerHasAnswered() {
    BrainBench bench = BrainBench.of(2);
    bench.brain.open(bench.now, bench.out);
    Worker bad = bench.started().get(1);
    bench.ready(bench.started().get(0));
    bench.ended(bad);
    bench.run(bench.submit(), MICRO);
    assertEquals(1, bench.started().size());
  }

  @Test
  void doesNotBreakWhileOneMayStillBecomeReady() {
    BrainBench bench = BrainBench.of(4);
    bench.brain.open(bench.now, bench.out);
    List<Worker> workers = bench.started();
    bench.ended(workers.get(0));
    bench.ended(workers.get(1));
    bench.ended(workers.get(2));
    assertEquals(Lifecycle.OPEN, bench.brain.lifecycle());
    bench.ready(workers.get(3));
    assertEquals(Ticket.State.SENT, bench.submit().state());
  }

  @Test
  void keepsNoWorkersInStoreWhileOneAfterTheOtherDiesWithoutATask() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    Worker worker = bench.brain.workers().get(0);
    for (int i = 0; i < 2; i++) {
      bench.pass(2 * SECOND);
      bench.ended(worker);
      worker = bench.started().get(0);
      bench.ready(worker);
    }
    assertFalse(bench.brain.isWary());
    bench.pass(2 * SECOND);
    bench.ended(worker);
    assertTrue(bench.brain.isWary());
    assertTrue(bench.started().isEmpty());
    bench.pass(3600 * SECOND);
    assertTrue(bench.started().isEmpty());
  }

  @Test
  void startsOneForATaskThenAndKeepsThemAgainOnceItWasAnswered() {
    BrainBench bench = BrainBench.of(2);
    bench.open();
    for (int i = 0; i < 2; i++) {
      bench.pass(2 * SECOND);
      for (Worker worker : bench.brain.workers()) {
        bench.ended(worker);
      }
      bench.brain.workers().forEach(bench::ready);
    }
    assertTrue(bench.brain.isWary());
    assertTrue(bench.brain.workers().isEmpty());
    SimulatedTask task = bench.submit();
    Worker worker = bench.started().get(0);
    assertEquals(1, bench.brain.workers().size());
    bench.ready(worker);
    bench.run(task, MICRO);
    assertFalse(bench.brain.isWary());
    assertEquals(2, bench.brain.workers().size());
  }

  @Test
  void countsAWorkerThatBreaksTheProtocolWhileItStarts() {
    BrainBench bench = BrainBench.of(1);
    bench.brain.open(bench.now, bench.out);
    Worker worker = bench.started().get(0);
    for (int i = 0; i < 3; i++) {
      bench.out.clear();
      bench.brain.broken(worker, bench.now, bench.out);
      assertEquals(List.of(worker), bench.killed());
      bench.ended(worker);
      assertEquals(RetireReason.PROTOCOL, worker.reason());
      bench.pass(SECOND);
      worker = bench.started().isEmpty() ? worker : bench.started().get(0);
    }
    assertEquals(Lifecycle.ENDED, bench.brain.lifecycle());
  }

  @Test
  void countsAWorkerThatBreaksTheProtocolBeforeItsFirstAnswerHoweverLongItLived() {
    BrainBench bench = BrainBench.of(1);
    bench.brain.open(bench.now, bench.out);
    Worker worker = bench.started().get(0);
    SimulatedTask task = bench.submit();
    for (int i = 0; i < 3; i++) {
      bench.ready(worker);
      bench.pass(2 * SECOND);
      bench.brain.broken(worker, bench.now, bench.out);
      bench.ended(worker);
      if (i < 2) {
        assertTrue(bench.started().isEmpty());
        bench.pass(SECOND);
        worker = bench.started().get(0);
      }
    }
    assertEquals(List.of(task), bench.completed(Fate.BROKEN));
    assertTrue(bench.hasEnded());
  }

  @Test
  void killsAWorkerThatDoesNotBecomeReadyAndThenGivesItUp() {
    BrainBench bench = BrainBench.of(1);
    bench.brain.open(bench.now, bench.out);
    Worker worker = bench.started().get(0);
    bench.pass(BrainBench.START_LIMIT);
    assertEquals(List.of(new Action.Kill(worker, true)), bench.out);
    bench.ready(worker);
    assertEquals(Phase.STARTING, worker.phase());
    bench.pass(10 * SECOND);
    assertEquals(List.of(new Action.Abandon(worker)), bench.out);
  }

  @Test
  void waitsForAStartWithoutLimit() {
    BrainBench bench = BrainBench.withoutStartLimit(1);
    bench.brain.open(bench.now, bench.out);
    assertEquals(Long.MAX_VALUE, bench.brain.nextTick());
  }
}
