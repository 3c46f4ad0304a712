package org.jvmpool.impl.pool;

import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Worker;

/**
 * Writes a pool's events for JDK Flight Recorder. Costs a look at a flag as long as no recording
 * was ever started in this JVM, and nothing where the JVM has no Flight Recorder.
 */
final class Recorder {
  private static final boolean POSSIBLE = isPossible();

  private Recorder() {}

  private static boolean isPossible() {
    try {
      return FlightRecorder.isAvailable();
    } catch (LinkageError e) {
      return false; // a runtime without the module jdk.jfr
    }
  }

  /** Whether there may be a recording; asked before each event, since one may start at any time. */
  static boolean isOn() {
    return POSSIBLE && FlightRecorder.isInitialized();
  }

  static void task(
      String pool, PoolTask task, long now, long runNanos, long received, String outcome) {
    TaskEvent event = new TaskEvent();
    if (!event.shouldCommit()) {
      return;
    }
    Worker worker = task.worker();
    event.pool = pool;
    event.task = task.id();
    event.function = task.function.name();
    event.worker =
        worker != null && worker.attachment() instanceof WorkerPort port ? port.pid() : 0;
    event.queueTime = Math.max(0, now - task.submittedAt - runNanos);
    event.runTime = runNanos;
    event.bytesSent = task.bytes();
    event.bytesReceived = received;
    event.outcome = outcome;
    event.commit();
  }

  static void worker(String pool, Worker worker, String change, @Nullable Obituary obituary) {
    WorkerEvent event = new WorkerEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.pool = pool;
    event.worker =
        obituary != null
            ? obituary.pid()
            : worker.attachment() instanceof WorkerPort port ? port.pid() : 0;
    event.index = worker.index();
    event.change = change;
    event.tasksDone = worker.tasksDone();
    event.ending = obituary == null ? "" : obituary.inWords();
    event.commit();
  }
}
