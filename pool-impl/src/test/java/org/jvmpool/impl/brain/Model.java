package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.FIRST_BACKOFF_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.HANGS_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.LIVED_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.MAX_BACKOFF_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.MILLI;
import static org.jvmpool.impl.brain.BrainSettings.START_TRIES;
import static org.jvmpool.impl.brain.BrainSettings.TAKE_BACK_IDLE_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.TAKE_BACK_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.WINDOW_BYTES;
import static org.jvmpool.impl.brain.BrainSettings.WINDOW_NANOS;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.jvmpool.PoolStats;
import org.jvmpool.RetireReason;
import org.jvmpool.impl.brain.Action.Fate;
import org.jvmpool.impl.brain.Brain.Lifecycle;
import org.jvmpool.impl.brain.Simulation.Step;
import org.jvmpool.impl.brain.Worker.Phase;

/**
 * What must be true of a pool, checked at every step of the {@link Simulation}. It knows what tasks
 * and workers really did, which the brain does not.
 */
final class Model {
  private final Simulation world;
  private final Brain brain;
  private final BrainSettings settings;
  private final List<SimulatedTask> unfinished = new ArrayList<>();
  private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
  private final Map<RetireReason, Long> retired = new EnumMap<>(RetireReason.class);

  private Step step = Step.OPEN;
  private @Nullable SimulatedTask cancelled;
  private @Nullable SimulatedWorker subject;
  private @Nullable Worker answering;
  private boolean cancelMustWork;
  private long submitted;
  private long answered;
  private int target;

  /** How many may run at once: the target, or what still runs after it was lowered. */
  private int allowed;

  /** The worker that has just ended failed to start. */
  private boolean startFailed;

  private int failuresSinceSuccess;
  private long noStartBefore;
  private boolean ended;

  Model(Simulation world, Brain brain, Scenario scenario) {
    this.world = world;
    this.brain = brain;
    this.settings = scenario.settings();
    this.target = settings.workers();
    this.allowed = target;
  }

  // ---- what users do

  int unfinished() {
    return unfinished.size();
  }

  @Nullable SimulatedTask anyUnfinished(Chance chance) {
    return unfinished.isEmpty() ? null : unfinished.get(chance.upTo(unfinished.size() - 1));
  }

  void submitted(SimulatedTask task) {
    submitted++;
    task.place = unfinished.size();
    unfinished.add(task);
  }

  void resized(int workers) {
    target = workers;
    allowed = Math.max(allowed, workers);
  }

  void cancelling(SimulatedTask task, boolean mayKill) {
    cancelled = task;
    if (task.state() == Ticket.State.WAITING) {
      cancelMustWork = true;
      return;
    }
    SimulatedWorker worker = world.simulated(task.worker());
    Claims.State word = worker.claims.word(task.slot(), task.id());
    cancelMustWork =
        worker.pipelined
            ? word == Claims.State.SENT || (word == Claims.State.CLAIMED && mayKill)
            : mayKill;
  }

  void cancelled(SimulatedTask task, boolean mayKill, boolean worked) {
    check(
        worked == cancelMustWork,
        "cancel(%s) of %s must be %s, but was %s",
        mayKill,
        task,
        cancelMustWork,
        worked);
  }

  // ---- what workers do

  void offered(SimulatedWorker worker, int slot, long taskId) {
    Phase phase = worker.worker.phase();
    check(phase == Phase.READY, "%s gets a task and is %s", worker, phase);
    SimulatedTask before = worker.inUse.get(slot);
    check(
        before == null, "%s: slot %s is used again and still belongs to %s", worker, slot, before);
    check(!worker.mourned, "%s gets a task and has ended", worker);
    check(worker.pipelined || worker.inUse.isEmpty(), "%s takes one task at a time", worker);
    if (worker.inUse.isEmpty()) {
      worker.progressAt = world.now();
    }
    SimulatedTask task = find(taskId);
    task.sentAt = world.now();
    worker.inUse.put(slot, task);
    worker.offered++;
    int most = settings.maxTasksPerWorker();
    check(
        most == 0 || worker.offered - worker.revoked <= most,
        "%s gets more than its %s tasks",
        worker,
        most);
  }

  private SimulatedTask find(long taskId) {
    for (SimulatedTask task : unfinished) {
      if (task.id() == taskId) {
        return task;
      }
    }
    throw new AssertionError("task " + taskId + " is sent and is over or unknown");
  }

