package org.jvmpool.impl.brain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jvmpool.impl.brain.BrainSettings.SECOND;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.impl.brain.Action.Fate;

/** Tasks that outlive their limits. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BrainLimitTest {
  @Test
  void completesATaskThatItsWorkerReportsOverdue() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    bench.warm(worker);
    SimulatedTask task = bench.submit(SECOND, 0);
    SimulatedTask behind = bench.submit();
    bench.claim(task);
    bench.claims.get(worker).condemnItself(task.slot(), task.id());
    bench.out.clear();
    bench.brain.overdue(worker, task.slot(), task.id(), "stack", bench.now, bench.out);
    assertEquals(new Action.Complete(task, Fate.TIMED_OUT, worker, "stack"), bench.out.get(0));
    assertEquals(List.of(worker), bench.killed());
    assertEquals(Ticket.State.WAITING, behind.state());
  }

  @Test
  void actsByItselfWhenTheWorkerHangs() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    SimulatedTask task = bench.submit(SECOND, 0);
    bench.claim(task);
    bench.pass(SECOND);
    assertTrue(bench.out.isEmpty());
    bench.pass(BrainBench.SLACK);
    assertEquals(List.of(task), bench.completed(Fate.TIMED_OUT));
    assertEquals(List.of(worker), bench.killed());
  }

  @Test
  void countsFromTheMomentWhenTheTaskStarted() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    SimulatedTask task = bench.submit(SECOND, 0);
    bench.pass(SECOND);
    bench.claim(task);
    bench.pass(SECOND);
    assertEquals(Ticket.State.SENT, task.state());
    bench.pass(BrainBench.SLACK);
    assertEquals(List.of(task), bench.completed(Fate.TIMED_OUT));
  }

  @Test
  void actsWhenTheWatchdogHasCondemnedTheTaskAndCannotReportIt() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    SimulatedTask task = bench.submit(SECOND, 0);
    bench.claim(task);
    bench.claims.get(worker).condemnItself(task.slot(), task.id());
    bench.pass(SECOND + BrainBench.SLACK);
    assertEquals(List.of(task), bench.completed(Fate.TIMED_OUT));
  }

  @Test
  void givesTheTaskOfAWorkerThatNeverBeginsToAnother() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    SimulatedTask task = bench.submit(SECOND, 0);
    bench.pass(10 * SECOND);
    assertSame(worker, bench.killed().get(0));
    assertEquals(Ticket.State.WAITING, task.state());
  }

  @Test
  void neverKillsForALimitThatIsLongerThanAnyClock() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    SimulatedTask task = bench.submit(Long.MAX_VALUE, 0);
    bench.claim(task);
    assertEquals(Long.MAX_VALUE, bench.brain.nextTick());
    bench.pass(SECOND);
    assertEquals(Ticket.State.SENT, task.state());
  }
}
