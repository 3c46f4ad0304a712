package org.jvmpool.impl.pool;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jvmpool.WorkerOutput;

/**
 * What one worker prints, on its way to the pool's output. Knows whether some of it has not been
 * taken yet, since results come behind it, and the last that went to {@code System.err}, which an
 * obituary quotes.
 *
 * <p>Safe for many threads: those that read the worker, and the output thread.
 */
final class WorkerLines {
  static final int TAIL = 20;

  private final PoolCore core;
  private final int index;
  private final LongSupplier pid;
  private final AtomicInteger underWay = new AtomicInteger();

  /** Guarded by itself. */
  private final ArrayDeque<String> errorTail = new ArrayDeque<>();

  WorkerLines(PoolCore core, int index, LongSupplier pid) {
    this.core = core;
    this.index = index;
    this.pid = pid;
  }

  /** Whether tasks have printed what was not yet taken. */
  boolean areUnderWay() {
    return underWay.get() > 0;
  }

  /** Lines that tasks have printed. */
  void ofTasks(List<String> lines, boolean error) {
    for (String line : lines) {
      if (error) {
        remember(line);
      }
      if (core.takesOutput()) {
        WorkerOutput.Line whole = line(line, error);
        behindThem(() -> core.settings().output().accept(whole));
      }
    }
  }

  /** Runs something that a task has caused where and when a line printed now would be taken. */
  void behindThem(Runnable piece) {
    SerialThread.Piece counted =
        new SerialThread.Piece(
            () -> {
              try {
                piece.run();
              } finally {
                underWay.decrementAndGet();
              }
            });
    underWay.incrementAndGet();
    core.outputThread().execute(counted);
  }

  /** A line of the process's own standard error: of the JVM, of native code, of a grandchild. */
  void ofProcess(String text) {
    if (core.takesOutput()) {
      WorkerOutput.Line line = line(text, true);
      core.outputThread().execute(() -> core.settings().output().accept(line));
    }
  }

  private WorkerOutput.Line line(String text, boolean error) {
    return new WorkerOutput.Line(index, pid.getAsLong(), error, text);
  }

  private void remember(String line) {
    synchronized (errorTail) {
      if (errorTail.size() == TAIL) {
        errorTail.removeFirst();
      }
      errorTail.add(line);
    }
  }

  /** The last that tasks printed to {@code System.err}. */
  List<String> errorTail() {
    synchronized (errorTail) {
      return List.copyOf(errorTail);
    }
  }
}
