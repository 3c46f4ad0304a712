package org.jvmpool.impl.brain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.RetireReason;
import org.jvmpool.impl.brain.Action.Fate;
import org.jvmpool.impl.brain.Brain.Lifecycle;

/**
 * How workers go, in peace or by force, and what becomes of the tasks they had; and how the pool
 * goes, with the last of them.
 *
 * <p>Guarded by the lock under which the brain is called.
 */
final class Departures {
  private final Life life;
  private final Tasks tasks;
  private final Roster roster;
  private final Demand demand;
  private final Dispatch dispatch;

  Departures(Life life, Tasks tasks, Roster roster, Demand demand, Dispatch dispatch) {
    this.life = life;
    this.tasks = tasks;
    this.roster = roster;
    this.demand = demand;
    this.dispatch = dispatch;
  }

  /** A worker takes no more tasks; what it has not started, and its place, are for others. */
  void leave(Worker worker, RetireReason why, long now, List<Action> out) {
    dispatch.takeBack(worker);
    roster.retire(worker, why, now, out);
    roster.promote(now);
    dispatch.sendWaiting(now, out);
  }

  /** Kills a worker; what it has not started goes to others. */
  void strike(Worker worker, RetireReason why, long now, List<Action> out) {
    roster.kill(worker, why, why == RetireReason.PROTOCOL, now, out);
    dispatch.takeBack(worker);
    roster.promote(now);
    dispatch.sendWaiting(now, out);
    settle(now, out);
  }

  /** A phase of a worker has lasted too long. */
  void expired(Worker worker, long now, List<Action> out) {
    switch (worker.phase) {
      case STARTING -> {
        if (worker.killedHard) {
          worker.deadline = 0;
          out.add(new Action.Abandon(worker));
        } else {
          roster.giveUpStarting(worker, RetireReason.CRASHED, now, out);
        }
      }
      case RETIRING, LEAVING -> strike(worker, worker.whyRetiring(), now, out);
      case DYING -> {
        if (worker.killedHard) {
          worker.deadline = 0;
          out.add(new Action.Abandon(worker));
        } else {
          roster.kill(worker, RetireReason.CLOSED, true, now, out);
        }
      }
      default -> worker.deadline = 0;
    }
  }

  /**
   * A worker has ended. The task that it ran is lost or runs again, and what it had not started
   * goes to others.
   *
   * @param obituary handed on with what is lost
   * @return whether it ended with a task: one that it ran, or one that it was to run next
   */
  boolean bury(Worker worker, @Nullable Object obituary, List<Action> out) {
    boolean anyRan = false;
    Ticket next = worker.headTicket();
    for (Ticket ticket : worker.lastFirst()) {
      Claims.State state = worker.stateOf(ticket);
      boolean ran = state != Claims.State.SENT;
      anyRan |= ran;
      worker.takeOut(ticket);
      if (!ran) {
        tasks.putBack(ticket);
      } else if (state == Claims.State.CONDEMNED) {
        // Race: its watchdog had condemned it, and it ended before that was reported.
        tasks.complete(ticket, Fate.TIMED_OUT, worker, null, out);
      } else if (ticket.mayRetry()) {
        ticket.retry();
        tasks.putBack(ticket);
      } else {
        tasks.complete(ticket, Fate.LOST, worker, obituary, out);
      }
    }
    if (next != null && !anyRan) {
      strand(next, worker, obituary, out);
    }
    return next != null;
  }

  /**
   * A worker has ended before it began with the task that was next. Once, that was not the task's
   * doing; but a task that is too big to be read would end one worker after the other.
   */
  private void strand(Ticket next, Worker worker, @Nullable Object obituary, List<Action> out) {
    next.stranded++;
    if (!next.isStranded()) {
      return;
    }
    if (next.mayRetry()) {
      next.retry();
      next.stranded = 0;
    } else {
      tasks.complete(next, Fate.LOST, worker, obituary, out);
    }
  }

  /** All that is unfinished is over, and all workers are killed. */
  void abandonAll(
      Fate fate, RetireReason why, @Nullable Object detail, long now, List<Action> out) {
    Ticket ticket;
    while ((ticket = tasks.first()) != null) {
      tasks.complete(ticket, fate, null, detail, out);
    }
    for (Worker worker : List.copyOf(roster.workers())) {
      roster.kill(worker, why, true, now, out);
      for (Ticket sent : worker.lastFirst()) {
        worker.takeOut(sent);
        tasks.complete(sent, fate, worker, detail, out);
      }
    }
  }

  /** Keeps the number of workers right, and lets a pool that has nothing left to do end. */
  void settle(long now, List<Action> out) {
    if (life.state() == Lifecycle.CLOSING && tasks.unfinished() == 0) {
      for (Worker worker : List.copyOf(roster.workers())) {
        roster.retire(worker, RetireReason.CLOSED, now, out);
      }
    }
    demand.fill(now, out);
    if (life.isEnding() && tasks.unfinished() == 0 && roster.isEmpty()) {
      out.add(new Action.Ended()); // first what may fail
      life.end();
    }
  }
}
