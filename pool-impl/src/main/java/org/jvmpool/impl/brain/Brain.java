package org.jvmpool.impl.brain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.PoolStats;
import org.jvmpool.RetireReason;
import org.jvmpool.impl.brain.Action.Fate;
import org.jvmpool.impl.brain.Worker.Phase;

/**
 * What a pool knows and decides: the door of this package. An event goes in with the time, actions
 * come out. It starts no thread, reads no clock and touches no stream, so that a million random
 * schedules can be run against it. Of what it knows and decides, {@link Tasks}, {@link Roster},
 * {@link Life}, {@link Demand}, {@link Dispatch}, {@link Departures}, {@link Limits} and {@link
 * Agenda} are a part each; here stands what each event means to them.
 *
 * <p>Not thread-safe: every call is made under the pool's lock, and the actions are carried out
 * after the lock is left. Times are nanoseconds of one monotonic clock.
 *
 * <p>Rules it keeps:
 *
 * <ul>
 *   <li>Each task ends once: answered, or completed with one {@link Fate}.
 *   <li>No worker is idle while a task waits.
 *   <li>A task is put behind another only while what that worker did lately was short and it is not
 *       silent; what waits behind a task that turns out long is taken back.
 *   <li>When a worker ends, the task it had claimed is blamed, and no other. Only when one worker
 *       after the other ends before it claimed anything, the task that was next is.
 *   <li>Workers that die for no task are not started again and again for ever.
 * </ul>
 */
public final class Brain {
  /** OPEN → CLOSING → ENDED; OPEN or CLOSING → TERMINATED or BROKEN → ENDED. */
  public enum Lifecycle {
    OPEN,
    CLOSING,
    TERMINATED,
    BROKEN,
    ENDED
  }

  private final BrainSettings settings;
  private final Counters counters = new Counters();
  private final Life life = new Life();
  private final Agenda agenda = new Agenda();
  private final Tasks tasks;
  private final Roster roster;
  private final Demand demand;
  private final Dispatch dispatch;
  private final Departures departures;
  private final Limits limits;

  private boolean collapsed;

  public Brain(BrainSettings settings) {
    this.settings = settings;
    this.tasks = new Tasks(counters);
    this.roster = new Roster(settings, counters, agenda);
    this.demand = new Demand(settings, life, tasks, roster);
    this.limits = new Limits(settings, tasks);
    this.dispatch = new Dispatch(settings, life, tasks, roster, demand, limits, agenda);
    this.departures = new Departures(life, tasks, roster, demand, dispatch);
  }

  // ---- questions

  public Lifecycle lifecycle() {
    return life.state();
  }

  /** What broke the pool: the obituary of a worker, or what an event threw; or null. */
  public @Nullable Object breakdown() {
    return life.breakdown();
  }

  /** Whether it was terminated, rather than left to come to its end. */
  public boolean wasTerminated() {
    return life.wasTerminated();
  }

  /** Tasks that are not over. */
  public long unfinished() {
    return tasks.unfinished();
  }

  /** Tasks that no worker is running: the waiting ones and those that lie behind others. */
  public long backlog() {
    return tasks.unfinished() - roster.busy();
  }

  /** All that have not ended, those that stand by included. */
  public List<Worker> workers() {
    return List.copyOf(roster.workers());
  }

  /** Those that a user is to see: no successor before its place is free. */
  public List<Worker> presentWorkers() {
    return roster.present();
  }

  /**
   * Whether workers that have nothing to do yet are no longer kept, since one after the other died
   * without having run a task.
   */
  public boolean isWary() {
    return roster.isWary();
  }

  /** Whether some worker runs the task, or has run it. */
  public boolean isStarted(Ticket ticket) {
    return switch (ticket.state) {
      case NEW, WAITING -> false;
      case DONE -> true;
      case SENT -> ticket.holder().stateOf(ticket) != Claims.State.SENT;
    };
  }

  /** How many tasks may usefully be under way at a time, now that tasks take what they take. */
  public int lookAhead() {
    return dispatch.lookAhead();
  }

  public int target() {
    return roster.target();
  }