  void revoked(SimulatedWorker worker) {
    worker.revoked++;
    if (worker.worker.phase() == Phase.RETIRING) {
      worker.revokedWhileRetiring++;
    }
  }

  /** The worker begins to run the task. */
  void claimed(SimulatedWorker worker, SimulatedTask task) {
    boolean wanted = task.over == null || !isOpen() || !worker.pipelined;
    check(wanted, "%s starts %s, which was %s", worker, task, task.over);
    check(
        task.starts <= task.losses || !worker.pipelined,
        "%s runs %s once more: it was started %s times and lost %s",
        worker,
        task,
        task.starts,
        task.losses);
    task.starts++;
    task.on = worker;
    task.claimedAt = world.now();
  }

  /** The brain is about to hear that the worker is done with the slot. */
  void passed(SimulatedWorker worker, int slot, SimulatedTask task) {
    SimulatedTask there = worker.inUse.remove(slot);
    if (there != task) {
      throw new AssertionError(worker + " passes " + task + ", but slot " + slot + " has " + there);
    }
  }

  void answered(
      SimulatedWorker worker, SimulatedTask task, boolean failed, @Nullable Ticket accepted) {
    answering = worker.worker;
    worker.progressAt = world.now();
    if (worker.worker.tasksDone() == 1) {
      failuresSinceSuccess = 0;
    }
    if (task.over == null) {
      check(accepted == task, "the answer of %s is dropped", task);
      answered++;
      over(task, "answered");
    } else {
      check(accepted == null, "%s is answered and was %s", task, task.over);
    }
  }

  void ready(SimulatedWorker worker) {
    worker.readySaid = true;
    worker.readyAt = world.now();
  }

  void breaking(SimulatedWorker worker) {
    subject = worker;
  }

  /** The brain is about to hear that the worker has ended. */
  void ended(SimulatedWorker worker) {
    subject = worker;
    startFailed = false;
    boolean blames = false;
    for (Map.Entry<Integer, SimulatedTask> place : worker.inUse.entrySet()) {
      SimulatedTask task = place.getValue();
      if (isWith(task, worker, place.getKey())
          && (!worker.pipelined
              || worker.claims.word(place.getKey(), task.id()) != Claims.State.SENT)) {
        task.losses++;
        blames = true;
      }
    }
    Phase phase = worker.worker.phase();
    boolean unasked =
        (phase != Phase.LEAVING && phase != Phase.DYING)
            || worker.worker.reason() == RetireReason.PROTOCOL;
    if (unasked) {
      boolean lived = worker.readySaid && world.now() - worker.readyAt > LIVED_NANOS;
      if (blames || worker.worker.tasksDone() > 0 || lived) {
        failuresSinceSuccess = 0;
      } else {
        startFailed = true;
        failuresSinceSuccess++;
        noStartBefore =
            world.now()
                + Math.min(
                    FIRST_BACKOFF_NANOS << Math.min(failuresSinceSuccess - 1, 16),
                    MAX_BACKOFF_NANOS);
      }
    }
  }

  /** The brain has heard that the worker has ended. */
  void mourned(SimulatedWorker worker) {
    RetireReason reason = worker.worker.reason();
    check(reason != null, "%s ended for no reason", worker);
    check(worker.worker.phase() == Phase.DEAD, "%s has ended and is %s", worker, worker.worker);
    retired.merge(reason, 1L, Long::sum);
    int most = settings.maxTasksPerWorker();
    if (reason == RetireReason.MAX_TASKS) {
      boolean killed = worker.worker.killedHard || worker.toldToDie;
      check(
          killed || worker.claimed + worker.revokedWhileRetiring == most,
          "%s retired after %s tasks and %s that were taken back, not after %s",
          worker,
          worker.claimed,
          worker.revokedWhileRetiring,
          most);
    }
    for (Map.Entry<Integer, SimulatedTask> place : worker.inUse.entrySet()) {
      SimulatedTask task = place.getValue();
      check(!isWith(task, worker, place.getKey()), "%s has ended and still has %s", worker, task);
      if (task.over == null) {
        check(task.losses <= task.allowedLosses, "%s was lost %s times", task, task.losses);
      }
    }
  }

  // ---- each step

  void before(Step next) {
    step = next;
  }

