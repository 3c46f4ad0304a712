package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.MAX_WINDOW;
import static org.jvmpool.impl.brain.BrainSettings.SILENT_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.TAKE_BACK_IDLE_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.WINDOW_BYTES;
import static org.jvmpool.impl.brain.BrainSettings.WINDOW_NANOS;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.RetireReason;
import org.jvmpool.impl.brain.Worker.Phase;

/**
 * Which worker gets a task, and when: how wide each worker's window is, what is sent into it, and
 * what is taken back out of it because it lies behind a task that turned out long.
 *
 * <p>Guarded by the lock under which the brain is called.
 */
final class Dispatch {
  private final BrainSettings settings;
  private final Life life;
  private final Tasks tasks;
  private final Roster roster;
  private final Demand demand;
  private final Limits limits;
  private final Agenda agenda;

  Dispatch(
      BrainSettings settings,
      Life life,
      Tasks tasks,
      Roster roster,
      Demand demand,
      Limits limits,
      Agenda agenda) {
    this.settings = settings;
    this.life = life;
    this.tasks = tasks;
    this.roster = roster;
    this.demand = demand;
    this.limits = limits;
    this.agenda = agenda;
  }

  // ---- windows

  /** How many tasks may usefully be under way at a time, now that tasks take what they take. */
  int lookAhead() {
    long ahead = 2L * roster.target();
    for (Worker worker : roster.workers()) {
      if (worker.phase == Phase.READY && worker.typicalNanos >= 0) {
        ahead += 2 * window(worker);
      }
    }
    return (int) ahead;
  }

  /** How many tasks may be under way to a worker; one until it has shown what a task takes. */
  private static long window(Worker worker) {
    return worker.typicalNanos < 0
        ? 1
        : Math.min(MAX_WINDOW, 1 + WINDOW_NANOS / (worker.typicalNanos + 1));
  }

  private static boolean hasRoom(Worker worker, Ticket ticket, long now) {
    return worker.phase == Phase.READY
        && !worker.isFull()
        && worker.typicalNanos >= 0
        && worker.claims().pipelined()
        && worker.inFlight() < window(worker)
        && (worker.inFlight() == 0 || worker.bytesInFlight() + ticket.bytes() <= WINDOW_BYTES)
        && now - worker.headSince < SILENT_NANOS;
  }

  /** The worker that a task is best sent to now, or null when it has to wait. */
  private @Nullable Worker pick(Ticket ticket, long now) {
    Worker idle = roster.peekIdle();
    if (idle != null) {
      return idle;
    }
    Worker best = null;
    for (Worker worker : roster.workers()) {
      if (hasRoom(worker, ticket, now) && (best == null || worker.inFlight() < best.inFlight())) {
        best = worker;
      }
    }
    return best;
  }

  // ---- sending

  /** Sends a new task, or lets it wait. */
  void submit(Ticket ticket, long now, List<Action> out) {
    Worker worker = tasks.waiting() == 0 ? pick(ticket, now) : null;
    if (worker != null) {
      send(worker, ticket, now, out);
    } else {
      tasks.await(ticket);
      demand.fill(now, out);
    }
  }

  /** Sends what waits to whoever can take it. */
  void sendWaiting(long now, List<Action> out) {
    if (!life.isRunning()) {
      return;
    }
    Ticket ticket;
    while ((ticket = tasks.first()) != null) {
      Worker worker = pick(ticket, now);
      if (worker == null) {
        break;
      }
      send(worker, ticket, now, out);
    }
  }

  /** Sends a worker a batch rather than one, so that a busy pipe is written to seldom. */
  void refill(Worker worker, long now, List<Action> out) {
    if (tasks.waiting() == 0 || worker.inFlight() > window(worker) / 2) {
      return;
    }
    Ticket ticket;
    while ((ticket = tasks.first()) != null
        && worker.phase == Phase.READY
        && (worker.isEmpty() || hasRoom(worker, ticket, now))) {
      send(worker, ticket, now, out);
    }
  }

  private void send(Worker worker, Ticket ticket, long now, List<Action> out) {
    // First what may fail, for want of memory: a task that was not sent goes on waiting.
    worker.claims().offer(worker.nextSlot(), ticket.id());
    out.add(new Action.Send(worker, ticket, worker.nextSlot()));
    if (worker.isEmpty()) {
      roster.becameBusy(worker);
      worker.progressed(now);
    }
    tasks.send(ticket);
    worker.push(ticket);
    expect(worker);
    int most = settings.maxTasksPerWorker();
    if (most > 0) {
      if (worker.sent >= most) {
        roster.retire(worker, RetireReason.MAX_TASKS, now, out);
        demand.fill(now, out);
      } else if (!worker.replaced && worker.sent >= most - most / 4) {
        roster.replace(worker);
        demand.fill(now, out);
      }
    }
  }

  // ---- taking back

  /** When what lies behind a worker's task is to be taken back, 0 for never. */
  long takeBackAt(Worker worker) {
    return worker.takeBackAt(roster.hasIdle());
  }

  /** What a worker has under way has changed, and with it when the worker is to be looked at. */
  void expect(Worker worker) {
    agenda.add(takeBackAt(worker));
    agenda.add(limits.dueAt(worker));
  }

  /** Takes back what a worker has not started. */
  void takeBack(Worker worker) {
    worker.takenBack = worker.headSince;
    Claims claims = worker.claims;
    if (claims == null || !claims.pipelined()) {
      return;
    }
    for (Ticket ticket : worker.lastFirst()) {
      // Frames may have overtaken each other: the one that was started need not be the first.
      if (claims.revoke(ticket.slot, ticket.id())) {
        worker.takeBack(ticket);
        tasks.putBack(ticket);
      }
    }
    expect(worker);
  }

  /**
   * Takes back what lies behind a worker's long task; if it is to leave, it has less to wait for.
   */
  void relieve(Worker worker, long now, List<Action> out) {
    takeBack(worker);
    if (worker.phase == Phase.RETIRING) {
      roster.retire(worker, worker.whyRetiring(), now, out);
    }
  }

  /** Nothing waits and a worker is idle: what lies behind a long task is better off with it. */
  void share(long now, List<Action> out) {
    boolean taken = false;
    for (Worker worker : roster.workers()) {
      if (worker.inFlight() > 1 && now - worker.headSince >= TAKE_BACK_IDLE_NANOS) {
        relieve(worker, now, out);
        taken = true;
      }
    }
    if (taken) {
      sendWaiting(now, out);
      demand.fill(now, out);
    }
  }
}