  public PoolStats stats() {
    int busy = roster.busy();
    return new PoolStats(
        roster.live(),
        busy,
        tasks.unfinished() - busy,
        busy,
        counters.done,
        counters.failed,
        counters.lost,
        counters.timedOut,
        counters.cancelled,
        counters.retired());
  }

  // ---- events: the life of the pool

  /** Starts the workers, unless they are to be started when tasks come. */
  public void open(long now, List<Action> out) {
    demand.open();
    demand.fill(now, out);
  }

  /** No new tasks; what was submitted is finished, then the workers leave. */
  public void shutdown(long now, List<Action> out) {
    life.close();
    departures.settle(now, out);
  }

  /** Ends everything now: what is unfinished is over, the workers are killed. */
  public void terminate(long now, List<Action> out) {
    if (life.terminate()) {
      departures.abandonAll(Fate.TERMINATED, RetireReason.TERMINATED, null, now, out);
    }
    departures.settle(now, out);
  }

  /** Wants another number of workers from now on. */
  public void resize(int workers, long now, List<Action> out) {
    roster.target(workers);
    Worker worker;
    while ((worker = roster.surplus()) != null) {
      dispatch.takeBack(worker);
      roster.retire(worker, RetireReason.RESIZED, now, out);
    }
    roster.promote(now);
    dispatch.sendWaiting(now, out);
    departures.settle(now, out);
  }

  // ---- events: tasks

  /** Whether a task may be submitted; asked under the same lock as {@link #submit}. */
  public boolean isAccepting() {
    return life.isOpen();
  }

  /** A new task. */
  public void submit(Ticket ticket, long now, List<Action> out) {
    demand.arise();
    dispatch.submit(ticket, now, out);
  }

  /**
   * Takes a task off the queue, or out of a pipe, or kills the worker that runs it.
   *
   * @return whether the task is over by this call
   */
  public boolean cancel(Ticket ticket, boolean mayKill, long now, List<Action> out) {
    switch (ticket.state) {
      case WAITING -> {
        tasks.complete(ticket, Fate.CANCELLED, null, null, out);
        departures.settle(now, out);
        return true;
      }
      case SENT -> {
        return cancelSent(ticket, ticket.holder(), mayKill, now, out);
      }
      default -> {
        return false;
      }
    }
  }

  private boolean cancelSent(
      Ticket ticket, Worker worker, boolean mayKill, long now, List<Action> out) {
    Claims claims = worker.claims();
    if (claims.revoke(ticket.slot, ticket.id())) {
      worker.takeBack(ticket);
      dispatch.expect(worker);
      tasks.complete(ticket, Fate.CANCELLED, worker, null, out);
      if (worker.phase == Phase.RETIRING) {
        departures.leave(worker, worker.whyRetiring(), now, out);
      }
      departures.settle(now, out);
      return true;
    }
    if (!mayKill || !claims.condemn(ticket.slot, ticket.id())) {
      return false;
    }
    worker.takeOut(ticket);
    tasks.complete(ticket, Fate.CANCELLED, worker, null, out);
    departures.strike(worker, RetireReason.CANCELLED, now, out);
    return true;
  }

  /**
   * A worker has answered a task.
   *
   * @param failed the answer is a failure
   * @param runNanos how long the task took in the worker
   * @return the task, whose result is the caller's to complete; null when it was over before
   */
  public @Nullable Ticket answered(
      Worker worker,
      int slot,
      long taskId,
      boolean failed,
      long runNanos,
      long now,
      List<Action> out) {
    Ticket ticket = worker.passed(slot, taskId);
    worker.progressed(now);
    worker.done++;
    worker.took(runNanos);
    boolean recovered = worker.done == 1 && roster.works();
    if (ticket != null && ticket.state == Ticket.State.DONE) {
      ticket = null;
    }
    if (ticket != null) {
      tasks.answered(ticket, failed);
    }
    passed(worker, now, out);
    if (recovered) {
      demand.fill(now, out);
    }
    return ticket;
  }

