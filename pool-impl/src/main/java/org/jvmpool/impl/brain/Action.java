package org.jvmpool.impl.brain;

import org.jspecify.annotations.Nullable;

/** What the brain wants done. The shell does it after it has left the lock, in the given order. */
public sealed interface Action {
  /**
   * Write the task's frame to the worker.
   *
   * @param slot the task's place when this was decided; the task itself may be elsewhere by now,
   *     but the worker has to be told of the place all the same, to pass it
   */
  record Send(Worker worker, Ticket ticket, int slot) implements Action {}

  /** Start a process (or thread) for the worker. */
  record Start(Worker worker) implements Action {}

  /** Tell the worker, which has nothing to do, to end. */
  record Leave(Worker worker) implements Action {}

  /**
   * End the worker by force.
   *
   * @param hard at once and finally; otherwise it may still run its exit hooks
   */
  record Kill(Worker worker, boolean hard) implements Action {}

  /** The worker does not even end when killed: give up on it. */
  record Abandon(Worker worker) implements Action {}

  /**
   * The task is over without an answer.
   *
   * @param detail what the event that caused it carried: an obituary, a stack
   */
  record Complete(Ticket ticket, Fate fate, @Nullable Worker worker, @Nullable Object detail)
      implements Action {}

  /** Nothing is left: the pool has ended. */
  record Ended() implements Action {}

  /** Why a task is over without an answer. */
  enum Fate {
    LOST,
    TIMED_OUT,
    CANCELLED,
    TERMINATED,
    BROKEN
  }
}
