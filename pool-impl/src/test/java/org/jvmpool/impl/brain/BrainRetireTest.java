package org.jvmpool.impl.brain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jvmpool.impl.brain.BrainSettings.MICRO;
import static org.jvmpool.impl.brain.BrainSettings.MILLI;
import static org.jvmpool.impl.brain.BrainSettings.SECOND;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.RetireReason;
import org.jvmpool.impl.brain.Worker.Phase;

/** Workers that leave, and their successors. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BrainRetireTest {
  @Test
  void startsTheReplacementBeforeTheOldWorkerRetires() {
    BrainBench bench = BrainBench.withMaxTasks(1, 4);
    Worker old = bench.open().get(0);
    bench.run(bench.submit(), MILLI);
    bench.run(bench.submit(), MILLI);
    SimulatedTask third = bench.submit();
    assertEquals(1, bench.started().size());
    Worker successor = bench.started().get(0);
    assertEquals(old.index(), successor.index());
    bench.run(third, MILLI);
    bench.ready(successor);
    assertEquals(Phase.STANDBY, successor.phase());
    SimulatedTask fourth = bench.submit();
    assertSame(old, fourth.worker());
    bench.run(fourth, MILLI);
    assertEquals(List.of(old), bench.left());
    assertEquals(Phase.READY, successor.phase());
    bench.ended(old);
    assertEquals(RetireReason.MAX_TASKS, old.reason());
  }

  @Test
  void doesNotCountATaskThatWasTakenBack() {
    BrainBench bench = BrainBench.withMaxTasks(1, 2);
    Worker worker = bench.open().get(0);
    SimulatedTask first = bench.submit();
    bench.cancel(first, false);
    bench.skip(worker, first.slot(), first.id());
    bench.run(bench.submit(), MILLI);
    assertEquals(Phase.READY, worker.phase());
    bench.run(bench.submit(), MILLI);
    assertEquals(List.of(worker), bench.left());
  }

  @Test
  void keepsAWorkerThatIsTooBigUntilItsSuccessorIsReady() {
    BrainBench bench = BrainBench.of(1);
    Worker big = bench.open().get(0);
    bench.tooBig(big);
    Worker successor = bench.started().get(0);
    SimulatedTask task = bench.submit();
    assertSame(big, task.worker());
    bench.run(task, MICRO);
    bench.ready(successor);
    assertEquals(List.of(big), bench.left());
    assertEquals(Phase.READY, successor.phase());
  }

  @Test
  void givesTheTasksOfAWorkerThatIsTooBigToItsSuccessor() {
    BrainBench bench = BrainBench.of(1);
    Worker big = bench.open().get(0);
    bench.run(bench.submit(), MILLI);
    SimulatedTask running = bench.submit();
    SimulatedTask waiting = bench.submit();
    bench.claim(running);
    bench.tooBig(big);
    Worker successor = bench.started().get(0);
    bench.ready(successor);
    bench.answer(running, MILLI);
    assertEquals(List.of(waiting), bench.sentTo(successor));
  }

  @Test
  void letsAnIdleWorkerOfALazyPoolGoWhenItIsTooBig() {
    BrainBench bench = BrainBench.lazy(2);
    bench.brain.open(bench.now, bench.out);
    SimulatedTask task = bench.submit();
    Worker worker = bench.started().get(0);
    bench.ready(worker);
    bench.run(task, MICRO);
    bench.tooBig(worker);
    assertEquals(List.of(worker), bench.left());
    assertTrue(bench.started().isEmpty());
  }

  @Test
  void retiresWhatHadNothingToDoForLong() {
    BrainBench bench = BrainBench.withIdleTime(2, SECOND);
    List<Worker> workers = bench.open();
    bench.pass(SECOND - 1);
    assertTrue(bench.left().isEmpty());
    bench.pass(1);
    assertEquals(workers, bench.left());
    workers.forEach(bench::ended);
    assertTrue(bench.started().isEmpty());
    bench.submit();
    assertEquals(1, bench.started().size());
  }

  @Test
  void aSmallerPoolRetiresIdleWorkersFirst() {
    BrainBench bench = BrainBench.of(3);
    bench.open();
    SimulatedTask task = bench.submit();
    bench.claim(task);
    bench.resize(1);
    assertEquals(2, bench.left().size());
    assertEquals(Phase.READY, task.worker().phase());
  }

  @Test
  void aSmallerPoolDoesWithoutTheWorkerThatHasASuccessor() {
    BrainBench bench = BrainBench.of(2);
    Worker big = bench.open().get(0);
    bench.tooBig(big);
    bench.resize(1);
    assertEquals(List.of(big), bench.left());
    assertEquals(1, bench.killed().size());
    assertEquals(1, bench.brain.stats().workers());
  }

  @Test
  void aBiggerPoolStartsWorkersAtOnce() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    bench.resize(3);
    assertEquals(2, bench.started().size());
  }

  @Test
  void killsAWorkerThatDoesNotLeave() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    bench.shutdown();
    assertEquals(List.of(worker), bench.left());
    bench.pass(BrainBench.GRACE);
    assertEquals(List.of(new Action.Kill(worker, false)), bench.out);
    bench.ended(worker);
    assertEquals(RetireReason.CLOSED, worker.reason());
  }

  @Test
  void killsALeavingWorkerThatHangsWithNothingButWhatWasTakenBack() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    SimulatedTask task = bench.submit();
    bench.shutdown();
    bench.cancel(task, false);
    assertEquals(Phase.RETIRING, worker.phase());
    bench.pass(BrainBench.GRACE);
    assertEquals(List.of(worker), bench.killed());
  }
}