  /** A worker has passed a place whose task had been taken back. */
  public void skipped(Worker worker, int slot, long taskId, long now, List<Action> out) {
    Ticket ticket = worker.passed(slot, taskId);
    if (ticket != null && ticket.state == Ticket.State.SENT) {
      // Nobody had taken it back: who passes it nevertheless cannot be trusted with tasks.
      tasks.putBack(ticket);
      departures.strike(worker, RetireReason.PROTOCOL, now, out);
      return;
    }
    passed(worker, now, out);
  }

  /**
   * A worker has found that its task outlives its limit; it starts nothing any more.
   *
   * @param stack where the task was, handed on with the task's completion
   */
  public void overdue(
      Worker worker, int slot, long taskId, @Nullable Object stack, long now, List<Action> out) {
    Ticket ticket = worker.passed(slot, taskId);
    if (ticket != null && ticket.state == Ticket.State.SENT) {
      tasks.complete(ticket, Fate.TIMED_OUT, worker, stack, out);
    }
    departures.strike(worker, RetireReason.TIMED_OUT, now, out);
  }

  // ---- events: workers

  /** A worker is there, has run the initializer, and can be sent tasks. */
  public void ready(Worker worker, Claims claims, long now, List<Action> out) {
    worker.claims = claims;
    worker.readyAt = now;
    if (worker.phase != Phase.STARTING || worker.killedHard) {
      return; // Race: its kill is on the way.
    }
    worker.phase = Phase.STANDBY;
    worker.deadline = 0;
    if (life.isRunning()) {
      for (Worker other : List.copyOf(roster.workers())) {
        if (other.phase == Phase.READY && other.reason != null && other.inFlight() == 0) {
          roster.retire(other, other.reason, now, out);
          break;
        }
      }
      roster.promote(now);
      dispatch.sendWaiting(now, out);
    }
    departures.settle(now, out);
  }

  /** A worker holds too much memory: it is replaced, and leaves when its successor is ready. */
  public void tooBig(Worker worker, long now, List<Action> out) {
    if (worker.phase != Phase.READY || worker.reason != null) {
      return;
    }
    worker.reason = RetireReason.MEMORY;
    if (!worker.replaced) {
      roster.replace(worker);
    }
    if (worker.isEmpty() && (!demand.isEager() || roster.hasStandby())) {
      departures.leave(worker, RetireReason.MEMORY, now, out);
    }
    departures.settle(now, out);
  }

  /** A worker has sent what it may not: it is killed, and the task it runs is lost. */
  public void broken(Worker worker, long now, List<Action> out) {
    if (worker.phase == Phase.STARTING) {
      if (!worker.killedHard) {
        roster.giveUpStarting(worker, RetireReason.PROTOCOL, now, out);
      }
    } else {
      departures.strike(worker, RetireReason.PROTOCOL, now, out);
    }
  }

  /**
   * A worker's process has ended and all that it had written was read.
   *
   * @param obituary handed on with what fails by it
   */
  public void ended(Worker worker, @Nullable Object obituary, long now, List<Action> out) {
    if (worker.phase == Phase.DEAD) {
      return;
    }
    boolean withTask = departures.bury(worker, obituary, out);
    boolean failedStart = roster.ended(worker, withTask, now);
    if (failedStart
        && roster.isBroken()
        && (life.isOpen() || tasks.unfinished() > 0)
        && life.breakDown(obituary)) {
      departures.abandonAll(Fate.BROKEN, RetireReason.CLOSED, obituary, now, out);
    }
    roster.promote(now);
    dispatch.sendWaiting(now, out);
    departures.settle(now, out);
  }

  // ---- the end of this brain

  /*
   * An event that threw may have been half told: what is known is right no more, but which tasks
   * and workers there are. Then no event is told any more, and the pool is cleared away by what
   * follows, which needs no memory.
   */

  /**
   * An event has failed here: the pool is broken.
   *
   * @param why what {@link #breakdown} tells from now on, unless the pool has broken down before
   */
  public void collapse(Throwable why) {
    collapsed = true;
    life.breakDown(why);
  }

  /** Whether no event may be told any more. */
  public boolean hasCollapsed() {
    return collapsed;
  }

  /** After the collapse: a task that is not over, and counts as over from now on; or null. */
  public @Nullable Ticket takeUnfinished() {
    return tasks.takeAny();
  }

