package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.MICRO;
import static org.jvmpool.impl.brain.BrainSettings.MILLI;
import static org.jvmpool.impl.brain.BrainSettings.SECOND;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool without threads: users, workers and a clock act by chance on a {@link Brain}, and a {@link
 * Model} looks at every step. All that happens follows from the seed.
 */
final class Simulation {
  /** One thing that happens at a virtual time. */
  private record Event(long at, long number, @Nullable SimulatedWorker thawed, Runnable what)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
    }
  }

  /** What the brain can be told. */
  enum Step {
    OPEN,
    SUBMIT,
    CANCEL,
    RESIZE,
    SHUTDOWN,
    TERMINATE,
    READY,
    ANSWERED,
    SKIPPED,
    OVERDUE,
    TOO_BIG,
    BROKEN,
    ENDED,
    TICK
  }

  private static final int REMEMBERED = 60;

  private final long seed;
  private final Scenario scenario;
  private final Chance chance;
  private final @Nullable Deque<String> log;
  private final Brain brain;
  private final Model model;
  private final SimulatedUsers users;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<Worker, SimulatedWorker> workers = new HashMap<>();
  private final List<SimulatedWorker> living = new ArrayList<>();
  private final List<Action> out = new ArrayList<>();

  private long elapsed;
  private long numbers;
  private int steps;
  private long tickAt = Long.MAX_VALUE;

  /** When the brain wants its next tick, as who keeps its time knows it. */
  private long due = Long.MAX_VALUE;

  private long lateness;
  private int idleTicks;
  private boolean ended;

  private Simulation(long seed, boolean logging) {
    this.seed = seed;
    this.chance = new Chance(seed);
    this.scenario = Scenario.of(chance);
    this.log = logging ? new ArrayDeque<>() : null;
    this.brain = new Brain(scenario.settings());
    this.model = new Model(this, brain, scenario);
    this.users = new SimulatedUsers(this, brain, model, chance, scenario, out);
  }

  /**
   * Runs the scenario of a seed to its end.
   *
   * @return how many events the brain was given
   * @throws AssertionError if it broke a promise: with the seed, the step and the last events
   */
  static int run(long seed) {
    Simulation quick = new Simulation(seed, false);
    try {
      quick.run();
      return quick.steps;
    } catch (RuntimeException | AssertionError failure) {
      throw explained(seed, failure);
    }
  }

  /** Runs it again, with its events noted down this time. */
  private static AssertionError explained(long seed, Throwable failure) {
    Simulation slow = new Simulation(seed, true);
    Throwable again = failure;
    try {
      slow.run();
    } catch (RuntimeException | AssertionError same) {
      again = same;
    }
    return new AssertionError(
        again
            + "\nseed "
            + seed
            + ", step "
            + slow.steps
            + "; replay with -Djvmpool.simulation.seed="
            + seed
            + "\n"
            + slow.scenario
            + "\nlast events:\n  "
            + String.join("\n  ", slow.log)
            + "\nworkers: "
            + slow.brain.workers(),
        again);
  }

  private void run() {
    event(Step.OPEN, "", "", () -> brain.open(now(), out));
    at(0, users::act);
    if (scenario.trouble() > 0) {
      at(MILLI, this::trouble);
    }
    while (!(ended && living.isEmpty())) {
      Event next = events.peek();
      if (tickAt != Long.MAX_VALUE && (next == null || tickAt <= next.at())) {
        elapsed = Math.max(elapsed, tickAt);
        tick();
      } else if (next != null) {
        events.poll();
        elapsed = next.at();
        happen(next);
      } else {
        throw new AssertionError(
            "nothing is due, and the pool has not ended: " + brain.lifecycle());
      }
      users.mustSeeTheEnd();
      if (steps > 200_000) {
        throw new AssertionError("the pool does not come to its end");
      }
    }
    model.atTheEnd();
  }

  private void happen(Event event) {
    SimulatedWorker worker = event.thawed();
    if (worker != null) {
      if (worker.gone) {
        return;
      }
      if (worker.isFrozen()) {
        events.add(new Event(worker.frozenUntil(), numbers++, worker, event.what()));
        return;
      }
    }
    event.what().run();
  }

  // ---- for the workers

  long now() {
    return scenario.origin() + elapsed;
  }

  long elapsed() {
    return elapsed;
  }

  /** How many events the brain was given. */
  int steps() {
    return steps;
  }

  boolean hasEnded() {
    return ended;
  }

  Model model() {
    return model;
  }

  double randomDeaths() {
    return scenario.randomDeaths();
  }

  boolean startsAreWatched() {
    return scenario.settings().startNanos() > 0;
  }

  /** What a worker's process does: not while it is stopped, and not after its end. */
  void at(long delay, SimulatedWorker worker, String what, Runnable then) {
    Runnable noted =
        log == null
            ? then
            : () -> {
              if (!what.endsWith("arrives") && !what.equals("wakes") && !what.equals("goes on")) {
                note(() -> "    " + worker + " " + what);
              }
              then.run();
            };
    events.add(new Event(elapsed + delay, numbers++, worker, noted));
  }

  /** What happens to a worker whatever it does. */
  void atOnce(long delay, Runnable then) {
    at(delay, then);
  }

  /** What the parent reads of a worker. */
  void read(long delay, SimulatedWorker worker, Runnable then) {
    at(
        delay,
        () -> {
          if (!worker.mourned) {
            then.run();
          }
        });
  }

  /** What happens later. */
  void at(long delay, Runnable then) {
    events.add(new Event(elapsed + delay, numbers++, null, then));
  }

  // ---- events of workers

  void ready(SimulatedWorker worker) {
    model.ready(worker);
    event(Step.READY, worker, "", () -> brain.ready(worker.worker, worker.claims, now(), out));
  }

  void answered(SimulatedWorker worker, SimulatedWorker.Frame frame) {
    SimulatedTask task = frame.task();
    boolean failed = task.nature == SimulatedTask.Nature.THROWS;
    model.passed(worker, frame.slot(), task);
    event(
        Step.ANSWERED,
        worker,
        task,
        () ->
            model.answered(
                worker,
                task,
                failed,
                brain.answered(
                    worker.worker, frame.slot(), task.id(), failed, task.runNanos, now(), out)));
  }

  void skipped(SimulatedWorker worker, SimulatedWorker.Frame frame) {
    model.passed(worker, frame.slot(), frame.task());
    event(
        Step.SKIPPED,
        worker,
        frame.task(),
        () -> brain.skipped(worker.worker, frame.slot(), frame.task().id(), now(), out));
  }

  void overdue(SimulatedWorker worker, SimulatedWorker.Frame frame) {
    model.passed(worker, frame.slot(), frame.task());
    event(
        Step.OVERDUE,
        worker,
        frame.task(),
        () -> brain.overdue(worker.worker, frame.slot(), frame.task().id(), "stack", now(), out));
  }

  void ended(SimulatedWorker worker) {
    if (worker.mourned) {
      return;
    }
    worker.mourned = true;
    living.remove(worker);
    model.ended(worker);
    event(Step.ENDED, worker, "", () -> brain.ended(worker.worker, "obituary", now(), out));
    model.mourned(worker);
  }

  // ---- trouble from outside

  private void trouble() {
    if (ended) {
      return;
    }
    if (!living.isEmpty() && chance.in(scenario.trouble() * 20)) {
      SimulatedWorker worker = living.get(chance.upTo(living.size() - 1));
      switch (chance.upTo(3)) {
        case 0 -> {
          note(() -> "    " + worker + " is killed from outside");
          worker.die();
        }
        case 1 -> {
          note(() -> "    " + worker + " is stopped");
          worker.freeze(chance.spread(MILLI, 20 * SECOND));
        }
        case 2 -> {
          if (worker.readySaid) {
            event(Step.TOO_BIG, worker, "", () -> brain.tooBig(worker.worker, now(), out));
          }
        }
        default -> {
          worker.protocolBroken = true;
          model.breaking(worker);
          event(Step.BROKEN, worker, "", () -> brain.broken(worker.worker, now(), out));
        }
      }
    }
    at(chance.spread(10 * MICRO, 20 * MILLI), this::trouble);
  }

  // ---- the clock

  private void tick() {
    event(Step.TICK, "", "", () -> brain.tick(now(), out));
    model.ticked();
    if (tickAt != Long.MAX_VALUE && out.isEmpty() && due - now() <= 0) {
      if (++idleTicks > 2) {
        throw new AssertionError("the clock is asked for the same time again and again");
      }
    } else {
      idleTicks = 0;
    }
  }

  // ---- each step

  /** Tells the brain something, and does what it then wants done. */
  void event(Step step, Object subject, Object detail, Runnable call) {
    steps++;
    out.clear();
    note(() -> step + " " + subject + " " + detail);
    model.before(step);
    call.run();
    if (log != null) {
      out.forEach(action -> note(() -> "  -> " + action));
    }
    model.after(out);
    for (int i = 0; i < out.size(); i++) {
      carryOut(out.get(i));
    }
    long came = brain.newlyDue();
    if (step == Step.TICK) {
      due = brain.nextTick();
    } else if (came != Long.MAX_VALUE) {
      due = Agenda.earlier(due, came);
    }
    model.checkClock(due);
    if (due == Long.MAX_VALUE) {
      tickAt = Long.MAX_VALUE;
      lateness = 0;
    } else {
      if (lateness == 0) {
        lateness = chance.in(scenario.lateTicks()) ? chance.spread(MICRO, 200 * MILLI) : 1;
      }
      tickAt = Math.max(elapsed, due - scenario.origin() + lateness - 1);
    }
    if (step == Step.TICK) {
      lateness = 0;
    }
  }

  private void carryOut(Action action) {
    if (action instanceof Action.Send send) {
      workers.get(send.worker()).frame((SimulatedTask) send.ticket(), send.ticket().slot());
    } else if (action instanceof Action.Start start) {
      SimulatedWorker worker = new SimulatedWorker(this, start.worker(), chance, scenario);
      workers.put(start.worker(), worker);
      living.add(worker);
      worker.start(elapsed < scenario.failingUntil() ? scenario.failingStarts() : 0);
    } else if (action instanceof Action.Leave leave) {
      workers.get(leave.worker()).leave();
    } else if (action instanceof Action.Kill kill) {
      workers.get(kill.worker()).kill(kill.hard());
    } else if (action instanceof Action.Abandon abandon) {
      workers.get(abandon.worker()).abandon();
    } else if (action instanceof Action.Ended) {
      ended = true;
    }
  }

  SimulatedWorker simulated(Worker worker) {
    return workers.get(worker);
  }

  private void note(Supplier<String> words) {
    if (log != null) {
      if (log.size() == REMEMBERED) {
        log.removeFirst();
      }
      log.addLast(String.format("%,15d  %s", elapsed, words.get()));
    }
  }
}