  void after(List<Action> actions) {
    check(!ended || actions.isEmpty(), "after the end: %s", actions);
    for (Action action : actions) {
      if (action instanceof Action.Complete complete) {
        completed(complete);
      } else if (action instanceof Action.Kill kill) {
        killed(kill.worker());
      } else if (action instanceof Action.Start) {
        check(isOpen(), "a start when the pool is %s", brain.lifecycle());
        check(
            failuresSinceSuccess == 0 || world.now() - noStartBefore >= 0,
            "a start after %s failures, %s ns too early",
            failuresSinceSuccess,
            noStartBefore - world.now());
      } else if (action instanceof Action.Leave leave) {
        check(
            world.simulated(leave.worker()).inUse.isEmpty(), "%s is to leave and has tasks", leave);
      } else if (action instanceof Action.Abandon abandon) {
        check(abandon.worker().killedHard, "%s is given up and was not killed", abandon);
      } else if (action instanceof Action.Ended) {
        ended = true;
        check(unfinished.isEmpty(), "the pool ended, and %s is not over", unfinished);
        check(brain.workers().isEmpty(), "the pool ended, and there is %s", brain.workers());
      }
    }
    check(
        brain.unfinished() == unfinished.size(),
        "%s tasks are unfinished, the brain has %s",
        unfinished.size(),
        brain.unfinished());
    if (isOpen()) {
      workers();
    }
    check(
        ended == (brain.lifecycle() == Lifecycle.ENDED),
        "Ended was said %s: %s",
        ended,
        brain.lifecycle());
  }

  private void completed(Action.Complete complete) {
    SimulatedTask task = (SimulatedTask) complete.ticket();
    Fate fate = complete.fate();
    check(task.over == null, "%s is %s and was %s before", task, fate, task.over);
    check(task.state() == Ticket.State.DONE, "%s is %s and in state %s", task, fate, task.state());
    fates.merge(fate, 1, Integer::sum);
    SimulatedWorker worker = complete.worker() == null ? null : world.simulated(complete.worker());
    switch (fate) {
      case LOST -> {
        check(step == Step.ENDED && worker == subject, "%s is lost, but no worker ended", task);
        check(
            task.on == worker || !worker.pipelined,
            "%s is lost with %s, which never ran it",
            task,
            worker);
        check(
            task.losses == task.allowedLosses + 1,
            "%s is lost after %s losses, with %s retries",
            task,
            task.losses,
            task.allowedLosses);
      }
      case TIMED_OUT -> {
        long since = worker.pipelined ? task.claimedAt : task.sentAt;
        check(
            task.limitNanos() > 0
                && (task.on == worker || !worker.pipelined)
                && world.now() - since >= task.limitNanos(),
            "%s timed out after %s of %s",
            task,
            world.now() - since,
            task.limitNanos());
      }
      case CANCELLED ->
          check(step == Step.CANCEL && task == cancelled, "%s was not cancelled by a user", task);
      case TERMINATED -> check(step == Step.TERMINATE, "%s is terminated by %s", task, step);
      case BROKEN ->
          check(
              step == Step.ENDED && failuresSinceSuccess >= START_TRIES,
              "broken after %s failed starts, by %s",
              failuresSinceSuccess,
              step);
    }
    if (fate == Fate.TIMED_OUT || (fate == Fate.CANCELLED && worker != null)) {
      check(
          !worker.pipelined
              || task.on != worker
              || worker.claims.word(task.slot(), task.id()) == Claims.State.CONDEMNED
              || worker.claims.word(task.slot(), task.id()) == Claims.State.REVOKED,
          "%s is %s, and may go on",
          task,
          fate);
    }
    over(task, fate.name());
  }

  /** A worker is killed: that may hurt no task but the one on account of which it is killed. */
  private void killed(Worker worker) {
    SimulatedWorker killed = world.simulated(worker);
    if (!isOpen() || killed.protocolBroken) {
      return;
    }
    for (Map.Entry<Integer, SimulatedTask> place : killed.inUse.entrySet()) {
      SimulatedTask task = place.getValue();
      if (isWith(task, killed, place.getKey())) {
        check(
            killed.pipelined
                && killed.claims.word(place.getKey(), task.id()) != Claims.State.CLAIMED,
            "%s is killed and is running %s",
            killed,
            task);
      }
    }
  }

