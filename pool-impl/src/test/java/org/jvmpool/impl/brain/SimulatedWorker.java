package org.jvmpool.impl.brain;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker of the simulation: the process, its pipes and its claim words. One virtual thread of
 * control reads a frame, claims its task, runs it and answers; a watchdog knows the limit.
 */
final class SimulatedWorker {
  /** A frame in the worker's input pipe. */
  record Frame(int slot, SimulatedTask task) {}

  final Worker worker;
  final FakeClaims claims;
  private final Simulation world;
  private final Chance chance;

  final boolean pipelined;
  private final boolean ignoresRequests;
  private final boolean ignoresKills;
  private final boolean watchdogHangs;
  private final boolean livesShortly;

  /**
   * Slots between the offer of a task and the moment when the brain hears that it is passed, in the
   * order of the offers.
   */
  final Map<Integer, SimulatedTask> inUse = new LinkedHashMap<>();

  private final ArrayDeque<Frame> pipe = new ArrayDeque<>();
  @Nullable Frame running;

  /** The process has ended. */
  boolean gone;

  /** The brain knows that it has. */
  boolean mourned;

  /** Waits for its kill and starts nothing. */
  private boolean condemned;

  private boolean resting;
  private boolean toldToLeave;
  private long frozenUntil;
  private long lastArrival;
  private long lastDelivery;

  int claimed;
  int offered;
  int revoked;
  int revokedWhileRetiring;
  boolean readySaid;
  long readyAt;
  boolean protocolBroken;
  boolean abandoned;
  boolean toldToDie;

  /** When the brain last heard of progress: an answer, or a task for a worker at rest. */
  long progressAt;

  SimulatedWorker(Simulation world, Worker worker, Chance chance, Scenario scenario) {
    this.world = world;
    this.worker = worker;
    this.chance = chance;
    this.pipelined = !chance.in(scenario.unmappedWorkers());
    this.ignoresRequests = chance.in(scenario.stubbornWorkers());
    this.ignoresKills = chance.in(scenario.stubbornWorkers() / 4);
    this.watchdogHangs = chance.in(0.1);
    this.livesShortly = chance.in(scenario.shortLives());
    this.claims = new WatchedClaims();
  }

  // ---- its life

  /** The process was started. */
  void start(double failing) {
    if (chance.in(failing)) {
      if (world.startsAreWatched() && chance.in(0.3)) {
        return; // hangs in its initializer
      }
      world.at(chance.between(1_000_000, 300_000_000), this, "fails to start", this::die);
      return;
    }
    long delay = chance.between(1_000_000, 200_000_000);
    world.at(
        delay,
        this,
        "starts",
        () -> {
          resting = true;
          deliver("ready", () -> world.ready(this));
          if (livesShortly) {
            world.at(
                chance.spread(100_000_000, 10_000_000_000L), this, "ends for no reason", this::die);
          }
        });
  }

  void die() {
    if (!gone) {
      gone = true;
      deliver("ended", () -> world.ended(this));
    }
  }

  /** Stops, as by SIGSTOP, and goes on later. */
  void freeze(long nanos) {
    frozenUntil = Math.max(frozenUntil, world.elapsed() + nanos);
  }

  boolean isFrozen() {
    return frozenUntil > world.elapsed();
  }

  long frozenUntil() {
    return frozenUntil;
  }

  // ---- what the parent does to it

  void frame(SimulatedTask task, int slot) {
    long at = world.elapsed() + chance.between(500, 20_000);
    if (!chance.in(0.02)) {
      at = Math.max(at, lastArrival); // else it overtakes: another thread was quicker
    }
    lastArrival = Math.max(lastArrival, at);
    world.at(
        at - world.elapsed(),
        this,
        "frame arrives",
        () -> {
          pipe.addLast(new Frame(slot, task));
          wake();
        });
  }

  void leave() {
    long at = Math.max(lastArrival, world.elapsed() + chance.between(500, 20_000));
    world.at(
        at - world.elapsed(),
        this,
        "leave arrives",
        () -> {
          toldToLeave = true;
          wake();
        });
  }

