package org.jvmpool.impl.brain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jvmpool.impl.brain.BrainSettings.MICRO;
import static org.jvmpool.impl.brain.BrainSettings.SECOND;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.RetireReason;
import org.jvmpool.impl.brain.Action.Fate;

/** Cancelled tasks. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BrainCancelTest {
  @Test
  void cancelOfAWaitingTaskNeverReachesAWorker() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    SimulatedTask running = bench.submit();
    SimulatedTask waiting = bench.submit();
    assertTrue(bench.cancel(waiting, false));
    assertEquals(List.of(waiting), bench.completed(Fate.CANCELLED));
    bench.run(running, MICRO);
    assertTrue(bench.sentTo(worker).isEmpty());
  }

  @Test
  void cancelOfATaskInAPipeKillsNobody() {
    BrainBench bench = BrainBench.of(1);
    bench.warm(bench.open().get(0));
    bench.claim(bench.submit());
    SimulatedTask behind = bench.submit();
    assertTrue(bench.cancel(behind, true));
    assertTrue(bench.killed().isEmpty());
    assertFalse(bench.claims.get(behind.worker()).claim(behind.slot(), behind.id(), bench.now));
  }

  @Test
  void cancelWithoutForceLeavesARunningTaskAlone() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    SimulatedTask task = bench.submit();
    bench.claim(task);
    assertFalse(bench.cancel(task, false));
    assertTrue(bench.out.isEmpty());
  }

  @Test
  void cancelByForceKillsTheWorkerAndSparesItsOtherTasks() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    bench.warm(worker);
    SimulatedTask running = bench.submit();
    SimulatedTask behind = bench.submit();
    bench.claim(running);
    assertTrue(bench.cancel(running, true));
    assertEquals(List.of(worker), bench.killed());
    assertEquals(List.of(running), bench.completed(Fate.CANCELLED));
    assertEquals(Ticket.State.WAITING, behind.state());
    bench.ended(worker);
    assertEquals(RetireReason.CANCELLED, worker.reason());
  }

  @Test
  void cancelOfAFinishedTaskDoesNothing() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    SimulatedTask task = bench.submit();
    bench.claim(task);
    bench.finish(task);
    assertFalse(bench.cancel(task, true));
    assertTrue(bench.killed().isEmpty());
    assertTrue(bench.answer(task, MICRO));
  }

  @Test
  void killsByForceAWorkerThatDoesNotEndInItsGracePeriod() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    SimulatedTask task = bench.submit();
    bench.claim(task);
    bench.cancel(task, true);
    bench.pass(BrainBench.GRACE);
    assertEquals(List.of(new Action.Kill(worker, true)), bench.out);
    bench.pass(10 * SECOND);
    assertEquals(List.of(new Action.Abandon(worker)), bench.out);
  }
}
