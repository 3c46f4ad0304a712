package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.ABANDON_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.FIRST_BACKOFF_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.IDLE_DEATHS;
import static org.jvmpool.impl.brain.BrainSettings.LIVED_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.MAX_BACKOFF_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.START_TRIES;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.RetireReason;
import org.jvmpool.impl.brain.Worker.Phase;

/**
 * The workers of a pool: how many there are to be, who is idle, who leaves, and whether they can be
 * started at all. It knows nothing of what tasks mean; {@link Brain} tells it how much work there
 * is.
 */
final class Roster {
  private final BrainSettings settings;
  private final Counters counters;
  private final Agenda agenda;
  private final List<Worker> workers = new ArrayList<>();

  /** READY workers with nothing under way, the one that became idle last first. */
  private final ArrayDeque<Worker> idle = new ArrayDeque<>();

  private final BitSet places = new BitSet();

  private int target;
  private int nextId = 1;

  /** Starts that failed one after the other, with no worker in between that did some work. */
  private int failures;

  private long notBefore;

  /** Somebody is missing who is to be started at that time. */
  private boolean putOff;

  /** Workers that lived for a while and died without a task, with no answer in between. */
  private int idleDeaths;

  Roster(BrainSettings settings, Counters counters, Agenda agenda) {
    this.settings = settings;
    this.counters = counters;
    this.agenda = agenda;
    this.target = settings.workers();
  }

  List<Worker> workers() {
    return workers;
  }

  int target() {
    return target;
  }

  void target(int wanted) {
    target = wanted;
  }

  boolean isEmpty() {
    return workers.isEmpty();
  }

  /**
   * A worker has answered its first task: whatever failed before, workers can be started.
   *
   * @return whether starts had been held back
   */
  boolean works() {
    boolean heldBack = failures > 0 || isWary();
    failures = 0;
    idleDeaths = 0;
    putOff = false;
    return heldBack;
  }

  /**
   * Workers die one after the other without having run a task: none is to be kept in store, until
   * one has answered a task. Else the same would be started and die for ever.
   */
  boolean isWary() {
    return idleDeaths >= IDLE_DEATHS;
  }

  // ---- idle workers

  @Nullable Worker peekIdle() {
    return idle.peekFirst();
  }

  boolean hasIdle() {
    return !idle.isEmpty();
  }

  void becameIdle(Worker worker, long now) {
    worker.idleSince = now;
    if (settings.idleNanos() > 0) {
      agenda.add(now + settings.idleNanos());
    }
    if (idle.isEmpty()) {
      for (Worker other : workers) {
        agenda.add(other.takeBackAt(true)); // sooner than while nobody was idle
      }
    }
    idle.addFirst(worker);
  }

  void becameBusy(Worker worker) {
    if (idle.peekFirst() == worker) {
      idle.removeFirst();
    } else {
      idle.remove(worker);
    }
  }

  // ---- starting

  /**
   * Starts what is missing, unless starts are put off.
   *
   * @param wanted how many workers there are to be
   */
  void fill(int wanted, long now, List<Action> out) {
    if (failures > 0 && now - notBefore < 0) {
      putOff = missing(wanted) > 0;
      agenda.add(nextStart());
      return;
    }
    putOff = false;
    for (int missing = missing(wanted); missing > 0; missing--) {
      int place = places.nextClearBit(0);
      places.set(place);
      Worker worker = new Worker(nextId++, place, now);
      due(worker, settings.startNanos() == 0 ? 0 : now + settings.startNanos());
      workers.add(worker);
      out.add(new Action.Start(worker));
    }
  }

  /** How many may be started once starts are not put off: one by one when too many failed. */
  private int missing(int wanted) {
    int have = 0;
    for (Worker worker : workers) {
      if (counts(worker) || isBreaking(worker)) {
        have++;
      }
    }
    if (failures < START_TRIES || have >= wanted) {
      return wanted - have;
    }
    return hasStarting() ? 0 : 1;
  }

  /** When starts that were put off are due, 0 when there are none. */
  long nextStart() {
    return putOff ? notBefore : 0;
  }

  /** A successor is to be started for this worker, which goes on until that one is ready. */
  void replace(Worker worker) {
    worker.replaced = true;
    freePlace(worker);
  }

