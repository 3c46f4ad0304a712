package org.jvmpool.impl.brain;

import org.jspecify.annotations.Nullable;

/** A task of the simulation: what it will do, and what the model has seen of it. */
final class SimulatedTask extends Ticket {
  /** What the task will do to its worker. */
  enum Nature {
    RETURNS,
    THROWS,
    CRASHES,
    /** Its worker dies when it reads it, before it claims it. */
    STRANDS,
    NEVER_ENDS
  }

  final Nature nature;
  final long runNanos;
  final int allowedLosses;
  private final int bytes;

  /** How it was over: "answered", or the name of its fate. */
  @Nullable String over;

  /** Its place in the model's list of unfinished tasks. */
  int place;

  int starts;
  int losses;

  /** Workers that died when it was next for them, since it was last lost. */
  int strandings;

  long sentAt;
  long claimedAt;

  /** The worker that claimed it and has not answered. */
  @Nullable SimulatedWorker on;

  SimulatedTask(long id, long limitNanos, int retries, Nature nature, long runNanos, int bytes) {
    super(id, limitNanos, retries);
    this.nature = nature;
    this.runNanos = runNanos;
    this.allowedLosses = retries;
    this.bytes = bytes;
  }

  @Override
  public int bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return "task " + id();
  }
}