  /** Is there the right number of workers, and has each something to do? */
  private void workers() {
    int waiting = 0;
    int biggest = 0;
    for (SimulatedTask task : unfinished) {
      if (task.state() == Ticket.State.WAITING) {
        waiting++;
        biggest = Math.max(biggest, task.bytes());
      }
    }
    boolean small = biggest <= 1 << 16;
    int present = 0;
    int active = 0;
    int busy = 0;
    int standby = 0;
    int starting = 0;
    boolean idle = false;
    for (Worker worker : brain.workers()) {
      boolean rests = world.simulated(worker) == null || world.simulated(worker).inUse.isEmpty();
      switch (worker.phase()) {
        case STARTING -> starting++;
        case STANDBY -> standby++;
        case READY -> {
          active++;
          idle |= rests;
          check(
              waiting == 0
                  || !small
                  || step != Step.ANSWERED
                  || worker != answering
                  || !isKnownToBeQuick(worker)
                  || worker.inFlight() > 1,
              "%s is quick, and %s tasks wait",
              worker,
              waiting);
        }
        case RETIRING -> active += rests ? 0 : 1;
        default -> {}
      }
      busy += worker.inFlight() > 0 ? 1 : 0;
      present += counts(worker) ? 1 : 0;
    }
    check(waiting == 0 || !idle, "a worker is idle and %s tasks wait", waiting);
    check(
        waiting == 0 || standby == 0 || active >= target,
        "a worker stands by, %s of %s are active and %s tasks wait",
        active,
        target,
        waiting);
    check(
        step != Step.ENDED
            || failuresSinceSuccess < START_TRIES
            || !startFailed
            || active + standby + starting > 0
            || (brain.lifecycle() != Lifecycle.OPEN && unfinished.isEmpty()),
        "%s starts failed, and the pool is not broken",
        failuresSinceSuccess);
    check(active <= allowed, "%s workers are active, %s are wanted", active, allowed);
    allowed = Math.max(target, active);
    check(present <= target, "%s workers are present, %s are wanted", present, target);
    if (failuresSinceSuccess == 0 || world.now() - noStartBefore >= 0 && step == Step.TICK) {
      boolean throttled = failuresSinceSuccess >= START_TRIES && starting > 0;
      check(
          throttled || present >= Math.min(target, waiting),
          "%s tasks wait for %s workers of %s",
          waiting,
          present,
          target);
      boolean all =
          brain.lifecycle() == Lifecycle.OPEN && !settings.lazy() && settings.idleNanos() == 0;
      check(throttled || !all || present == target, "%s of %s workers", present, target);
    }
  }

  /** Two tasks or more may lie in its pipe. */
  private static boolean isKnownToBeQuick(Worker worker) {
    return worker.claims.pipelined()
        && worker.typicalNanos >= 0
        && worker.typicalNanos < WINDOW_NANOS / 4
        && worker.bytesInFlight() < WINDOW_BYTES / 2;
  }

  private static boolean counts(Worker worker) {
    return !worker.replaced
        && (worker.phase() == Phase.STARTING
            || worker.phase() == Phase.STANDBY
            || worker.phase() == Phase.READY);
  }

  void ticked() {
    if (Math.floorMod(submitted, 16) == 0) {
      statistics();
    }
  }

  /** Does the brain want to be called again while something is due? */
  void checkClock(long next) {
    boolean asked = next != Long.MAX_VALUE;
    boolean dueNow = asked && next - world.now() <= 0;
    List<Worker> workers = brain.workers();
    boolean idle = false;
    int present = 0;
    int starting = 0;
    for (Worker worker : workers) {
      idle |= worker.phase() == Phase.READY && worker.isEmpty();
      present += counts(worker) ? 1 : 0;
      starting += worker.phase() == Phase.STARTING ? 1 : 0;
    }
    for (Worker worker : workers) {
      SimulatedWorker simulated = world.simulated(worker);
      switch (worker.phase()) {
        case STARTING ->
            check(
                asked || settings.startNanos() == 0 || simulated.abandoned,
                "nobody waits for %s to start",
                worker);
        case LEAVING, DYING ->
            check(asked || simulated.abandoned, "nobody waits for %s to end", worker);
        case READY, RETIRING -> {
          boolean over = worker.phase() == Phase.RETIRING && worker.inFlight() == 0;
          check(asked || !over, "nobody waits for %s to leave", worker);
          if (!dueNow) {
            atWork(simulated, idle, asked);
          }
          check(
              asked
                  || settings.idleNanos() == 0
                  || worker.phase() != Phase.READY
                  || !simulated.inUse.isEmpty(),
              "nobody waits for idle %s",
              worker);
        }
        default -> {}
      }
    }
    boolean all =
        brain.lifecycle() == Lifecycle.OPEN && !settings.lazy() && settings.idleNanos() == 0;
    check(
        asked
            || !isOpen()
            || starting > 0
            || present > 0
            || brain.unfinished() == 0
            || present >= (all ? target : 1)
            || workers.stream().anyMatch(w -> w.inFlight() > 0),
        "nobody waits to start a worker");
  }

