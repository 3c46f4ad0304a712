package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.ABANDON_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.FIRST_BACKOFF_NANOS;
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
  private final List<Worker> workers = new ArrayList<>();

  /** READY workers with nothing under way, the one that became idle last first. */
  private final ArrayDeque<Worker> idle = new ArrayDeque<>();

  private final BitSet places = new BitSet();

  private int target;
  private int nextId = 1;

  /** Starts that failed one after the other, with no answered task in between. */
  private int failures;

  private long notBefore;

  Roster(BrainSettings settings, Counters counters) {
    this.settings = settings;
    this.counters = counters;
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

  int failures() {
    return failures;
  }

  /** A task was answered: whatever failed before, workers work. */
  void works() {
    failures = 0;
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
   * Starts what is missing.
   *
   * @param needed workers that the present tasks could use
   * @param eager keep the full number even when there is less to do
   */
  void fill(int needed, boolean eager, long now, List<Action> out) {
    int wanted = eager ? target : Math.min(target, needed);
    int have = 0;
    for (Worker worker : workers) {
      if (counts(worker)) {
        have++;
      }
    }
    if (have >= wanted || (failures > 0 && now - notBefore < 0)) {
      return;
    }
    while (have++ < wanted) {
      int place = places.nextClearBit(0);
      places.set(place);
      Worker worker = new Worker(nextId++, place, now);
      worker.deadline = now + settings.startNanos();
      workers.add(worker);
      out.add(new Action.Start(worker));
    }
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

  /** When the next start is allowed, if starts were put off. */
  long notBefore() {
    return notBefore;
  }

  /**
   * Lets workers that stand by take a place that has become free, so that never more than the
   * wanted number run tasks.
   */
  void promote(long now) {
    int active = 0;
    for (Worker worker : workers) {
      if (worker.phase == Phase.READY || (worker.phase == Phase.RETIRING && !worker.isEmpty())) {
        active++;
      }
    }
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

  boolean hasReady() {
    for (Worker worker : workers) {
      if (worker.phase == Phase.READY || worker.phase == Phase.STANDBY) {
        return true;
      }
    }
    return false;
  }

  // ---- leaving

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
      worker.deadline = now + settings.graceNanos();
      out.add(new Action.Leave(worker));
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
    worker.deadline = now + (hard ? ABANDON_NANOS : settings.graceNanos());
    out.add(new Action.Kill(worker, hard));
  }

  /** Strikes off a worker whose process has ended, and counts why. */
  void ended(Worker worker, long now) {
    boolean unexpected = worker.phase != Phase.LEAVING && worker.phase != Phase.DYING;
    becameBusy(worker);
    worker.phase = Phase.DEAD;
    workers.remove(worker);
    freePlace(worker);
    if (unexpected || worker.reason == null) {
      worker.reason = RetireReason.CRASHED;
    }
    counters.retired(worker.reason);
    if (unexpected) {
      failedStart(worker, now);
    }
  }

  /**
   * Counts a worker that ended of itself. One that had worked or lived for a while says nothing
   * about the next; one that did neither puts the next start off.
   */
  private void failedStart(Worker worker, long now) {
    boolean lived = worker.readyAt != 0 && now - worker.readyAt > LIVED_NANOS;
    if (worker.done > 0 || lived) {
      failures = 0;
      return;
    }
    failures++;
    int shift = Math.min(failures - 1, 16);
    notBefore = now + Math.min(FIRST_BACKOFF_NANOS << shift, MAX_BACKOFF_NANOS);
  }

  /** Too many starts failed in a row, and nobody is there to do the work. */
  boolean isBroken() {
    return failures >= START_TRIES && !hasReady();
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

  int live() {
    int live = 0;
    for (Worker worker : workers) {
      switch (worker.phase) {
        case STARTING, STANDBY, READY, RETIRING -> live++;
        default -> {}
      }
    }
    return live;
  }
}