  private void freePlace(Worker worker) {
    if (worker.hasPlace) {
      worker.hasPlace = false;
      places.clear(worker.index());
    }
  }

  /** Whether the worker is one of those that the pool is to have. */
  private static boolean counts(Worker worker) {
    return switch (worker.phase) {
      case STARTING, STANDBY, READY -> !worker.replaced;
      default -> false;
    };
  }

  /**
   * It has broken the protocol before it answered anything, and is being killed. Nobody is started
   * in its place before its end is counted as a failed start.
   */
  private static boolean isBreaking(Worker worker) {
    return worker.phase == Phase.DYING
        && worker.reason == RetireReason.PROTOCOL
        && worker.done == 0;
  }

  /**
   * Lets workers that stand by take a place that has become free, so that never more than the
   * wanted number run tasks.
   */
  void promote(long now) {
    int active = active();
    for (int i = 0; i < workers.size() && active < target; i++) {
      Worker worker = workers.get(i);
      if (worker.phase == Phase.STANDBY) {
        worker.phase = Phase.READY;
        becameIdle(worker, now);
        active++;
      }
    }
  }

  boolean hasStandby() {
    for (Worker worker : workers) {
      if (worker.phase == Phase.STANDBY) {
        return true;
      }
    }
    return false;
  }

