package org.jvmpool.impl.pool;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.jvmpool.PoolBrokenException;
import org.jvmpool.PoolStats;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.TaskTimeoutException;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.brain.Ticket;
import org.jvmpool.impl.brain.Worker;
import org.slf4j.Logger;

/** The words in which a pool tells of failures: who, what, the values, what to do. */
final class Messages {
  private final String pool;

  Messages(String pool) {
    this.pool = pool;
  }

  /** "reports: task 92 (a lambda of App) in worker 4711". */
  String describe(Ticket task) {
    Worker worker = task.worker();
    WorkerPort port = worker == null ? null : (WorkerPort) worker.attachment();
    return pool
        + ": task "
        + task.id()
        + (task instanceof PoolTask own ? " (" + own.function.name() + ")" : "")
        + (port == null ? "" : " in worker " + port.pid());
  }

  /** "3 of 4 workers busy, 17 tasks waiting". */
  String state(PoolStats stats) {
    return stats.busy()
        + " of "
        + stats.workers()
        + " workers busy, "
        + stats.waiting()
        + " tasks waiting.";
  }

  WorkerLostException lost(Ticket task, Obituary obituary, String state) {
    String message =
        pool
            + ": worker "
            + obituary.pid()
            + " died while running task "
            + task.id()
            + ": "
            + obituary.inWords()
            + " after "
            + seconds(obituary.lived())
            + ". "
            + state
            + obituary.tailInWords();
    WorkerLostException lost =
        new WorkerLostException(
            message, obituary.pid(), obituary.exitCode(), obituary.stderrTail());
    if (obituary.cause() != null) {
      lost.addSuppressed(obituary.cause());
    }
    return lost;
  }

  TaskTimeoutException timedOut(
      Ticket task, long pid, StackTraceElement @Nullable [] stack, String state) {
    StackTraceElement[] known = stack == null ? new StackTraceElement[0] : stack;
    return new TaskTimeoutException(
        pool
            + ": task "
            + task.id()
            + " outlived its limit of "
            + inWords(Duration.ofNanos(task.limitNanos()))
            + "; worker "
            + pid
            + ", which ran it, is killed. "
            + state
            + (known.length == 0
                ? " Where it was is not known: the worker did not answer."
                : " It was at " + known[0]),
        known);
  }

  PoolTerminatedException terminated(Ticket task, boolean ran) {
    return new PoolTerminatedException(
        pool
            + " was terminated before task "
            + task.id()
            + (ran ? " had finished; its worker was killed" : " had started"),
        null);
  }

  PoolBrokenException broken(@Nullable Object detail) {
    if (!(detail instanceof Obituary obituary)) {
      return new PoolBrokenException(pool + " is broken", null);
    }
    return new PoolBrokenException(
        pool
            + " is broken: its workers cannot be started ("
            + obituary.inWords()
            + "). The last try was: "
            + obituary.command()
            + obituary.tailInWords(),
        obituary.cause());
  }

  /**
   * Tells of a worker's end in the log: loudly when nobody had asked for it.
   *
   * @param phase in which it ended
   */
  void log(Logger log, Worker worker, Worker.Phase phase, Obituary obituary) {
    switch (phase) {
      case LEAVING, DYING ->
          log.debug(
              "{}: worker {} ended ({}): {}",
              pool,
              obituary.pid(),
              worker.reason(),
              obituary.inWords());
      default ->
          log.warn(
              "{}: worker {} died after {} tasks and {}: {}.{}",
              pool,
              obituary.pid(),
              worker.tasksDone(),
              seconds(obituary.lived()),
              obituary.inWords(),
              obituary.tailInWords());
    }
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  /** "1.5s", "2m": as the duration's own words, without the "PT". */
  static String inWords(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
