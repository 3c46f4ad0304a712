package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.FIRST_BACKOFF_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.IDLE_DEATHS;
import static org.jvmpool.impl.brain.BrainSettings.LIVED_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.MAX_BACKOFF_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.START_TRIES;
import static org.jvmpool.impl.brain.BrainSettings.WINDOW_BYTES;
import static org.jvmpool.impl.brain.BrainSettings.WINDOW_NANOS;
import static org.jvmpool.impl.brain.Model.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.RetireReason;
import org.jvmpool.impl.brain.Brain.Lifecycle;
import org.jvmpool.impl.brain.Simulation.Step;
import org.jvmpool.impl.brain.Worker.Phase;

/** The part of the {@link Model} that knows how many workers there must be, and may be. */
final class StaffModel {
  private final Simulation world;
  private final Brain brain;
  private final BrainSettings settings;
  private int target;

  /** How many may run at once: the target, or what still runs after it was lowered. */
  private int allowed;

  /** The worker that has just ended failed to start. */
  private boolean startFailed;

  private int failuresSinceSuccess;
  private long noStartBefore;

  /** Workers that lived for a while and died without a task, since one answered its first. */
  private int idleDeaths;

  StaffModel(Simulation world, Brain brain, BrainSettings settings) {
    this.world = world;
    this.brain = brain;
    this.settings = settings;
    this.target = settings.workers();
    this.allowed = target;
  }

  int target() {
    return target;
  }

  /** Starts that failed since one was known to have succeeded. */
  int failures() {
    return failuresSinceSuccess;
  }

  void resized(int workers) {
    target = workers;
    allowed = Math.max(allowed, workers);
  }

  void started() {
    check(Model.isOpen(brain), "a start when the pool is %s", brain.lifecycle());
    check(
        failuresSinceSuccess == 0 || world.now() - noStartBefore >= 0,
        "a start after %s failures, %s ns too early",
        failuresSinceSuccess,
        noStartBefore - world.now());
    check(
        !isWary() || brain.unfinished() > 0,
        "a start, after %s workers died without a task, and without one to run",
        idleDeaths);
  }

  private boolean isWary() {
    return idleDeaths >= IDLE_DEATHS;
  }

  /** A worker has answered its first task. */
  void worked() {
    failuresSinceSuccess = 0;
    idleDeaths = 0;
  }

  /**
   * A worker has ended, which the brain does not know.
   *
   * @param withTask it ran one, or was to run one next
   */
  void ended(SimulatedWorker worker, boolean withTask) {
    startFailed = false;
    Phase phase = worker.worker.phase();
    boolean broke = worker.worker.reason() == RetireReason.PROTOCOL;
    boolean unasked = (phase != Phase.LEAVING && phase != Phase.DYING) || broke;
    if (!unasked) {
      return;
    }
    boolean lived = worker.readySaid && world.now() - worker.readyAt > LIVED_NANOS && !broke;
    boolean worked = withTask || worker.worker.tasksDone() > 0;
    if (worked || lived) {
      failuresSinceSuccess = 0;
      idleDeaths += worked ? 0 : 1;
    } else {
      startFailed = true;
      failuresSinceSuccess++;
      noStartBefore =
          world.now()
              + Math.min(
                  FIRST_BACKOFF_NANOS << Math.min(failuresSinceSuccess - 1, 16), MAX_BACKOFF_NANOS);
    }
  }

  /** Is there the right number of workers, and has each something to do? */
  void checkNumbers(Step step, List<SimulatedTask> unfinished, @Nullable Worker answering) {
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
    int breaking = 0;
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
      breaking += isBreaking(worker) ? 1 : 0;
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
    int shown = brain.stats().workers();
    check(shown <= Math.max(target, active), "%s workers are shown, %s are wanted", shown, target);
    check(active <= allowed, "%s workers are active, %s are wanted", active, allowed);
    allowed = Math.max(target, active);
    check(present <= target, "%s workers are present, %s are wanted", present, target);
    if (failuresSinceSuccess == 0 || world.now() - noStartBefore >= 0 && step == Step.TICK) {
      boolean throttled = failuresSinceSuccess >= START_TRIES && starting > 0;
      check(
          throttled || present + breaking >= Math.min(target, waiting),
          "%s tasks wait for %s workers of %s",
          waiting,
          present,
          target);
      boolean all =
          brain.lifecycle() == Lifecycle.OPEN
              && !settings.lazy()
              && settings.idleNanos() == 0
              && !isWary();
      check(throttled || !all || present + breaking >= target, "%s of %s workers", present, target);
    }
  }

  /** Two tasks or more may lie in its pipe. */
  private static boolean isKnownToBeQuick(Worker worker) {
    return worker.claims.pipelined()
        && worker.typicalNanos >= 0
        && worker.typicalNanos < WINDOW_NANOS / 4
        && worker.bytesInFlight() < WINDOW_BYTES / 2;
  }

  /** Its end is to be counted as a failed start before somebody takes its place. */
  private static boolean isBreaking(Worker worker) {
    return worker.phase() == Phase.DYING
        && worker.reason() == RetireReason.PROTOCOL
        && worker.tasksDone() == 0;
  }

  /** It is one of those that the pool is to have. */
  static boolean counts(Worker worker) {
    return !worker.replaced
        && (worker.phase() == Phase.STARTING
            || worker.phase() == Phase.STANDBY
            || worker.phase() == Phase.READY);
  }
}
