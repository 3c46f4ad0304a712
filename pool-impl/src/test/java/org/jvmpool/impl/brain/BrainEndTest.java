package org.jvmpool.impl.brain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jvmpool.impl.brain.BrainSettings.MICRO;
import static org.jvmpool.impl.brain.BrainSettings.SECOND;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.impl.brain.Action.Fate;

/** How a pool ends. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BrainEndTest {
  @Test
  void finishesWhatWasSubmittedAndThenEnds() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    SimulatedTask first = bench.submit();
    SimulatedTask second = bench.submit();
    bench.shutdown();
    assertFalse(bench.brain.isAccepting());
    bench.run(first, MICRO);
    bench.run(second, MICRO);
    assertEquals(List.of(worker), bench.left());
    bench.ended(worker);
    assertTrue(bench.hasEnded());
  }

  @Test
  void endsAtOnceWhenNobodyWasStarted() {
    BrainBench bench = BrainBench.lazy(2);
    bench.brain.open(bench.now, bench.out);
    bench.shutdown();
    assertTrue(bench.hasEnded());
  }

  @Test
  void replacesAWorkerThatIsLostWhileThePoolCloses() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    SimulatedTask task = bench.submit(0, 1);
    bench.claim(task);
    bench.shutdown();
    bench.ended(task.worker());
    bench.ready(bench.started().get(0));
    bench.run(task, MICRO);
    bench.ended(task.worker());
    assertTrue(bench.hasEnded());
  }

  @Test
  void terminateCompletesAllAndKillsAll() {
    BrainBench bench = BrainBench.of(2);
    List<Worker> workers = bench.open();
    SimulatedTask running = bench.submit();
    SimulatedTask other = bench.submit();
    SimulatedTask waiting = bench.submit();
    bench.claim(running);
    bench.out.clear();
    bench.brain.terminate(bench.now, bench.out);
    assertEquals(3, bench.completed(Fate.TERMINATED).size());
    assertEquals(2, bench.killed().size());
    assertEquals(0, bench.brain.unfinished());
    bench.ended(workers.get(0));
    assertFalse(bench.hasEnded());
    bench.ended(workers.get(1));
    assertTrue(bench.hasEnded());
    assertEquals(Ticket.State.DONE, other.state());
    assertEquals(Ticket.State.DONE, waiting.state());
  }

  @Test
  void dropsAnAnswerThatComesAfterTheTermination() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    SimulatedTask task = bench.submit();
    bench.claim(task);
    bench.brain.terminate(bench.now, bench.out);
    assertFalse(bench.answer(task, MICRO));
    assertNull(bench.brain.breakdown());
  }

  @Test
  void saysTheEndOnce() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    bench.shutdown();
    bench.ended(worker);
    assertTrue(bench.hasEnded());
    bench.shutdown();
    bench.brain.terminate(bench.now, bench.out);
    bench.pass(SECOND);
    assertFalse(bench.hasEnded());
  }
}