  /** Is there something that should have been done with what the worker has? */
  private void atWork(SimulatedWorker worker, boolean idle, boolean asked) {
    long silent = world.now() - worker.progressAt;
    SimulatedTask head = null;
    boolean startedSomething = false;
    for (Map.Entry<Integer, SimulatedTask> place : worker.inUse.entrySet()) {
      SimulatedTask task = place.getValue();
      if (!isWith(task, worker, place.getKey())) {
        continue;
      }
      Claims.State word = worker.claims.word(place.getKey(), task.id());
      startedSomething |= word == Claims.State.CLAIMED;
      if (head == null) {
        head = task;
      } else if (worker.pipelined && word == Claims.State.SENT) {
        check(
            silent < (idle ? TAKE_BACK_IDLE_NANOS : TAKE_BACK_NANOS),
            "%s lies behind %s for %s ns",
            task,
            head,
            silent);
      }
    }
    if (head != null
        && head.limitNanos() > 0
        && worker.claims.word(head.slot(), head.id()) != Claims.State.DONE) {
      check(asked, "nobody waits for the limit of %s", head);
      long most = 2 * (head.limitNanos() + settings.limitSlackNanos()) + MILLI;
      if (worker.pipelined && head.on != worker) {
        most += HANGS_NANOS;
      } else if (worker.pipelined && world.now() - head.claimedAt < silent) {
        silent = world.now() - head.claimedAt;
      }
      boolean hangs = !worker.pipelined || head.on == worker || !startedSomething;
      check(
          !hangs || silent < most,
          "%s is under way for %s ns, its limit is %s",
          head,
          silent,
          head.limitNanos());
    }
  }

  private void statistics() {
    PoolStats stats = brain.stats();
    check(stats.done() + stats.failed() == answered, "done %s, but answered %s", stats, answered);
    check(stats.lost() == fates.getOrDefault(Fate.LOST, 0), "lost: %s, %s", stats, fates);
    check(
        stats.timedOut() == fates.getOrDefault(Fate.TIMED_OUT, 0),
        "timed out: %s, %s",
        stats,
        fates);
    check(
        stats.cancelled() == fates.getOrDefault(Fate.CANCELLED, 0),
        "cancelled: %s, %s",
        stats,
        fates);
    check(
        stats.waiting() + stats.running() == unfinished.size(),
        "waiting and running: %s, but %s",
        stats,
        unfinished.size());
    check(stats.waiting() >= 0, "waiting: %s", stats);
    check(stats.retired().equals(retired), "retired: %s, but %s", stats, retired);
  }

  void atTheEnd() {
    statistics();
    long sum = answered;
    for (int count : fates.values()) {
      sum += count;
    }
    check(sum == submitted, "%s tasks were submitted and %s are over", submitted, sum);
  }

  // ---- common

  private void over(SimulatedTask task, String how) {
    task.over = how;
    SimulatedTask last = unfinished.remove(unfinished.size() - 1);
    if (last != task) {
      unfinished.set(task.place, last);
      last.place = task.place;
    }
  }

  /** The worker has the task there; a task that was taken back may be there a second time. */
  private boolean isWith(SimulatedTask task, SimulatedWorker worker, int slot) {
    return task.over == null
        && task.state() == Ticket.State.SENT
        && task.worker() == worker.worker
        && task.slot() == slot;
  }

  private boolean isOpen() {
    return brain.lifecycle() == Lifecycle.OPEN || brain.lifecycle() == Lifecycle.CLOSING;
  }

  private static void check(boolean holds, String otherwise, @Nullable Object... values) {
    if (!holds) {
      throw new AssertionError(String.format(otherwise, values));
    }
  }
}