  /** Somebody takes tasks, or has some still. */
  private boolean hasReady() {
    for (Worker worker : workers) {
      if (worker.phase == Phase.READY
          || worker.phase == Phase.STANDBY
          || (worker.phase == Phase.RETIRING && worker.inFlight() > 0)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasStarting() {
    for (Worker worker : workers) {
      if (worker.phase == Phase.STARTING) {
        return true;
      }
    }
    return false;
  }

  // ---- leaving

  /**
   * A worker to do without when there are more than wanted, or null. One that has a successor goes
   * before that one; else those that do not work go first.
   */
  @Nullable Worker surplus() {
    int ready = 0;
    int present = 0;
    for (Worker worker : workers) {
      ready += worker.phase == Phase.READY ? 1 : 0;
      present += counts(worker) ? 1 : 0;
    }
    if (ready <= target && present <= target) {
      return null;
    }
    Worker best = null;
    for (Worker worker : workers) {
      boolean candidate =
          worker.replaced ? worker.phase == Phase.READY && ready > target : counts(worker);
      if (candidate && (best == null || usefulness(worker) < usefulness(best))) {
        best = worker;
      }
    }
    return best;
  }

  private static int usefulness(Worker worker) {
    int phase = worker.phase == Phase.READY ? 4 : worker.phase == Phase.STANDBY ? 3 : 2;
    return worker.replaced ? worker.isEmpty() ? 0 : 1 : worker.isEmpty() ? phase : 5;
  }

  /** Takes no new tasks from now on; leaves as soon as it has none. */
  void retire(Worker worker, RetireReason why, long now, List<Action> out) {
    if (worker.phase == Phase.STARTING) {
      kill(worker, why, true, now, out);
      return;
    }
    if (worker.phase == Phase.READY || worker.phase == Phase.STANDBY) {
      becameBusy(worker);
      worker.phase = Phase.RETIRING;
      worker.reason = why;
      freePlace(worker);
    }
    if (worker.phase == Phase.RETIRING && worker.isEmpty()) {
      worker.phase = Phase.LEAVING;
      due(worker, now + settings.graceNanos());
      out.add(new Action.Leave(worker));
    } else if (worker.phase == Phase.RETIRING && worker.inFlight() == 0 && worker.deadline == 0) {
      due(worker, now + settings.graceNanos()); // It has only to pass what was taken back.
    }
  }

  /**
   * Ends a worker by force.
   *
   * @param hard without a chance to run its exit hooks
   */
  void kill(Worker worker, RetireReason why, boolean hard, long now, List<Action> out) {
    if (worker.phase == Phase.DEAD
        || (worker.phase == Phase.DYING && (worker.killedHard || !hard))) {
      return;
    }
    becameBusy(worker);
    if (worker.phase != Phase.DYING && worker.phase != Phase.LEAVING) {
      worker.reason = why;
    }
    worker.phase = Phase.DYING;
    freePlace(worker);
    worker.killedHard = hard;
    due(worker, now + (hard ? ABANDON_NANOS : settings.graceNanos()));
    out.add(new Action.Kill(worker, hard));
  }

  /**
   * Ends a worker that did not start as it should. It stays STARTING until its process has ended,
   * so that nobody is started in its place before its end is counted as a failed start.
   */
  void giveUpStarting(Worker worker, RetireReason why, long now, List<Action> out) {
    worker.reason = why;
    worker.killedHard = true;
    due(worker, now + ABANDON_NANOS);
    out.add(new Action.Kill(worker, true));
  }

  /** The worker's phase is due to be ended by force at that time, 0 for never. */
  private void due(Worker worker, long at) {
    worker.deadline = at;
    agenda.add(at);
  }

  /**
   * Strikes off a worker whose process has ended, and counts why.
   *
   * @param withTask it ended with a task
   * @return whether that was a failed start
   */
  boolean ended(Worker worker, boolean withTask, long now) {
    boolean unexpected = worker.phase != Phase.LEAVING && worker.phase != Phase.DYING;
    becameBusy(worker);
    worker.phase = Phase.DEAD;
    workers.remove(worker);
    freePlace(worker);
    if (worker.reason == null || (unexpected && !worker.killedHard)) {
      worker.reason = RetireReason.CRASHED;
    }
    counters.retired(worker.reason);
    if (!unexpected && worker.reason != RetireReason.PROTOCOL) {
      return false;
    }
    // One that had worked, or ended with a task, or lived for a while, did start; but one that
    // lived only to break the protocol did not: its task waits still, and would wait for ever.
    boolean worked = withTask || worker.done > 0;
    boolean lived =
        worker.readyAt != 0
            && now - worker.readyAt > LIVED_NANOS
            && worker.reason != RetireReason.PROTOCOL;
    putOff = false;
    if (worked || lived) {
      failures = 0;
      idleDeaths += worked ? 0 : 1;
      return false;
    }
    failures++;
    int shift = Math.min(failures - 1, 16);
    notBefore = now + Math.min(FIRST_BACKOFF_NANOS << shift, MAX_BACKOFF_NANOS);
    return true;
  }

  // ---- after the collapse of the brain

  /** A worker that is not being killed, and counts as that now; or null. */
  @Nullable Worker takeLiving() {
    for (int i = 0; i < workers.size(); i++) {
      Worker worker = workers.get(i);
      if (!worker.doomed) {
        worker.doomed = true;
        worker.phase = Phase.DYING;
        return worker;
      }
    }
    return null;
  }

  /** A worker is no more. */
  void strikeOff(Worker worker) {
    worker.phase = Phase.DEAD;
    workers.remove(worker);
  }

  /** Too many starts failed in a row, and nobody is there, or on the way, to do the work. */
  boolean isBroken() {
    return failures >= START_TRIES && !hasReady() && !hasStarting();
  }

  // ---- counts

  int busy() {
    int busy = 0;
    for (Worker worker : workers) {
      if (worker.inFlight() > 0) {
        busy++;
      }
    }
    return busy;
  }

  /** How many the pool has, or is starting, without successors whose place is still taken. */
  int live() {
    int live = 0;
    for (Worker worker : present()) {
      switch (worker.phase) {
        case STARTING, STANDBY, READY, RETIRING -> live++;
        default -> {}
      }
    }
    return live;
  }

  /**
   * The workers without those that nobody is to see yet: successors, starting or standing by, while
   * as many as wanted are at work.
   */
  List<Worker> present() {
    int free = target - active();
    List<Worker> present = new ArrayList<>(workers.size());
    for (Worker worker : workers) {
      boolean waits = worker.phase == Phase.STARTING || worker.phase == Phase.STANDBY;
      if (!waits || free-- > 0) {
        present.add(worker);
      }
    }
    return present;
  }

  private int active() {
    int active = 0;
    for (Worker worker : workers) {
      if (worker.phase == Phase.READY || (worker.phase == Phase.RETIRING && !worker.isEmpty())) {
        active++;
      }
    }
    return active;
  }
}
