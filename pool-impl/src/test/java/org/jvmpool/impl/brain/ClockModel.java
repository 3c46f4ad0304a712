package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.HANGS_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.MILLI;
import static org.jvmpool.impl.brain.BrainSettings.TAKE_BACK_IDLE_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.TAKE_BACK_NANOS;

import java.util.List;
import java.util.Map;
import org.jvmpool.impl.brain.Brain.Lifecycle;
import org.jvmpool.impl.brain.Worker.Phase;

/** The part of the {@link Model} that knows what is due, and what should have been done by now. */
final class ClockModel {
  private final Simulation world;
  private final Brain brain;
  private final BrainSettings settings;
  private final StaffModel staff;

  ClockModel(Simulation world, Brain brain, BrainSettings settings, StaffModel staff) {
    this.world = world;
    this.brain = brain;
    this.settings = settings;
    this.staff = staff;
  }

  /**
   * Will the brain be called again when something is due?
   *
   * @param next when it will be
   */
  void check(long next) {
    boolean asked = next != Long.MAX_VALUE;
    long due = brain.nextTick();
    Model.check(
        due == Long.MAX_VALUE || (asked && next - due <= 0),
        "called at %s, and something is due at %s",
        next,
        due);
    boolean dueNow = asked && next - world.now() <= 0;
    List<Worker> workers = brain.workers();
    boolean idle = false;
    int present = 0;
    int starting = 0;
    for (Worker worker : workers) {
      idle |= worker.phase() == Phase.READY && worker.isEmpty();
      present += StaffModel.counts(worker) ? 1 : 0;
      starting += worker.phase() == Phase.STARTING ? 1 : 0;
    }
    for (Worker worker : workers) {
      SimulatedWorker simulated = world.simulated(worker);
      switch (worker.phase()) {
        case STARTING ->
            Model.check(
                asked || settings.startNanos() == 0 || simulated.abandoned,
                "nobody waits for %s to start",
                worker);
        case LEAVING, DYING ->
            Model.check(asked || simulated.abandoned, "nobody waits for %s to end", worker);
        case READY, RETIRING -> {
          boolean over = worker.phase() == Phase.RETIRING && worker.inFlight() == 0;
          Model.check(asked || !over, "nobody waits for %s to leave", worker);
          if (!dueNow) {
            atWork(simulated, idle, asked);
          }
          Model.check(
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
        brain.lifecycle() == Lifecycle.OPEN
            && !settings.lazy()
            && settings.idleNanos() == 0
            && !brain.isWary();
    Model.check(
        asked
            || !Model.isOpen(brain)
            || starting > 0
            || present > 0
            || brain.unfinished() == 0
            || present >= (all ? staff.target() : 1)
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
      if (!Model.isWith(task, worker, place.getKey())) {
        continue;
      }
      Claims.State word = worker.claims.word(place.getKey(), task.id());
      startedSomething |= word == Claims.State.CLAIMED;
      if (head == null) {
        head = task;
      } else if (worker.pipelined && word == Claims.State.SENT) {
        Model.check(
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
      Model.check(asked, "nobody waits for the limit of %s", head);
      long most = 2 * (head.limitNanos() + settings.limitSlackNanos()) + MILLI;
      if (worker.pipelined && head.on != worker) {
        most += HANGS_NANOS;
      } else if (worker.pipelined && world.now() - head.claimedAt < silent) {
        silent = world.now() - head.claimedAt;
      }
      boolean hangs = !worker.pipelined || head.on == worker || !startedSomething;
      Model.check(
          !hangs || silent < most,
          "%s is under way for %s ns, its limit is %s",
          head,
          silent,
          head.limitNanos());
    }
  }
}
