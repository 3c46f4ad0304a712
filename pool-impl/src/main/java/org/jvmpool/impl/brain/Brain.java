package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.HANGS_NANOS;
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

  /** Whether some worker runs the task, or has run it. */
  public boolean isStarted(Ticket ticket) {
    return switch (ticket.state) {
      case NEW, WAITING -> false;
      case DONE -> true;
      case SENT ->
          !ticket.worker.claims.pipelined()
              || ticket.worker.claims.state(ticket.slot, ticket.id()) != Claims.State.SENT;
    };
  }

  /** How many tasks may usefully be under way at a time, now that tasks take what they take. */
  public int lookAhead() {
    long ahead = 2L * roster.target();
    for (Worker worker : roster.workers()) {
      if (worker.phase == Phase.READY && worker.typicalNanos >= 0) {
        ahead += 2 * window(worker);
      }
    }
    return (int) ahead;
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
    Worker worker;
    while ((worker = roster.surplus()) != null) {
      takeBack(worker);
      roster.retire(worker, RetireReason.RESIZED, now, out);
    }
    roster.promote(now);
    dispatch(now, out);
    settle(now, out);
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
        if (waiting.size() > 2 * waitingCount + 64) {
          waiting.removeIf(other -> other.state != Ticket.State.WAITING);
        }
        settle(now, out);
        return true;
      }
      case SENT -> {
        Worker worker = ticket.worker;
        Claims claims = worker.claims;
        if (claims.revoke(ticket.slot, ticket.id())) {
          worker.takeBack(ticket);
          complete(ticket, Fate.CANCELLED, worker, null, out);
          if (worker.phase == Phase.RETIRING) {
            leave(worker, worker.reason, now, out);
          }
          settle(now, out);
          return true;
        }
        if (!mayKill || !claims.condemn(ticket.slot, ticket.id())) {
          return false;
        }
        worker.takeOut(ticket);
        complete(ticket, Fate.CANCELLED, worker, null, out);
        strike(worker, RetireReason.CANCELLED, now, out);
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
    worker.progressed(now);
    worker.done++;
    worker.took(runNanos);
    boolean recovered = worker.done == 1 && roster.works();
    boolean first = ticket != null && ticket.state != Ticket.State.DONE;
    if (first) {
      ticket.state = Ticket.State.DONE;
      unfinished--;
      if (failed) {
        counters.failed++;
      } else {
        counters.done++;
      }
    }
    passed(worker, now, out);
    if (recovered) {
      fill(now, out);
    }
    return first ? ticket : null;
  }

  /** A worker has passed a place whose task had been taken back. */
  public void skipped(Worker worker, int slot, long taskId, long now, List<Action> out) {
    Ticket ticket = worker.passed(slot, taskId);
    if (ticket != null && ticket.state == Ticket.State.SENT) {
      // Nobody had taken it back: who passes it nevertheless cannot be trusted with tasks.
      putBack(ticket);
      strike(worker, RetireReason.PROTOCOL, now, out);
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
      complete(ticket, Fate.TIMED_OUT, worker, stack, out);
    }
    strike(worker, RetireReason.TIMED_OUT, now, out);
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
    if (worker.phase != Phase.READY || worker.reason != null) {
      return;
    }
    worker.reason = RetireReason.MEMORY;
    if (!worker.replaced) {
      roster.replace(worker);
    }
    if (worker.isEmpty() && (!isEager() || roster.hasStandby())) {
      leave(worker, RetireReason.MEMORY, now, out);
    }
    settle(now, out);
  }

  /** A worker has sent what it may not: it is killed, and the task it runs is lost. */
  public void broken(Worker worker, long now, List<Action> out) {
    if (worker.phase == Phase.STARTING) {
      if (!worker.killedHard) {
        roster.giveUpStarting(worker, RetireReason.PROTOCOL, now, out);
      }
    } else {
      strike(worker, RetireReason.PROTOCOL, now, out);
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
    boolean anyRan = false;
    for (Ticket ticket : worker.lastFirst()) {
      Claims.State state = stateOf(worker, ticket);
      boolean ran = state != Claims.State.SENT;
      anyRan |= ran;
      worker.takeOut(ticket);
      if (!ran) {
        putBack(ticket);
      } else if (state == Claims.State.CONDEMNED) {
        // Race: its watchdog had condemned it, and it ended before that was reported.
        complete(ticket, Fate.TIMED_OUT, worker, null, out);
      } else if (ticket.mayRetry()) {
        ticket.retriesUsed++;
        putBack(ticket);
      } else {
        complete(ticket, Fate.LOST, worker, obituary, out);
      }
    }
    boolean failedStart = roster.ended(worker, anyRan, now);
    if (failedStart && roster.isBroken() && (lifecycle == Lifecycle.OPEN || unfinished > 0)) {
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
        if (worker.phase == Phase.RETIRING) {
          roster.retire(worker, worker.reason, now, out);
        }
      }
    }
    dispatch(now, out);
    if (settings.idleNanos() > 0) {
      for (Worker worker : List.copyOf(roster.workers())) {
        if (isIdle(worker) && now - worker.idleSince >= settings.idleNanos()) {
          leave(worker, RetireReason.IDLE, now, out);
        }
      }
    }
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
    return earlier(soonest, roster.nextStart(wanted()), now);
  }

  /**
   * The earlier of two times, the second being 0 for never; as distances, since a clock may wrap.
   */
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
        if (worker.killedHard) {
          worker.deadline = 0;
          out.add(new Action.Abandon(worker));
        } else {
          roster.giveUpStarting(worker, RetireReason.CRASHED, now, out);
        }
      }
      case RETIRING, LEAVING -> strike(worker, worker.reason, now, out);
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
    return later(worker.headSince, worker.limitChecked)
        + head.limitNanos()
        + settings.limitSlackNanos();
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
    long assumed = worker.headTicket().limitNanos();
    Ticket ticket = atHand(worker);
    worker.limitChecked = now;
    if (ticket == null || ticket.limitNanos() == 0) {
      return;
    }
    Claims claims = worker.claims;
    Claims.State state = stateOf(worker, ticket);
    if (state == Claims.State.SENT) {
      if (now - worker.headSince >= HANGS_NANOS && claims.revoke(ticket.slot, ticket.id())) {
        worker.takeBack(ticket);
        putBack(ticket);
        strike(worker, RetireReason.TIMED_OUT, now, out);
      }
      return;
    }
    long claimedAt = claims.claimedAt(ticket.slot, ticket.id());
    long most = ticket.limitNanos() + settings.limitSlackNanos();
    if (claimedAt != 0 && now - claimedAt < most) {
      worker.limitChecked = claimedAt + ticket.limitNanos() - assumed;
    } else if (state == Claims.State.CONDEMNED || claims.condemn(ticket.slot, ticket.id())) {
      worker.takeOut(ticket);
      complete(ticket, Fate.TIMED_OUT, worker, null, out);
      strike(worker, RetireReason.TIMED_OUT, now, out);
    }
  }

  /** The task that the worker runs, or else the first that it has not begun with. */
  private static @Nullable Ticket atHand(Worker worker) {
    Ticket first = null;
    for (Ticket ticket : worker.lastFirst()) {
      switch (stateOf(worker, ticket)) {
        case CLAIMED, CONDEMNED -> {
          return ticket;
        }
        case SENT -> first = ticket;
        default -> {}
      }
    }
    return first;
  }

  /** Where no page is shared, what was sent is taken to run. */
  private static Claims.State stateOf(Worker worker, Ticket ticket) {
    Claims claims = worker.claims;
    return claims.pipelined() ? claims.state(ticket.slot, ticket.id()) : Claims.State.CLAIMED;
  }

  private long takeBackAt(Worker worker) {
    if (worker.inFlight() < 2
        || worker.phase == Phase.DYING
        || worker.takenBack == worker.headSince) {
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
      if (hasRoom(worker, ticket, now) && (best == null || worker.inFlight() < best.inFlight())) {
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
        && (worker.inFlight() == 0 || worker.bytesInFlight() + ticket.bytes() <= WINDOW_BYTES)
        && now - worker.headSince < SILENT_NANOS;
  }

  /** How many tasks may be under way to a worker; one until it has shown what a task takes. */
  private static long window(Worker worker) {
    return worker.typicalNanos < 0
        ? 1
        : Math.min(MAX_WINDOW, 1 + WINDOW_NANOS / (worker.typicalNanos + 1));
  }

  private void send(Worker worker, Ticket ticket, long now, List<Action> out) {
    if (worker.isEmpty()) {
      roster.becameBusy(worker);
      worker.progressed(now);
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
        leave(worker, worker.reason, now, out);
      } else {
        refill(worker, now, out);
        if (worker.phase == Phase.READY && worker.isEmpty()) {
          rest(worker, now, out);
        }
      }
    } else if (worker.phase == Phase.RETIRING && worker.inFlight() == 0) {
      leave(worker, worker.reason, now, out);
    }
    if (lifecycle != Lifecycle.OPEN || worker.phase != Phase.READY) {
      settle(now, out);
    }
  }

  /** Nothing waits, and a worker has nothing to do. */
  private void rest(Worker worker, long now, List<Action> out) {
    if (worker.reason != null && !isEager()) {
      leave(worker, worker.reason, now, out); // Its successor is started when it is needed.
      return;
    }
    roster.becameIdle(worker, now);
    shareWith(now, out);
  }

  /** A worker takes no more tasks; what it has not started, and its place, are for others. */
  private void leave(Worker worker, RetireReason why, long now, List<Action> out) {
    takeBack(worker);
    roster.retire(worker, why, now, out);
    roster.promote(now);
    dispatch(now, out);
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
  private void shareWith(long now, List<Action> out) {
    boolean taken = false;
    for (Worker worker : roster.workers()) {
      if (worker.inFlight() > 1 && now - worker.headSince >= TAKE_BACK_IDLE_NANOS) {
        takeBack(worker);
        if (worker.phase == Phase.RETIRING) {
          roster.retire(worker, worker.reason, now, out);
        }
        taken = true;
      }
    }
    if (taken) {
      dispatch(now, out);
      fill(now, out);
    }
  }

  /** Takes back what a worker has not started. */
  private void takeBack(Worker worker) {
    worker.takenBack = worker.headSince;
    Claims claims = worker.claims;
    if (claims == null || !claims.pipelined()) {
      return;
    }
    for (Ticket ticket : worker.lastFirst()) {
      // Frames may have overtaken each other: the one that was started need not be the first.
      if (claims.revoke(ticket.slot, ticket.id())) {
        worker.takeBack(ticket);
        putBack(ticket);
      }
    }
  }

  private void putBack(Ticket ticket) {
    ticket.state = Ticket.State.WAITING;
    waiting.addFirst(ticket);
    waitingCount++;
  }

  /** Kills a worker; what it has not started goes to others. */
  private void strike(Worker worker, RetireReason why, long now, List<Action> out) {
    roster.kill(worker, why, why == RetireReason.PROTOCOL, now, out);
    takeBack(worker);
    roster.promote(now);
    dispatch(now, out);
    settle(now, out);
  }

  private void complete(
      Ticket ticket,
      Fate fate,
      @Nullable Worker worker,
      @Nullable Object detail,
      List<Action> out) {
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
      for (Ticket sent : worker.lastFirst()) {
        worker.takeOut(sent);
        complete(sent, fate, worker, detail, out);
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
    roster.fill(wanted(), now, out);
    opened |= started;
  }

  /** How many workers there are to be now: all, or as many as the present tasks can use. */
  private int wanted() {
    if (!started
        || (lifecycle != Lifecycle.OPEN && (lifecycle != Lifecycle.CLOSING || waitingCount == 0))) {
      return 0;
    }
    if (lifecycle == Lifecycle.OPEN && isEager()) {
      return roster.target();
    }
    return (int) Math.min(roster.target(), (long) roster.busy() + waitingCount);
  }

  /** The full number of workers is kept, even when there is less to do. */
  private boolean isEager() {
    return !settings.lazy() && (settings.idleNanos() == 0 || !opened);
  }

  private static boolean isIdle(Worker worker) {
    return worker.phase == Phase.READY && worker.isEmpty();
  }
}