  void kill(boolean hard) {
    toldToDie = true;
    if (hard ? ignoresKills : ignoresRequests) {
      return;
    }
    long delay = hard ? chance.between(10_000, 3_000_000) : chance.between(10_000, 400_000_000);
    if (hard) {
      world.atOnce(delay, this::die);
    } else {
      world.at(delay, this, "exits on request", this::die);
    }
  }

  void abandon() {
    abandoned = true;
    gone = true;
    world.atOnce(chance.between(1_000, 1_000_000), () -> world.ended(this));
  }

  // ---- its thread

  private void wake() {
    if (resting) {
      resting = false;
      world.at(chance.between(200, 60_000), this, "wakes", this::next);
    }
  }

  private void next() {
    if (condemned) {
      return;
    }
    Frame frame = pipe.pollFirst();
    if (frame == null) {
      resting = true;
      if (toldToLeave && !ignoresRequests) {
        die();
      }
      return;
    }
    if (chance.in(world.randomDeaths()) || frame.task().nature == SimulatedTask.Nature.STRANDS) {
      die(); // has read the frame and not claimed the task
      return;
    }
    SimulatedTask task = frame.task();
    boolean mine = claims.claim(frame.slot(), task.id(), world.now());
    if (!mine) {
      deliver("skipped", () -> world.skipped(this, frame));
      world.at(200, this, "goes on", this::next);
      return;
    }
    claimed++;
    running = frame;
    world.model().claimed(this, task);
    switch (task.nature) {
      case CRASHES -> world.at(chance.between(0, task.runNanos), this, "crashes", this::die);
      case NEVER_ENDS -> {}
      default -> world.at(task.runNanos, this, "finishes", () -> finish(frame));
    }
    boolean mayBeLate =
        task.nature == SimulatedTask.Nature.NEVER_ENDS
            || task.runNanos >= task.limitNanos()
            || chance.in(0.1); // it may be stopped meanwhile
    if (task.limitNanos() > 0 && !watchdogHangs && mayBeLate) {
      world.at(
          task.limitNanos() + chance.between(0, 200_000), this, "looks", () -> watchdog(frame));
    }
  }

  private void finish(Frame frame) {
    if (running != frame || condemned) {
      return;
    }
    if (!claims.finish(frame.slot(), frame.task().id())) {
      condemned = true;
      return;
    }
    if (chance.in(world.randomDeaths())) {
      die(); // has finished and not answered
      return;
    }
    running = null;
    deliver("answered", () -> world.answered(this, frame));
    if (chance.in(world.randomDeaths())) {
      die(); // has answered, and nobody has read it
      return;
    }
    world.at(chance.between(100, 1_000), this, "goes on", this::next);
  }

  private void watchdog(Frame frame) {
    if (running != frame || !claims.condemnItself(frame.slot(), frame.task().id())) {
      return;
    }
    condemned = true;
    if (chance.in(0.1)) {
      return; // never gets as far as to report
    }
    deliver("overdue", () -> world.overdue(this, frame));
  }

  /** What the worker wrote is read in order, and all of it before its end is seen. */
  private void deliver(String what, Runnable event) {
    long at =
        Math.max(
            lastDelivery,
            world.elapsed()
                + (chance.in(0.02) ? chance.between(0, 5_000_000) : chance.between(500, 40_000)));
    lastDelivery = at;
    world.read(at - world.elapsed(), this, event);
  }

  @Override
  public String toString() {
    return "worker " + worker.id() + (pipelined ? "" : " (unmapped)");
  }

  /** Claim words that report what the brain does with them. */
  private final class WatchedClaims extends FakeClaims {
    WatchedClaims() {
      super(pipelined);
    }

    @Override
    public void offer(int slot, long taskId) {
      super.offer(slot, taskId);
      world.model().offered(SimulatedWorker.this, slot, taskId);
    }

    @Override
    public boolean revoke(int slot, long taskId) {
      boolean done = super.revoke(slot, taskId);
      if (done) {
        world.model().revoked(SimulatedWorker.this);
      }
      return done;
    }
  }
}
