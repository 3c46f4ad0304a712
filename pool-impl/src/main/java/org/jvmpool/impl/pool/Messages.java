package org.jvmpool.impl.pool;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.jvmpool.PoolBrokenException;
import org.jvmpool.PoolStats;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.TaskTimeoutException;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.brain.Ticket;
import org.jvmpool.impl.brain.Worker;
import org.jvmpool.worker.Log;

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
    return pool + ": " + named(task) + (port == null ? "" : " in worker " + port.pid());
  }

  /** "task 92 (a lambda of App)". */
  private static String named(Ticket task) {
    return "task "
        + task.id()
        + (task instanceof PoolTask own ? " (" + own.function.name() + ")" : "");
  }

  private static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /**
   * The failure of something that was to be encoded for this pool, told with the pool's name.
   *
   * @param what "the argument of a lambda of App"
   */
  static TaskSerializationException cannotTravel(
      String pool, String what, TaskSerializationException failure) {
    return new TaskSerializationException(
        pool + ": " + what + ": " + failure.getMessage(), failure.getCause());
  }

  /** "3 of 4 workers busy, 17 tasks waiting". */
  String state(PoolStats stats) {
    return stats.busy()
        + " of "
        + counted(stats.workers(), "worker")
        + " busy, "
        + counted(stats.waiting(), "task")
        + " waiting.";
  }

  WorkerLostException lost(Ticket task, Obituary obituary, String state) {
    Worker worker = task.worker();
    String message =
        pool
            + (task.isStranded()
                ? ": "
                    + named(task)
                    + " is lost: one worker after the other died when it was to begin with it, the"
                    + " last of them worker "
                    + obituary.pid()
                : ": worker "
                    + obituary.pid()
                    + " died while running "
                    + named(task)
                    + (task.runs() == 1 ? "" : ", in the last of " + task.runs() + " runs"))
            + ": "
            + obituary.inWords()
            + " after "
            + (worker == null ? "" : counted(worker.tasksDone(), "task") + " and ")
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
            + ": "
            + named(task)
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
    Worker worker = ran ? task.worker() : null;
    WorkerPort port = worker == null ? null : (WorkerPort) worker.attachment();
    return new PoolTerminatedException(
        pool
            + " was terminated before "
            + named(task)
            + (port == null
                ? " had started"
                : " had finished; worker " + port.pid() + ", which had it, was killed"),
        null);
  }

  /** For a task that is lost when even to say how takes more memory than there is. */
  WorkerLostException lostWithoutTrace() {
    return new WorkerLostException(
        pool
            + ": a task is lost, and this program had no memory, or no file descriptor, left to tell"
            + " how; its heap has at most "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB: give it more (-Xmx, ulimit -n)",
        0,
        OptionalInt.empty(),
        List.of());
  }

  PoolBrokenException broken(@Nullable Object detail) {
    if (detail instanceof Throwable failure) {
      return new PoolBrokenException(
          pool
              + " is broken: what keeps account of its tasks has failed: "
              + failure
              + ". If this program has run out of memory or of file descriptors, give it more (-Xmx,"
              + " ulimit -n); else this is a defect of jvmpool. Make a new pool.",
          failure);
    }
    if (!(detail instanceof Obituary obituary)) {
      return new PoolBrokenException(pool + " is broken", null);
    }
    int initializerFailures = obituary.initializerFailures();
    String what;
    String remedy;
    if (initializerFailures > 0) {
      what =
          obituary.inWords()
              + (initializerFailures > 1 ? ", in each of " + initializerFailures + " starts" : "");
      remedy = "Correct the initializer, or give it what it needs, and make a new pool.";
    } else {
      what = "its workers cannot be started: " + obituary.inWords();
      remedy =
          "Correct the setting at fault, such as jvmOptions, maxHeap, classPath or javaHome,"
              + " and make a new pool.";
    }
    String tail = obituary.tailInWords().strip();
    return new PoolBrokenException(
        pool
            + " is broken: "
            + what
            + ". "
            + remedy
            + "\nThe last try was: "
            + obituary.command()
            + (tail.isEmpty() ? "" : "\n" + tail),
        obituary.cause());
  }

  /**
   * Tells of a worker's end in the log: loudly when nobody had asked for it.
   *
   * @param phase in which it ended
   */
  void log(Log log, Worker worker, Worker.Phase phase, Obituary obituary) {
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
              "{}: worker {} died after {} and {}: {}.{}",
              pool,
              obituary.pid(),
              counted(worker.tasksDone(), "task"),
              seconds(obituary.lived()),
              obituary.inWords(),
              obituary.tailInWords());
    }
  }

  /** Tells that workers are not kept in store any more, and for what. */
  void logWary(Log log, Obituary obituary) {
    log.warn(
        "{}: one worker after the other died without having run a task, the last after {}: {}. From"
            + " now on a worker is started when a task needs one, until one has run a task. Does"
            + " the initializer leave something behind that ends the JVM, or does somebody kill"
            + " idle workers?",
        pool,
        seconds(obituary.lived()),
        obituary.inWords());
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  /** "0.3 s", "90 s", "2 min", "1 h". */
  static String inWords(Duration duration) {
    long seconds = duration.getSeconds();
    if (duration.getNano() == 0 && seconds >= 60 && seconds % 60 == 0) {
      return seconds % 3600 == 0 ? seconds / 3600 + " h" : seconds / 60 + " min";
    }
    BigDecimal exact = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(duration.getNano(), 9));
    return exact.stripTrailingZeros().toPlainString() + " s";
  }
}
