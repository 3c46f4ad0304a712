package org.jvmpool;

import java.time.Instant;
import java.util.Objects;

/**
 * A worker of a pool at one moment.
 *
 * @param index the index of the worker, 0 or more, as {@link WorkerContext#index()} tells it
 * @param pid the process id, 0 while the process is not started
 * @param state what it does
 * @param tasksDone how many tasks it has finished
 * @param startedAt when the pool began to start it
 * @see Pool#workers()
 */
public record WorkerInfo(int index, long pid, State state, long tasksDone, Instant startedAt) {

  /** What a worker does. */
  public enum State {
    /** Its process starts up or runs the pool's initializer. */
    STARTING,
    /** It waits for a task. */
    IDLE,
    /** It runs a task. */
    BUSY,
    /** It gets no more tasks and ends. */
    RETIRING
  }

  /**
   * Makes a snapshot.
   *
   * @param index the index of the worker, 0 or more, as {@link WorkerContext#index()} tells it
   * @param pid the process id, 0 while the process is not started
   * @param state what it does
   * @param tasksDone how many tasks it has finished
   * @param startedAt when the pool began to start it
   * @throws IllegalArgumentException if a number is negative
   * @throws NullPointerException if the state or the instant is null
   */
  public WorkerInfo {
    if (index < 0) {
      throw new IllegalArgumentException("index must be at least 0, but was " + index);
    }
    if (pid < 0) {
      throw new IllegalArgumentException("pid must be at least 0, but was " + pid);
    }
    if (tasksDone < 0) {
      throw new IllegalArgumentException("tasksDone must be at least 0, but was " + tasksDone);
    }
    Objects.requireNonNull(state, "state must not be null");
    Objects.requireNonNull(startedAt, "startedAt must not be null");
  }
}
