package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.MAX_WINDOW;
import static org.jvmpool.impl.brain.BrainSettings.SILENT_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.TAKE_BACK_IDLE_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.TAKE_BACK_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.WINDOW_BYTES;
import static org.jvmpool.impl.brain.BrainSettings.WINDOW_NANOS;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.PoolStats;
import org.jvmpool.RetireReason;
import org.jvmpool.impl.brain.Action.Fate;
import org.jvmpool.impl.brain.Worker.Phase;

/**
 * What a pool knows and decides: tasks waiting and under way, workers and their windows, limits,
 * and the life of the pool. An event goes in with the time, actions come out. It starts no thread,
 * reads no clock and touches no stream, so that a million random schedules can be run against it.
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
 *   <li>When a worker ends, the task it had claimed is blamed, and no other.
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
  private final Roster roster;

  /** Tasks that no worker has, oldest first; may hold some that are already DONE. */
  private final ArrayDeque<Ticket> waiting = new ArrayDeque<>();

  private int waitingCount;
  private long unfinished;
  private Lifecycle lifecycle = Lifecycle.OPEN;

  /** Workers are started from now on. */
  private boolean started;

  /** The first workers were started. */
  private boolean opened;

  /** What the event carried that broke the pool. */
  private @Nullable Object breakdown;

  public Brain(BrainSettings settings) {
    this.settings = settings;
    this.roster = new Roster(settings, counters);
  }

  // ---- questions

  public Lifecycle lifecycle() {
    return lifecycle;
  }

  /** The obituary of the worker with which the pool broke down, or null. */
  public @Nullable Object breakdown() {
    return breakdown;
  }

  /** Tasks that are not over. */
  public long unfinished() {
    return unfinished;
  }

  /** Tasks that no worker is running: the waiting ones and those that lie behind others. */
  public long backlog() {
    return unfinished - roster.busy();
  }

  public List<Worker> workers() {
    return List.copyOf(roster.workers());
  }

  public int target() {
    return roster.target();
  }

  public PoolStats stats() {
    int busy = roster.busy();
    return new PoolStats(
        roster.live(),
        busy,
        unfinished - busy,
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
    started = !settings.lazy();
    fill(now, out);
  }

  /** No new tasks; what was submitted is finished, then the workers leave. */
  public void shutdown(long now, List<Action> out) {
    if (lifecycle == Lifecycle.OPEN) {
      lifecycle = Lifecycle.CLOSING;
    }
    settle(now, out);
  }

  /** Ends everything now: what is unfinished is over, the workers are killed. */
  public void terminate(long now, List<Action> out) {
    if (lifecycle == Lifecycle.OPEN || lifecycle == Lifecycle.CLOSING) {
      lifecycle = Lifecycle.TERMINATED;
      abandonAll(Fate.TERMINATED, null, now, out);
    }
    settle(now, out);
  }

  /** Wants another number of workers from now on. */
  public void resize(int workers, long now, List<Action> out) {
    roster.target(workers);
    int surplus = -workers;
    for (Worker worker : roster.workers()) {
      if (!worker.replaced
          && (worker.phase == Phase.READY
              || worker.phase == Phase.STARTING
              || worker.phase == Phase.STANDBY)) {
        surplus++;
      }
    }
    for (Phase phase : List.of(Phase.STARTING, Phase.STANDBY)) {
      for (Worker worker : List.copyOf(roster.workers())) {
        if (surplus > 0 && worker.phase == phase && !worker.replaced) {
          roster.retire(worker, RetireReason.RESIZED, now, out);
          surplus--;
        }
      }
    }
    while (surplus > 0 && roster.peekIdle() != null) {
      roster.retire(roster.peekIdle(), RetireReason.RESIZED, now, out);
      surplus--;
    }
    for (Worker worker : List.copyOf(roster.workers())) {
      if (surplus > 0 && worker.phase == Phase.READY && !worker.replaced) {
        takeBack(worker);
        roster.retire(worker, RetireReason.RESIZED, now, out);
        surplus--;
      }
    }
    roster.promote(now);
    dispatch(now, out);
    fill(now, out);
  }

  // ---- events: tasks

  /** Whether a task may be submitted; asked under the same lock as {@link #submit}. */
  public boolean isAccepting() {
    return lifecycle == Lifecycle.OPEN;
  }

  /** A new task. */
  public void submit(Ticket ticket, long now, List<Action> out) {
    unfinished++;
    started = true;
    if (waitingCount == 0) {
      Worker worker = pick(ticket, now);
      if (worker != null) {
        send(worker, ticket, now, out);
        return;
      }
    }
    ticket.state = Ticket.State.WAITING;
    waiting.addLast(ticket);
    waitingCount++;
    fill(now, out);
  }

  /**
   * Takes a task off the queue, or out of a pipe, or kills the worker that runs it.
   *
   * @return whether the task is over by this call
   */
  public boolean cancel(Ticket ticket, boolean mayKill, long now, List<Action> out) {
    switch (ticket.state) {
      case WAITING -> {
        waitingCount--;
        complete(ticket, Fate.CANCELLED, null, null, out);
        settle(now, out);
        return true;
      }
      case SENT -> {
        Worker worker = ticket.worker;
        Claims claims = worker.claims;
        if (claims.revoke(ticket.slot, ticket.id())) {
          worker.takeOut(ticket);
          complete(ticket, Fate.CANCELLED, worker, null, out);
          settle(now, out);
          return true;
        }
        if (!mayKill || !claims.condemn(ticket.slot, ticket.id())) {
          return false;
        }
        strike(ticket, worker, Fate.CANCELLED, RetireReason.CANCELLED, null, now, out);
        return true;
      }
      default -> {
        return false;
      }
    }
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
    worker.headSince = now;
    worker.done++;
    worker.typicalNanos =
        worker.typicalNanos < 0 ? runNanos : worker.typicalNanos + (runNanos - worker.typicalNanos) / 4;
    roster.works();
    boolean first = ticket != null && ticket.state != Ticket.State.DONE;
    if (first) {
      ticket.state = Ticket.State.DONE;
      unfinished--;
      counters.done++;
      if (failed) {
        counters.failed++;
      }
    }
    passed(worker, now, out);
    return first ? ticket : null;
  }

  /** A worker has passed a place whose task had been taken back. */
  public void skipped(Worker worker, int slot, long taskId, long now, List<Action> out) {
    worker.passed(slot, taskId);
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
      complete(ticket, Fate.TIMED_OUT, worker, stack, out);
    }
    roster.kill(worker, RetireReason.TIMED_OUT, false, now, out);
    takeBack(worker);
    roster.promote(now);
    dispatch(now, out);
    settle(now, out);
  }

  // ---- events: workers

  /** A worker is there, has run the initializer, and can be sent tasks. */
  public void ready(Worker worker, Claims claims, long now, List<Action> out) {
    worker.claims = claims;
    worker.readyAt = now;
    if (worker.phase != Phase.STARTING) {
      return;
    }
    worker.phase = Phase.STANDBY;
    worker.deadline = 0;
    if (lifecycle == Lifecycle.OPEN || lifecycle == Lifecycle.CLOSING) {
      for (Worker other : List.copyOf(roster.workers())) {
        if (other.phase == Phase.READY && other.reason != null && other.inFlight() == 0) {
          roster.retire(other, other.reason, now, out);
          break;
        }
      }
      roster.promote(now);
      dispatch(now, out);
    }
    settle(now, out);
  }

  /** A worker holds too much memory: it is replaced, and leaves when its successor is ready. */
  public void tooBig(Worker worker, long now, List<Action> out) {
    if (worker.phase == Phase.READY && !worker.replaced) {
      worker.reason = RetireReason.MEMORY;
      roster.replace(worker);
      fill(now, out);
    }
  }

  /** A worker has sent what it may not: it is killed, and the task it runs is lost. */
  public void broken(Worker worker, long now, List<Action> out) {
    roster.kill(worker, RetireReason.PROTOCOL, true, now, out);
    settle(now, out);
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
    Ticket ticket;
    while ((ticket = worker.tailTicket()) != null) {
      Claims claims = worker.claims;
      boolean ran =
          claims == null
              || !claims.pipelined()
              || claims.state(ticket.slot, ticket.id()) != Claims.State.SENT;
      worker.takeOut(ticket);
      if (!ran) {
        putBack(ticket);
      } else if (ticket.mayRetry()) {
        ticket.retriesUsed++;
        putBack(ticket);
      } else {
        complete(ticket, Fate.LOST, worker, obituary, out);
      }
    }
    roster.ended(worker, now);
    if (roster.isBroken() && (lifecycle == Lifecycle.OPEN || unfinished > 0)) {
      breakDown(obituary, now, out);
    }
    roster.promote(now);
    dispatch(now, out);
    settle(now, out);
  }

  // ---- time

  /** Does what is due. */
  public void tick(long now, List<Action> out) {
    for (Worker worker : List.copyOf(roster.workers())) {
      if (worker.deadline != 0 && now - worker.deadline >= 0) {
        expired(worker, now, out);
      }
      checkLimit(worker, now, out);
      if (takeBackAt(worker) != 0 && now - takeBackAt(worker) >= 0) {
        takeBack(worker);
      }
    }
    if (settings.idleNanos() > 0) {
      for (Worker worker : List.copyOf(roster.workers())) {
        if (isIdle(worker) && now - worker.idleSince >= settings.idleNanos()) {
          roster.retire(worker, RetireReason.IDLE, now, out);
        }
      }
    }
    dispatch(now, out);
    settle(now, out);
  }

  /**
   * When {@link #tick} has something to do next: a time on the events' clock, or {@link
   * Long#MAX_VALUE} for never.
   */
  public long nextTick(long now) {
    long soonest = Long.MAX_VALUE;
    for (Worker worker : roster.workers()) {
      soonest = earlier(soonest, worker.deadline, now);
      soonest = earlier(soonest, limitAt(worker), now);
      soonest = earlier(soonest, takeBackAt(worker), now);
      if (settings.idleNanos() > 0 && isIdle(worker)) {
        soonest = earlier(soonest, worker.idleSince + settings.idleNanos(), now);
      }
    }
    boolean wantsWorkers =
        waitingCount > 0
            || (lifecycle == Lifecycle.OPEN && started && settings.idleNanos() == 0);
    if (wantsWorkers && roster.failures() > 0 && now - roster.notBefore() < 0) {
      soonest = earlier(soonest, roster.notBefore(), now);
    }
    return soonest;
  }

  /** The earlier of two times, the second being 0 for never; as distances, since a clock may wrap. */
  private static long earlier(long soonest, long at, long now) {
    if (at == 0) {
      return soonest;
    }
    return soonest == Long.MAX_VALUE || at - now < soonest - now ? at : soonest;
  }

  /** A phase of a worker has lasted too long. */
  private void expired(Worker worker, long now, List<Action> out) {
    switch (worker.phase) {
      case STARTING -> {
        worker.deadline = now + settings.startNanos();
        out.add(new Action.Kill(worker, true));
      }
      case LEAVING -> roster.kill(worker, RetireReason.CLOSED, false, now, out);
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

  private long limitAt(Worker worker) {
    Ticket head = worker.inFlight() == 0 ? null : worker.headTicket();
    if (head == null || head.limitNanos() == 0 || worker.phase == Phase.DYING) {
      return 0;
    }
    return later(worker.headSince, worker.limitChecked) + head.limitNanos() + settings.limitSlackNanos();
  }

  private static long later(long a, long b) {
    return b != 0 && b - a > 0 ? b : a;
  }

  /** Acts on a limit that the worker itself did not report: it may hang, or be stopped. */
  private void checkLimit(Worker worker, long now, List<Action> out) {
    long due = limitAt(worker);
    if (due == 0 || now - due < 0) {
      return;
    }
    Ticket head = worker.headTicket();
    long claimedAt = worker.claims.claimedAt(head.slot, head.id());
    if (claimedAt != 0
        && now - claimedAt < head.limitNanos() + settings.limitSlackNanos()) {
      worker.limitChecked = claimedAt;
      return;
    }
    if (!worker.claims.condemn(head.slot, head.id())) {
      worker.limitChecked = now;
      return;
    }
    strike(head, worker, Fate.TIMED_OUT, RetireReason.TIMED_OUT, null, now, out);
  }

  private long takeBackAt(Worker worker) {
    if (worker.inFlight() < 2 || worker.phase == Phase.DYING || worker.takenBack == worker.headSince) {
      return 0;
    }
    return worker.headSince + (roster.hasIdle() ? TAKE_BACK_IDLE_NANOS : TAKE_BACK_NANOS);
  }

  // ---- decisions

  /** The worker that a task is best sent to now, or null when it has to wait. */
  private @Nullable Worker pick(Ticket ticket, long now) {
    Worker idle = roster.peekIdle();
    if (idle != null) {
      return idle;
    }
    Worker best = null;
    for (Worker worker : roster.workers()) {
      if (hasRoom(worker, ticket, now)
          && (best == null || worker.inFlight() < best.inFlight())) {
        best = worker;
      }
    }
    return best;
  }

  private boolean hasRoom(Worker worker, Ticket ticket, long now) {
    return worker.phase == Phase.READY
        && !worker.isFull()
        && worker.typicalNanos >= 0
        && worker.claims.pipelined()
        && worker.inFlight() < window(worker)
        && worker.bytesInFlight() + ticket.bytes() <= WINDOW_BYTES
        && now - worker.headSince < SILENT_NANOS;
  }

  private static long window(Worker worker) {
    return Math.min(MAX_WINDOW, 1 + WINDOW_NANOS / (worker.typicalNanos + 1));
  }

  private void send(Worker worker, Ticket ticket, long now, List<Action> out) {
    if (worker.isEmpty()) {
      roster.becameBusy(worker);
      worker.headSince = now;
    }
    worker.push(ticket);
    worker.claims.offer(ticket.slot, ticket.id());
    out.add(new Action.Send(worker, ticket, ticket.slot));
    int most = settings.maxTasksPerWorker();
    if (most > 0) {
      if (worker.sent >= most) {
        roster.retire(worker, RetireReason.MAX_TASKS, now, out);
        fill(now, out);
      } else if (!worker.replaced && worker.sent >= most - most / 4) {
        roster.replace(worker);
        fill(now, out);
      }
    }
  }

  /** Sends what waits to whoever can take it. */
  private void dispatch(long now, List<Action> out) {
    if (lifecycle != Lifecycle.OPEN && lifecycle != Lifecycle.CLOSING) {
      return;
    }
    Ticket ticket;
    while ((ticket = firstWaiting()) != null) {
      Worker worker = pick(ticket, now);
      if (worker == null) {
        break;
      }
      waiting.removeFirst();
      waitingCount--;
      send(worker, ticket, now, out);
    }
  }

  private @Nullable Ticket firstWaiting() {
    Ticket first;
    while ((first = waiting.peekFirst()) != null && first.state != Ticket.State.WAITING) {
      waiting.removeFirst();
    }
    return first;
  }

  /** A worker has one task less: give it more, or let it rest, or let it go. */
  private void passed(Worker worker, long now, List<Action> out) {
    if (worker.phase == Phase.READY) {
      if (worker.reason != null && roster.hasStandby()) {
        takeBack(worker);
        roster.retire(worker, worker.reason, now, out);
      } else {
        refill(worker, now, out);
        if (worker.phase == Phase.READY && worker.isEmpty()) {
          roster.becameIdle(worker, now);
          shareWith(worker, now, out);
        }
      }
    }
    if (worker.phase == Phase.RETIRING && worker.isEmpty()) {
      roster.retire(worker, worker.reason, now, out);
      roster.promote(now);
      dispatch(now, out);
    }
    if (lifecycle != Lifecycle.OPEN || worker.phase != Phase.READY) {
      settle(now, out);
    }
  }

  /** Sends a batch rather than one, so that a busy pipe is written to seldom. */
  private void refill(Worker worker, long now, List<Action> out) {
    if (waitingCount == 0 || worker.inFlight() > window(worker) / 2) {
      return;
    }
    Ticket ticket;
    while ((ticket = firstWaiting()) != null
        && worker.phase == Phase.READY
        && (worker.isEmpty() || hasRoom(worker, ticket, now))) {
      waiting.removeFirst();
      waitingCount--;
      send(worker, ticket, now, out);
    }
  }

  /** Nothing waits and a worker is idle: what lies behind a long task is better off with it. */
  private void shareWith(Worker idle, long now, List<Action> out) {
    for (Worker worker : roster.workers()) {
      if (worker.inFlight() > 1 && now - worker.headSince >= TAKE_BACK_IDLE_NANOS) {
        takeBack(worker);
      }
    }
    dispatch(now, out);
  }

  /** Takes back what a worker has not started, the task at the head excepted. */
  private void takeBack(Worker worker) {
    worker.takenBack = worker.headSince;
    Claims claims = worker.claims;
    if (claims == null || !claims.pipelined()) {
      return;
    }
    Ticket head = worker.phase == Phase.DYING ? null : worker.headTicket();
    Ticket ticket;
    while ((ticket = worker.tailTicket()) != null && ticket != head) {
      if (!claims.revoke(ticket.slot, ticket.id())) {
        return;
      }
      worker.takeOut(ticket);
      putBack(ticket);
    }
  }

  private void putBack(Ticket ticket) {
    ticket.state = Ticket.State.WAITING;
    waiting.addFirst(ticket);
    waitingCount++;
  }

  /** A condemned task is over; its worker is killed, and what lay behind it goes to others. */
  private void strike(
      Ticket ticket,
      Worker worker,
      Fate fate,
      RetireReason why,
      @Nullable Object detail,
      long now,
      List<Action> out) {
    worker.takeOut(ticket);
    complete(ticket, fate, worker, detail, out);
    roster.kill(worker, why, false, now, out);
    takeBack(worker);
    roster.promote(now);
    dispatch(now, out);
    settle(now, out);
  }

  private void complete(
      Ticket ticket, Fate fate, @Nullable Worker worker, @Nullable Object detail, List<Action> out) {
    ticket.state = Ticket.State.DONE;
    unfinished--;
    switch (fate) {
      case LOST -> counters.lost++;
      case TIMED_OUT -> counters.timedOut++;
      case CANCELLED -> counters.cancelled++;
      default -> {}
    }
    out.add(new Action.Complete(ticket, fate, worker, detail));
  }

  private void breakDown(@Nullable Object obituary, long now, List<Action> out) {
    if (lifecycle != Lifecycle.OPEN && lifecycle != Lifecycle.CLOSING) {
      return;
    }
    lifecycle = Lifecycle.BROKEN;
    breakdown = obituary;
    abandonAll(Fate.BROKEN, obituary, now, out);
  }

  private void abandonAll(Fate fate, @Nullable Object detail, long now, List<Action> out) {
    Ticket ticket;
    while ((ticket = firstWaiting()) != null) {
      waiting.removeFirst();
      waitingCount--;
      complete(ticket, fate, null, detail, out);
    }
    RetireReason why =
        lifecycle == Lifecycle.TERMINATED ? RetireReason.TERMINATED : RetireReason.CLOSED;
    for (Worker worker : List.copyOf(roster.workers())) {
      roster.kill(worker, why, true, now, out);
      while ((ticket = worker.tailTicket()) != null) {
        worker.takeOut(ticket);
        complete(ticket, fate, worker, detail, out);
      }
    }
  }

  /** Keeps the number of workers right, and lets a pool that has nothing left to do end. */
  private void settle(long now, List<Action> out) {
    if (lifecycle == Lifecycle.CLOSING && unfinished == 0) {
      for (Worker worker : List.copyOf(roster.workers())) {
        roster.retire(worker, RetireReason.CLOSED, now, out);
      }
    }
    fill(now, out);
    if (lifecycle != Lifecycle.OPEN
        && lifecycle != Lifecycle.ENDED
        && unfinished == 0
        && roster.isEmpty()) {
      lifecycle = Lifecycle.ENDED;
      out.add(new Action.Ended());
    }
  }

  private void fill(long now, List<Action> out) {
    if (!started) {
      return;
    }
    int needed = (int) Math.min(Integer.MAX_VALUE, (long) roster.busy() + waitingCount);
    if (lifecycle == Lifecycle.OPEN) {
      boolean eager = !settings.lazy() && (settings.idleNanos() == 0 || !opened);
      roster.fill(needed, eager, now, out);
      opened = true;
    } else if (lifecycle == Lifecycle.CLOSING && waitingCount > 0) {
      roster.fill(needed, false, now, out);
    }
  }

  private static boolean isIdle(Worker worker) {
    return worker.phase == Phase.READY && worker.isEmpty();
  }
}
