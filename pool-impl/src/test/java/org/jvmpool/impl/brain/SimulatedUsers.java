package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.MICRO;
import static org.jvmpool.impl.brain.BrainSettings.MILLI;
import static org.jvmpool.impl.brain.BrainSettings.SECOND;

import java.util.List;
import org.jvmpool.impl.brain.Brain.Lifecycle;
import org.jvmpool.impl.brain.Simulation.Step;

/** The users of the simulation: they submit, cancel and resize by chance, and close at the end. */
final class SimulatedUsers {
  private final Simulation world;
  private final Brain brain;
  private final Model model;
  private final Chance chance;
  private final Scenario scenario;

  /** Where the brain puts what it wants done; the simulation's. */
  private final List<Action> out;

  private long ids;
  private boolean closing;
  private long closedAt;

  SimulatedUsers(
      Simulation world,
      Brain brain,
      Model model,
      Chance chance,
      Scenario scenario,
      List<Action> out) {
    this.world = world;
    this.brain = brain;
    this.model = model;
    this.chance = chance;
    this.scenario = scenario;
    this.out = out;
  }

  /** They do one thing, and another one later. */
  void act() {
    if (world.hasEnded()) {
      return;
    }
    if (world.steps() >= scenario.steps() || !brain.isAccepting()) {
      close();
      return;
    }
    SimulatedTask chosen = model.anyUnfinished(chance);
    if (chance.in(scenario.resizes())) {
      int target = (int) chance.between(1, 8);
      model.resized(target);
      world.event(Step.RESIZE, target, "", () -> brain.resize(target, world.now(), out));
    } else if (chosen != null && chance.in(scenario.cancels())) {
      cancel(chosen, chance.in(0.5));
    } else {
      int burst = chance.in(0.2) ? chance.upTo(40) : 1;
      for (int i = 0; i < burst && model.unfinished() < scenario.most(); i++) {
        submit();
      }
    }
    boolean patient = chance.in(0.1) || model.unfinished() >= scenario.most();
    world.at(
        chance.in(scenario.pauses())
            ? chance.spread(MILLI, 5 * SECOND)
            : chance.spread(100, patient ? 5 * MILLI : 50 * MICRO),
        this::act);
  }

  private void submit() {
    SimulatedTask task = newTask();
    model.submitted(task);
    world.event(Step.SUBMIT, task, "", () -> brain.submit(task, world.now(), out));
  }

  private SimulatedTask newTask() {
    boolean isLong = chance.in(scenario.longTasks());
    long run = isLong ? chance.spread(500 * MICRO, 3 * SECOND) : chance.spread(100, 100 * MICRO);
    long limit = chance.in(scenario.limitedTasks()) ? chance.spread(MILLI, 4 * SECOND) : 0;
    SimulatedTask.Nature nature =
        chance.in(scenario.crashingTasks())
            ? SimulatedTask.Nature.CRASHES
            : chance.in(scenario.strandingTasks())
                ? SimulatedTask.Nature.STRANDS
                : limit > 0 && isLong && chance.in(0.2)
                    ? SimulatedTask.Nature.NEVER_ENDS
                    : chance.in(0.1) ? SimulatedTask.Nature.THROWS : SimulatedTask.Nature.RETURNS;
    int bytes = (int) (chance.in(0.02) ? chance.spread(1 << 16, 1 << 21) : chance.spread(50, 4096));
    return new SimulatedTask(ids++, limit, chance.upTo(scenario.retries()), nature, run, bytes);
  }

  private void cancel(SimulatedTask task, boolean mayKill) {
    model.cancelling(task, mayKill);
    world.event(
        Step.CANCEL,
        task,
        mayKill,
        () -> model.cancelled(task, mayKill, brain.cancel(task, mayKill, world.now(), out)));
  }

  private void close() {
    if (!closing) {
      closing = true;
      closedAt = world.elapsed();
      if (scenario.terminated()) {
        world.event(Step.TERMINATE, "", "", () -> brain.terminate(world.now(), out));
        world.at(60 * SECOND, this::mustHaveEnded);
      } else {
        world.event(Step.SHUTDOWN, "", "", () -> brain.shutdown(world.now(), out));
      }
    }
    // Users go on to cancel while the pool closes.
    SimulatedTask chosen = model.anyUnfinished(chance);
    if (chosen != null && chance.in(scenario.cancels())) {
      cancel(chosen, chance.in(0.5));
    }
    if (!scenario.terminated() && brain.lifecycle() == Lifecycle.CLOSING && chance.in(0.001)) {
      world.event(Step.TERMINATE, "", "", () -> brain.terminate(world.now(), out));
      world.at(60 * SECOND, this::mustHaveEnded);
    }
    if (!world.hasEnded()) {
      world.at(chance.spread(MILLI, SECOND), this::act);
    }
  }

  /** A pool that was closed ends within an hour. */
  void mustSeeTheEnd() {
    if (closing && world.elapsed() - closedAt > 3600 * SECOND) {
      throw new AssertionError("the pool does not end");
    }
  }

  private void mustHaveEnded() {
    if (!world.hasEnded()) {
      throw new AssertionError("a terminated pool has not ended after a minute");
    }
  }
}
