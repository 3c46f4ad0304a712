package org.jvmpool.impl.pool;

import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.WorkerInfo;
import org.jvmpool.impl.brain.Worker;

/**
 * A worker as the pool speaks to it: a child JVM or a thread. Events come back through {@link
 * PoolCore}. Every method may be called by any thread, returns without waiting for the worker, and
 * does nothing once the worker has ended.
 */
interface WorkerPort {
  /** Takes the task's frame; it may be kept until {@link #flush}. */
  void append(PoolTask task, int slot);

  /** Sends what was appended. */
  void flush();

  /**
   * The caller has sent a task and has nothing to do but wait for it: it may read the answer
   * itself, for a short while, without blocking.
   *
   * @param done whether what the caller waits for is there
   */
  void readFor(BooleanSupplier done);

  /** Tells functions that no task uses any more. */
  void forget(int function);

  /** Tells that a broadcast was closed. */
  void release(byte[] key);

  /** Asks the worker, which has nothing to do, to end. */
  void leave();

  /**
   * Ends the worker by force.
   *
   * @param hard without a chance to run exit hooks
   */
  void kill(boolean hard);

  /**
   * This program cannot tell the worker what it has to: ends it by force, and its tasks with it or
   * elsewhere.
   */
  void giveUp(Throwable why);

  /** The worker did not even end when killed: reports its end without waiting any longer. */
  void abandon();

  /** The worker's process id; 0 while it has none. */
  long pid();

  Instant startedAt();

  /** What users see of the worker; asked under the pool's lock. */
  default WorkerInfo info(Worker worker) {
    WorkerInfo.State state =
        switch (worker.phase()) {
          case STARTING -> WorkerInfo.State.STARTING;
          case STANDBY -> WorkerInfo.State.IDLE;
          case READY -> worker.inFlight() > 0 ? WorkerInfo.State.BUSY : WorkerInfo.State.IDLE;
          default -> WorkerInfo.State.RETIRING;
        };
    return new WorkerInfo(worker.index(), pid(), state, worker.tasksDone(), startedAt());
  }

  /** What it holds in memory, in bytes; 0 when that is not known. */
  long residentBytes();

  /** Where its task is now, if this side can see that; else null. */
  StackTraceElement @Nullable [] stack();
}
