package org.jvmpool.impl.brain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jvmpool.impl.brain.BrainSettings.MICRO;
import static org.jvmpool.impl.brain.BrainSettings.MILLI;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets which task, and when. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BrainDispatchTest {
  @Test
  void sendsATaskToAnIdleWorkerAtOnce() {
    BrainBench bench = BrainBench.of(2);
    bench.open();
    SimulatedTask first = bench.submit();
    SimulatedTask second = bench.submit();
    assertEquals(Ticket.State.SENT, first.state());
    assertEquals(Ticket.State.SENT, second.state());
    assertTrue(first.worker() != second.worker());
  }

  @Test
  void putsNothingBehindTheFirstTaskOfAWorker() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    bench.submit();
    assertEquals(Ticket.State.WAITING, bench.submit().state());
  }

  @Test
  void putsTasksBehindOneWhileTheyAreShort() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    bench.warm(worker);
    bench.submit();
    assertEquals(Ticket.State.SENT, bench.submit().state());
  }

  @Test
  void putsNothingBehindATaskOnceTasksWereLong() {
    BrainBench bench = BrainBench.of(1);
    bench.open();
    bench.run(bench.submit(), 10 * MILLI);
    bench.submit();
    assertEquals(Ticket.State.WAITING, bench.submit().state());
  }

  @Test
  void putsNothingBehindATaskOfASilentWorker() {
    BrainBench bench = BrainBench.of(1);
    bench.warm(bench.open().get(0));
    bench.claim(bench.submit());
    bench.pass(2 * MILLI);
    assertEquals(Ticket.State.WAITING, bench.submit().state());
  }

  @Test
  void takesBackWhatWaitsBehindALongTask() {
    BrainBench bench = BrainBench.of(1);
    bench.warm(bench.open().get(0));
    SimulatedTask first = bench.submit();
    SimulatedTask behind = bench.submit();
    bench.claim(first);
    bench.pass(49 * MILLI);
    assertEquals(Ticket.State.SENT, behind.state());
    bench.pass(2 * MILLI);
    assertEquals(Ticket.State.WAITING, behind.state());
    assertEquals(Ticket.State.SENT, first.state());
  }

  @Test
  void givesWhatWaitsBehindALongTaskToAWorkerThatBecomesIdle() {
    BrainBench bench = BrainBench.of(2);
    bench.open();
    SimulatedTask one = bench.submit();
    SimulatedTask other = bench.submit();
    bench.claim(other);
    bench.run(one, MICRO);
    SimulatedTask head = bench.submit();
    Worker quick = head.worker();
    SimulatedTask behind = bench.submit();
    assertSame(quick, behind.worker());
    bench.claim(head);
    bench.now += 6 * MILLI;
    bench.answer(other, 6 * MILLI);
    assertEquals(List.of(behind), bench.sentTo(other.worker()));
  }

  @Test
  void keepsTheOrderOfWhatIsTakenBack() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    bench.warm(worker);
    SimulatedTask head = bench.submit();
    SimulatedTask second = bench.submit();
    SimulatedTask third = bench.submit();
    bench.claim(head);
    bench.pass(60 * MILLI);
    bench.answer(head, 60 * MILLI);
    assertEquals(List.of(second), bench.sentTo(worker));
    bench.skip(worker, 2, second.id());
    bench.skip(worker, 3, third.id());
    bench.run(second, MICRO);
    assertEquals(List.of(third), bench.sentTo(worker));
  }

  @Test
  void takesBackTheFirstWhenALaterFrameOvertookIt() {
    BrainBench bench = BrainBench.of(1);
    bench.warm(bench.open().get(0));
    SimulatedTask overtaken = bench.submit();
    SimulatedTask running = bench.submit();
    bench.claim(running);
    bench.pass(60 * MILLI);
    assertEquals(Ticket.State.WAITING, overtaken.state());
    assertEquals(Ticket.State.SENT, running.state());
  }

  @Test
  void refillsAWorkerWhoseFirstTaskWasTakenBack() {
    BrainBench bench = BrainBench.of(1);
    Worker worker = bench.open().get(0);
    SimulatedTask first = bench.submit();
    SimulatedTask second = bench.submit();
    int slot = first.slot();
    assertTrue(bench.cancel(first, false));
    bench.skip(worker, slot, first.id());
    assertEquals(List.of(second), bench.sentTo(worker));
  }

  @Test
  void sendsOneTaskAtATimeWhereNoPageIsShared() {
    BrainBench bench = BrainBench.of(1);
    bench.brain.open(bench.now, bench.out);
    bench.ready(bench.started().get(0), false);
    bench.run(bench.submit(), MICRO);
    bench.submit();
    assertEquals(Ticket.State.WAITING, bench.submit().state());
  }

  @Test
  void startsWorkersOfALazyPoolOnlyForTasks() {
    BrainBench bench = BrainBench.lazy(4);
    bench.brain.open(bench.now, bench.out);
    assertTrue(bench.started().isEmpty());
    bench.submit();
    assertEquals(1, bench.started().size());
    bench.submit();
    assertEquals(1, bench.started().size());
  }

  @Test
  void startsAWorkerOfALazyPoolForWhatIsTakenBack() {
    BrainBench bench = BrainBench.lazy(2);
    bench.brain.open(bench.now, bench.out);
    SimulatedTask first = bench.submit();
    bench.ready(bench.started().get(0));
    bench.run(first, MICRO);
    bench.claim(bench.submit());
    assertEquals(Ticket.State.SENT, bench.submit().state());
    bench.pass(60 * MILLI);
    assertEquals(1, bench.started().size());
  }
}