  /** After the collapse: a worker that has not been killed, and counts as that now; or null. */
  public @Nullable Worker takeLiving() {
    return roster.takeLiving();
  }

  /**
   * After the collapse: a worker's process has ended, or was never started.
   *
   * @return whether the pool has ended by that
   */
  public boolean strikeOff(Worker worker) {
    roster.strikeOff(worker);
    return endsNow();
  }

  /** After the collapse: whether nothing is left, and the pool has ended just now. */
  public boolean endsNow() {
    if (!life.isEnding() || tasks.unfinished() > 0 || !roster.isEmpty()) {
      return false;
    }
    life.end();
    return true;
  }

  /** The task that a worker has in that place, or null when it is another, or over. */
  public @Nullable Ticket taskOf(Worker worker, int slot, long taskId) {
    return worker.ticketIn(slot, taskId);
  }

  // ---- time

  /** Does what is due. */
  public void tick(long now, List<Action> out) {
    for (Worker worker : List.copyOf(roster.workers())) {
      if (worker.deadline != 0 && now - worker.deadline >= 0) {
        departures.expired(worker, now, out);
      }
      if (limits.enforce(worker, now, out)) {
        departures.strike(worker, RetireReason.TIMED_OUT, now, out);
      }
      long takeBackAt = dispatch.takeBackAt(worker);
      if (takeBackAt != 0 && now - takeBackAt >= 0) {
        dispatch.relieve(worker, now, out);
      }
    }
    dispatch.sendWaiting(now, out);
    if (settings.idleNanos() > 0) {
      for (Worker worker : List.copyOf(roster.workers())) {
        if (isIdle(worker) && now - worker.idleSince >= settings.idleNanos()) {
          departures.leave(worker, RetireReason.IDLE, now, out);
        }
      }
    }
    departures.settle(now, out);
  }

  /**
   * When {@link #tick} has something to do next: a time on the events' clock, or {@link
   * Long#MAX_VALUE} for never.
   */
  public long nextTick() {
    long soonest = Agenda.NEVER;
    for (Worker worker : roster.workers()) {
      soonest = Agenda.earlier(soonest, worker.deadline);
      soonest = Agenda.earlier(soonest, limits.dueAt(worker));
      soonest = Agenda.earlier(soonest, dispatch.takeBackAt(worker));
      if (settings.idleNanos() > 0 && isIdle(worker)) {
        soonest = Agenda.earlier(soonest, worker.idleSince + settings.idleNanos());
      }
    }
    return Agenda.earlier(soonest, roster.nextStart());
  }

  /**
   * The earliest time at which something is due of what came up since this was last asked; {@link
   * Long#MAX_VALUE} for none. Who goes by this after each event, and after a {@link #tick} by
   * {@link #nextTick}, which looks at everything, misses nothing.
   */
  public long newlyDue() {
    return agenda.take();
  }

  // ---- a worker that has one task less

  /** A worker has one task less: give it more, or let it rest, or let it go. */
  private void passed(Worker worker, long now, List<Action> out) {
    dispatch.expect(worker);
    if (worker.phase == Phase.READY) {
      RetireReason why = worker.reason;
      if (why != null && roster.hasStandby()) {
        departures.leave(worker, why, now, out);
      } else {
        dispatch.refill(worker, now, out);
        if (worker.phase == Phase.READY && worker.isEmpty()) {
          rest(worker, now, out);
        }
      }
    } else if (worker.phase == Phase.RETIRING && worker.inFlight() == 0) {
      departures.leave(worker, worker.whyRetiring(), now, out);
    }
    if (!life.isOpen() || worker.phase != Phase.READY) {
      departures.settle(now, out);
    }
  }

  /** Nothing waits, and a worker has nothing to do. */
  private void rest(Worker worker, long now, List<Action> out) {
    if (worker.reason != null && !demand.isEager()) {
      // Its successor is started when it is needed.
      departures.leave(worker, worker.reason, now, out);
      return;
    }
    roster.becameIdle(worker, now);
    dispatch.share(now, out);
  }

  private static boolean isIdle(Worker worker) {
    return worker.phase == Phase.READY && worker.isEmpty();
  }
}
