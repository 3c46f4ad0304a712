package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.MILLI;
import static org.jvmpool.impl.brain.BrainSettings.SECOND;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jvmpool.impl.brain.Action.Fate;

/** A brain with a clock that a test turns, and workers that do what a test says. */
final class BrainBench {
  static final long GRACE = 2 * SECOND;
  static final long START_LIMIT = 30 * SECOND;
  static final long SLACK = 500 * MILLI;

  final Brain brain;
  final Map<Worker, FakeClaims> claims = new HashMap<>();

  /** What the last event brought about. */
  final List<Action> out = new ArrayList<>();

  long now = 1_000_000_000_000L;
  private long ids;

  private BrainBench(BrainSettings settings) {
    this.brain = new Brain(settings);
  }

  static BrainBench of(int workers) {
    return new BrainBench(new BrainSettings(workers, false, 0, 0, GRACE, START_LIMIT, SLACK));
  }

  static BrainBench withoutStartLimit(int workers) {
    return new BrainBench(new BrainSettings(workers, false, 0, 0, GRACE, 0, SLACK));
  }

  static BrainBench lazy(int workers) {
    return new BrainBench(new BrainSettings(workers, true, 0, 0, GRACE, START_LIMIT, SLACK));
  }

  static BrainBench withMaxTasks(int workers, int most) {
    return new BrainBench(new BrainSettings(workers, false, most, 0, GRACE, START_LIMIT, SLACK));
  }

  static BrainBench withIdleTime(int workers, long idle) {
    return new BrainBench(new BrainSettings(workers, false, 0, idle, GRACE, START_LIMIT, SLACK));
  }

  /** Opens the pool and makes all its workers ready. */
  List<Worker> open() {
    out.clear();
    brain.open(now, out);
    List<Worker> workers = started();
    workers.forEach(this::ready);
    return workers;
  }

  void ready(Worker worker) {
    ready(worker, true);
  }

  void ready(Worker worker, boolean pipelined) {
    FakeClaims words = new FakeClaims(pipelined);
    claims.put(worker, words);
    out.clear();
    brain.ready(worker, words, now, out);
  }

  SimulatedTask submit() {
    return submit(0, 0);
  }

  SimulatedTask submit(long limit, int retries) {
    SimulatedTask task =
        new SimulatedTask(++ids, limit, retries, SimulatedTask.Nature.RETURNS, 0, 100);
    out.clear();
    brain.submit(task, now, out);
    return task;
  }

  boolean cancel(Ticket task, boolean mayKill) {
    out.clear();
    return brain.cancel(task, mayKill, now, out);
  }

  /** Its worker starts the task. */
  void claim(Ticket task) {
    claims.get(task.worker()).claim(task.slot(), task.id(), now);
  }

  /** Its worker has the task's result, which has not been read. */
  void finish(Ticket task) {
    claims.get(task.worker()).finish(task.slot(), task.id());
  }

  /** The answer of the task is read; it took so long. */
  boolean answer(Ticket task, long nanos) {
    finish(task);
    out.clear();
    return brain.answered(task.worker(), task.slot(), task.id(), false, nanos, now, out) != null;
  }

  void run(Ticket task, long nanos) {
    claim(task);
    now += nanos;
    answer(task, nanos);
  }

  void skip(Worker worker, int slot, long taskId) {
    out.clear();
    brain.skipped(worker, slot, taskId, now, out);
  }

  void ended(Worker worker) {
    out.clear();
    brain.ended(worker, "obituary of " + worker.id(), now, out);
  }

  void shutdown() {
    out.clear();
    brain.shutdown(now, out);
  }

  void resize(int workers) {
    out.clear();
    brain.resize(workers, now, out);
  }

  void tooBig(Worker worker) {
    out.clear();
    brain.tooBig(worker, now, out);
  }

  /** Lets time pass, and does what is due on the way. */
  void pass(long nanos) {
    out.clear();
    long end = now + nanos;
    for (long next; (next = brain.nextTick()) != Long.MAX_VALUE && next - end <= 0; ) {
      now = Math.max(now, next);
      brain.tick(now, out);
    }
    now = end;
  }

  /** A task that just ran made the worker known to be quick. */
  void warm(Worker worker) {
    SimulatedTask task = submit();
    if (task.worker() != worker) {
      throw new IllegalStateException(task + " went to " + task.worker());
    }
    run(task, 1_000);
  }

  // ---- what came of it

  List<Worker> started() {
    return out.stream()
        .filter(Action.Start.class::isInstance)
        .map(action -> ((Action.Start) action).worker())
        .toList();
  }

  List<Worker> killed() {
    return out.stream()
        .filter(Action.Kill.class::isInstance)
        .map(action -> ((Action.Kill) action).worker())
        .toList();
  }

  List<Worker> left() {
    return out.stream()
        .filter(Action.Leave.class::isInstance)
        .map(action -> ((Action.Leave) action).worker())
        .toList();
  }

  List<Ticket> sentTo(Worker worker) {
    return out.stream()
        .filter(Action.Send.class::isInstance)
        .map(Action.Send.class::cast)
        .filter(send -> send.worker() == worker)
        .map(Action.Send::ticket)
        .toList();
  }

  List<Ticket> completed(Fate fate) {
    return out.stream()
        .filter(Action.Complete.class::isInstance)
        .map(Action.Complete.class::cast)
        .filter(complete -> complete.fate() == fate)
        .map(Action.Complete::ticket)
        .toList();
  }

  boolean hasEnded() {
    return out.stream().anyMatch(Action.Ended.class::isInstance);
  }
}
