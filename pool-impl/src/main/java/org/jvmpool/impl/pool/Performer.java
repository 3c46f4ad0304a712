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
import org.jvmpool.worker.wire.Frame;

/**
 * Carries out what the brain decided, on the thread whose event caused it, after that has left the
 * pool's lock. Knows workers as {@link WorkerPort}s and results as {@link TaskSink}s, and decides
 * nothing.
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

  /**
   * @param end what is done once, at last
   */
  Performer(PoolCore core, PoolCore.WorkerStarter starter, Messages messages, Runnable end) {
    this.core = core;
    this.starter = starter;
    this.messages = messages;
    this.end = end;
  }

  /** Under the pool's lock: something was decided, and the calling thread performs it next. */
  void announce() {
    performing.incrementAndGet();
  }

  /** Performs what was announced. */
  void perform(List<Action> actions) {
    perform(actions, () -> {});
  }

  /**
   * Performs what was announced, and something behind it that is part of it.
   *
   * @param then what the pool does not end before
   */
  void perform(List<Action> actions, Runnable then) {
    try {
      performAll(actions);
      then.run();
    } finally {
      if (performing.decrementAndGet() == 0 && endDecided && !endDone.getAndSet(true)) {
        end.run();
      }
    }
  }

  /**
   * Completes tasks that were answered.
   *
   * @param tasks null in the place of one that had been over before
   * @param after the thread that is to complete them, null for the calling one
   */
  void complete(
      @Nullable PoolTask[] tasks,
      List<Frame> answers,
      long[] runNanos,
      @Nullable SerialThread after) {
    for (int i = 0; i < tasks.length; i++) {
      PoolTask task = tasks[i];
      if (task != null) {
        Frame answer = answers.get(i);
        if (Recorder.isOn()) {
          Recorder.task(
              core.name(),
              task,
              System.nanoTime(),
              runNanos[i],
              answer.payload().length,
              answer.has(Frame.FAILED) ? "THREW" : "RETURNED");
        }
        task.over();
        if (after == null) {
          task.sink.answered(task, answer);
        } else {
          after.execute(() -> task.sink.answered(task, answer));
        }
      }
    }
  }

  private void performAll(List<Action> actions) {
    WorkerPort unflushed = null;
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      if (action instanceof Action.Send send) {
        WorkerPort port = port(send.worker());
        if (unflushed != null && unflushed != port) {
          unflushed.flush();
        }
        port.append((PoolTask) send.ticket(), send.slot());
        unflushed = port;
      } else {
        if (unflushed != null) {
          unflushed.flush();
          unflushed = null;
        }
        performOther(action);
      }
    }
    if (unflushed != null) {
      unflushed.flush();
    }
  }

  private void performOther(Action action) {
    if (action instanceof Action.Start start) {
      start(start.worker());
    } else if (action instanceof Action.Leave leave) {
      port(leave.worker()).leave();
    } else if (action instanceof Action.Kill kill) {
      // Race: it is to be killed before there is anything to kill; then start sees to it.
      if (kill.worker().attachment() instanceof WorkerPort port) {
        port.kill(kill.hard());
      }
    } else if (action instanceof Action.Abandon abandon) {
      port(abandon.worker()).abandon();
    } else if (action instanceof Action.Complete complete) {
      complete((PoolTask) complete.ticket(), complete);
    } else if (action instanceof Action.Ended) {
      endDecided = true;
    }
  }

  private void start(Worker worker) {
    starter.start(core, worker);
    // Race: it was to be killed before there was anything to kill.
    if (core.phase(worker) == Worker.Phase.DYING) {
      port(worker).kill(true);
    }
  }

  private static WorkerPort port(Worker worker) {
    return (WorkerPort) Objects.requireNonNull(worker.attachment(), "a worker was never started");
  }

  private void complete(PoolTask task, Action.Complete complete) {
    if (Recorder.isOn()) {
      Recorder.task(core.name(), task, System.nanoTime(), 0, 0, complete.fate().name());
    }
    task.over();
    task.sink.failed(task, why(task, complete));
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
        WorkerPort port = port(Objects.requireNonNull(worker));
        StackTraceElement @Nullable [] told =
            detail instanceof StackTraceElement[] stack ? stack : port.stack();
        long pid = port.pid();
        String state = messages.state(core.stats());
        yield () -> messages.timedOut(task, pid, told, state);
      }
    };
  }
}
