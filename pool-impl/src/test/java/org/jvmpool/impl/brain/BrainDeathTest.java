package org.jvmpool.impl.brain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jvmpool.impl.brain.BrainSettings.MICRO;
import static org.jvmpool.impl.brain.BrainSettings.SECOND;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.impl.brain.Action.Fate;
import org.jvmpool.impl.brain.Brain.Lifecycle;

/** What becomes of the tasks of a worker that ends. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BrainDeathTest {
  @Test
  void blamesTheTaskThatRanAndNoOther() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    bench.warm(worker);
    SimulatedTask running = bench.submit();
    SimulatedTask behind = bench.submit();
    bench.claim(running);
    bench.ended(worker);
    assertEquals(List.of(running), bench.completed(Fate.LOST));
    assertEquals(Ticket.State.WAITING, behind.state());
  }

  @Test
  void killsAWorkerThatPassesATaskNobodyHadTakenBackAndKeepsTheTask() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    SimulatedTask task = bench.submit();
    bench.skip(worker, task.slot(), task.id());
    assertEquals(Worker.Phase.DYING, worker.phase());
    assertEquals(Ticket.State.WAITING, task.state());
    assertTrue(bench.completed(Fate.LOST).isEmpty());
  }

  @Test
  void acceptsAnAnswerThatWasWrittenBeforeTheEnd() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    SimulatedTask task = bench.submit();
    bench.claim(task);
    assertTrue(bench.answer(task, MICRO));
    bench.ended(worker);
    assertTrue(bench.completed(Fate.LOST).isEmpty());
  }

  @Test
  void runsALostTaskAgainAsOftenAsItMay() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    SimulatedTask task = bench.submit(0, 1);
    bench.claim(task);
    bench.ended(task.worker());
    assertEquals(Ticket.State.WAITING, task.state());
    bench.ready(bench.started().get(0));
    bench.claim(task);
    bench.ended(task.worker());
    assertEquals(List.of(task), bench.completed(Fate.LOST));
  }

  @Test
  void doesNotCountTheLossOfAWorkerThatHadNotStartedTheTask() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    SimulatedTask task = bench.submit();
    bench.ended(task.worker());
    assertEquals(Ticket.State.WAITING, task.state());
  }

  @Test
  void blamesATaskOnWhichOneWorkerAfterTheOtherDies() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    SimulatedTask deadly = bench.submit();
    SimulatedTask behind = bench.submit();
    for (int i = 0; i < 2; i++) {
      bench.ended(deadly.worker());
      assertEquals(Ticket.State.WAITING, deadly.state());
      bench.ready(bench.started().get(0));
    }
    bench.ended(deadly.worker());
    assertEquals(List.of(deadly), bench.completed(Fate.LOST));
    assertTrue(deadly.isStranded());
    assertEquals(Lifecycle.OPEN, bench.brain.lifecycle());
    bench.ready(bench.started().get(0));
    assertEquals(Ticket.State.SENT, behind.state());
  }

  @Test
  void countsDeathsBeforeATaskBeganAsOneLossOfATaskThatIsRetried() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    SimulatedTask deadly = bench.submit(0, 1);
    for (int i = 0; i < 5; i++) {
      bench.ended(deadly.worker());
      assertEquals(Ticket.State.WAITING, deadly.state());
      bench.ready(bench.started().get(0));
    }
    bench.ended(deadly.worker());
    assertEquals(List.of(deadly), bench.completed(Fate.LOST));
  }

  @Test
  void reportsATimeoutWhenTheWorkerEndsBeforeItsWatchdogCould() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    SimulatedTask task = bench.submit(SECOND, 3);
    bench.claim(task);
    bench.claims.get(task.worker()).condemnItself(task.slot(), task.id());
    bench.ended(task.worker());
    assertEquals(List.of(task), bench.completed(Fate.TIMED_OUT));
  }

  @Test
  void startsAnotherWorkerAtOnceWhenATaskHasKilledOne() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    for (int i = 0; i < 10; i++) {
      SimulatedTask task = bench.submit();
      bench.claim(task);
      bench.ended(task.worker());
      assertEquals(List.of(task), bench.completed(Fate.LOST));
      assertEquals(1, bench.started().size());
      bench.ready(bench.started().get(0));
    }
    assertEquals(Lifecycle.OPEN, bench.brain.lifecycle());
  }
}
