package org.jvmpool.impl.pool;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Action;
import org.jvmpool.impl.brain.Worker;
import org.jvmpool.worker.wire.AnswerMessage;
import org.jvmpool.worker.wire.Frame;

/**
 * Carries out what the brain decided, on the thread whose event caused it, after that has left the
 * pool's lock. Knows workers as {@link WorkerPort}s and results as {@link TaskSink}s, and decides
 * nothing. Each action is carried out though one before it has failed: what cannot be told to a
 * worker costs the worker, and what cannot be told to the pool costs the pool, but no task is left
 * without an end.
 *
 * <p>The pool has ended only when all that was decided before has been carried out, by whichever
 * thread: so who joins it finds every result complete.
 */
final class Performer {
  private final PoolCore core;
  private final PoolCore.WorkerStarter starter;
  private final Messages messages;
  private final Runnable end;

  /** Threads that carry out what was decided; counted up under the pool's lock. */
  private final AtomicInteger performing = new AtomicInteger();

  private volatile boolean endDecided;
  private final AtomicBoolean endDone = new AtomicBoolean();

  // Made beforehand, for when nothing can be made any more.
  private final Supplier<Throwable> plainlyCancelled;
  private final Supplier<Throwable> plainlyLost;
  private final Supplier<Throwable> plainlyBroken;

  /**
   * @param end what is done once, at last
   */
  Performer(PoolCore core, PoolCore.WorkerStarter starter, Messages messages, Runnable end) {
    this.core = core;
    this.starter = starter;
    this.messages = messages;
    this.end = end;
    this.plainlyCancelled = () -> new CancellationException(core.name() + ": it was cancelled");
    this.plainlyLost = messages::lostWithoutTrace;
    this.plainlyBroken = () -> messages.broken(core.breakdown());
  }

  /** Answers that the pool was told of; made before it is told, since then none may be lost. */
  static final class Answered {
    private final List<Frame> answers;
    private final long[] runNanos;
    private final @Nullable SerialThread after;

    /** Whose they are; null in the place of one that had been over before. */
    final @Nullable PoolTask[] tasks;

    /**
     * @param after the thread that is to complete the results, null for the calling one
     */
    Answered(List<Frame> answers, @Nullable SerialThread after) {
      this.answers = answers;
      this.after = after;
      this.tasks = new @Nullable PoolTask[answers.size()];
      this.runNanos = new long[answers.size()];
      for (int i = 0; i < runNanos.length; i++) {
        // Before the brain hears of any of them: one that cannot be read takes none along.
        runNanos[i] = AnswerMessage.read(answers.get(i).input()).runNanos();
      }
    }

    int size() {
      return tasks.length;
    }

    Frame answer(int i) {
      return answers.get(i);
    }

    long runNanos(int i) {
      return runNanos[i];
    }
  }

  /** Under the pool's lock: something was decided, and the calling thread performs it next. */
  void announce() {
    performing.incrementAndGet();
  }

  /** Performs what was announced. */
  void perform(List<Action> actions) {
    perform(actions, null);
  }

  /**
   * Performs what was announced, and completes what was answered, before which the pool does not
   * end. Each part is carried out though another fails; nothing is thrown.
   */
  void perform(List<Action> actions, @Nullable Answered answered) {
    try {
      performAll(actions);
      if (answered != null) {
        for (int i = 0; i < answered.size(); i++) {
          PoolTask task = answered.tasks[i];
          if (task != null) {
            complete(task, answered, i);
          }
        }
      }
    } finally {
      performed();
    }
  }

  /** What was announced is done. */
  void performed() {
    if (performing.decrementAndGet() == 0 && endDecided && !endDone.getAndSet(true)) {
      end.run();
    }
  }

  /** Under the pool's lock: nothing is left. The pool ends when what was announced is done. */
  void decideEnd() {
    endDecided = true;
  }

  private void complete(PoolTask task, Answered answered, int i) {
    Frame answer = answered.answer(i);
    record(
        task,
        answered.runNanos(i),
        answer.payload().length,
        answer.has(Frame.FAILED) ? "THREW" : "RETURNED");
    over(task);
    SerialThread after = answered.after;
    try {
      if (after != null) {
        after.execute(() -> task.sink.answered(task, answer));
        return;
      }
    } catch (RuntimeException | Error e) {
      // No memory to let it wait behind printed lines: then it comes before them.
    }
    try {
      task.sink.answered(task, answer);
    } catch (RuntimeException | Error e) {
      task.sink.failed(task, plainlyLost);
    }
  }

  /** What travelled with it and cannot be given back costs nobody a result. */
  private static void over(PoolTask task) {
    try {
      task.over();
    } catch (RuntimeException | Error e) {
      // It is held until this process ends.
    }
  }

  /** A record that cannot be made costs nobody a result. */
  private void record(PoolTask task, long runNanos, long received, String outcome) {
    try {
      if (Recorder.isOn()) {
        Recorder.task(core.name(), task, System.nanoTime(), runNanos, received, outcome);
      }
    } catch (RuntimeException | Error e) {
      // It is missing in the recording.
    }
  }

