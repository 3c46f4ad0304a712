package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.START_TRIES;
import static org.jvmpool.impl.brain.BrainSettings.STRANDINGS;

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
  private final StaffModel staff;
  private final ClockModel clock;
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
  private boolean ended;

  Model(Simulation world, Brain brain, Scenario scenario) {
    this.world = world;
    this.brain = brain;
    this.settings = scenario.settings();
    this.staff = new StaffModel(world, brain, settings);
    this.clock = new ClockModel(world, brain, settings, staff);
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
    staff.resized(workers);
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
    boolean wanted = task.over == null || !isOpen(brain) || !worker.pipelined;
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
      staff.worked();
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
    boolean blames = false;
    SimulatedTask next = null;
    for (Map.Entry<Integer, SimulatedTask> place : worker.inUse.entrySet()) {
      SimulatedTask task = place.getValue();
      if (!isWith(task, worker, place.getKey())) {
        continue;
      }
      next = next == null ? task : next;
      if (!worker.pipelined || worker.claims.word(place.getKey(), task.id()) != Claims.State.SENT) {
        task.losses++;
        blames = true;
      }
    }
    if (next != null && !blames && ++next.strandings == STRANDINGS) {
      next.strandings = next.losses++ < next.allowedLosses ? 0 : STRANDINGS;
    }
    staff.ended(worker, next != null);
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
        staff.started();
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
    if (isOpen(brain)) {
      staff.checkNumbers(step, unfinished, answering);
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
            task.on == worker || !worker.pipelined || task.strandings == STRANDINGS,
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
              step == Step.ENDED && staff.failures() >= START_TRIES,
              "broken after %s failed starts, by %s",
              staff.failures(),
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
    if (!isOpen(brain) || killed.protocolBroken) {
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

  void ticked() {
    if (Math.floorMod(submitted, 16) == 0) {
      statistics();
    }
  }

  /** Does the brain want to be called again while something is due? */
  void checkClock(long next) {
    clock.check(next);
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
  static boolean isWith(SimulatedTask task, SimulatedWorker worker, int slot) {
    return task.over == null
        && task.state() == Ticket.State.SENT
        && task.worker() == worker.worker
        && task.slot() == slot;
  }

  /** Tasks are run, whether or not new ones are taken. */
  static boolean isOpen(Brain brain) {
    return brain.lifecycle() == Lifecycle.OPEN || brain.lifecycle() == Lifecycle.CLOSING;
  }

  static void check(boolean holds, String otherwise, @Nullable Object... values) {
    if (!holds) {
      throw new AssertionError(String.format(otherwise, values));
    }
  }
}