  private void performAll(List<Action> actions) {
    WorkerPort unflushed = null;
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      if (action instanceof Action.Send send) {
        // Race: the pool has broken down before the worker was started.
        if (send.worker().attachment() instanceof WorkerPort port) {
          if (unflushed != null && unflushed != port) {
            flush(unflushed);
          }
          append(port, send);
          unflushed = port;
        }
      } else {
        if (unflushed != null) {
          flush(unflushed);
          unflushed = null;
        }
        performOther(action);
      }
    }
    if (unflushed != null) {
      flush(unflushed);
    }
  }

  private void append(WorkerPort port, Action.Send send) {
    try {
      port.append((PoolTask) send.ticket(), send.slot());
    } catch (RuntimeException | Error e) {
      giveUp(port, e);
    }
  }

  private void flush(WorkerPort port) {
    try {
      port.flush();
    } catch (RuntimeException | Error e) {
      giveUp(port, e);
    }
  }

  /** The worker was not told what it had to be told: what it has goes back, or fails. */
  private void giveUp(WorkerPort port, Throwable why) {
    try {
      port.giveUp(why);
    } catch (RuntimeException | Error e) {
      core.collapse(e);
    }
  }

  private void performOther(Action action) {
    if (action instanceof Action.Start start) {
      start(start.worker());
    } else if (action instanceof Action.Leave leave) {
      if (leave.worker().attachment() instanceof WorkerPort port) {
        leave(port);
      }
    } else if (action instanceof Action.Kill kill) {
      kill(kill.worker(), kill.hard());
    } else if (action instanceof Action.Abandon abandon) {
      if (abandon.worker().attachment() instanceof WorkerPort port) {
        abandon(port);
      }
    } else if (action instanceof Action.Complete complete) {
      complete((PoolTask) complete.ticket(), complete);
    } else if (action instanceof Action.Ended) {
      endDecided = true;
    }
  }

  private void start(Worker worker) {
    try {
      starter.start(core, worker);
      // Race: it was to be killed before there was anything to kill.
      if (core.isDoomed(worker)) {
        kill(worker, true);
      }
    } catch (RuntimeException | Error e) {
      core.notStarted(worker, e);
    }
  }

  private void leave(WorkerPort port) {
    try {
      port.leave();
    } catch (RuntimeException | Error e) {
      giveUp(port, e);
    }
  }

  /**
   * Kills a worker; one that was not started yet is killed by {@link #start}. One for which there
   * is no memory is killed once more when its time is over, and then given up.
   *
   * @return false if there was no memory to do so
   */
  boolean kill(Worker worker, boolean hard) {
    try {
      if (worker.attachment() instanceof WorkerPort port) {
        port.kill(hard);
      }
    } catch (OutOfMemoryError e) {
      return false;
    } catch (RuntimeException | Error e) {
      // As above.
    }
    return true;
  }

  private void abandon(WorkerPort port) {
    try {
      port.abandon();
    } catch (RuntimeException | Error e) {
      core.collapse(e);
    }
  }

  private void complete(PoolTask task, Action.Complete complete) {
    record(task, 0, 0, complete.fate().name());
    over(task);
    Supplier<Throwable> why;
    try {
      why = why(task, complete);
    } catch (RuntimeException | Error e) {
      why = complete.fate() == Action.Fate.CANCELLED ? plainlyCancelled : plainlyLost;
    }
    fail(task, why);
  }

  /** The pool has broken down: the task fails. */
  void failBroken(PoolTask task) {
    over(task);
    fail(task, plainlyBroken);
  }

  private void fail(PoolTask task, Supplier<Throwable> why) {
    try {
      task.sink.failed(task, why);
    } catch (RuntimeException | Error e) {
      // A result needs nothing to be completed: it is, and what follows has met something.
    }
  }

  /** What will be told to who asks for the result; whatever may change is looked at now. */
  private Supplier<Throwable> why(PoolTask task, Action.Complete complete) {
    Worker worker = complete.worker();
    Object detail = complete.detail();
    return switch (complete.fate()) {
      case CANCELLED -> () -> new CancellationException(messages.describe(task) + " was cancelled");
      case TERMINATED -> () -> messages.terminated(task, worker != null);
      case BROKEN -> () -> messages.broken(detail);
      case LOST -> {
        Obituary obituary = (Obituary) Objects.requireNonNull(detail);
        String state = messages.state(core.stats());
        yield () -> messages.lost(task, obituary, state);
      }
      case TIMED_OUT -> {
        WorkerPort port =
            (WorkerPort) Objects.requireNonNull(Objects.requireNonNull(worker).attachment());
        StackTraceElement @Nullable [] told =
            detail instanceof StackTraceElement[] stack ? stack : port.stack();
        long pid = port.pid();
        String state = messages.state(core.stats());
        yield () -> messages.timedOut(task, pid, told, state);
      }
    };
  }
}
