package org.jvmpool.impl.brain;

import org.jspecify.annotations.Nullable;

/**
 * One task as the brain sees it: an id, a size, a limit, and where it is. The shell extends it with
 * the bytes to send and the result to complete.
 *
 * <p>All fields that change are guarded by the lock under which the brain is called.
 */
public abstract class Ticket {
  /**
   * NEW → WAITING → SENT → DONE. A task that is taken back, or whose worker was lost with a retry
   * left, goes from SENT to WAITING again; DONE is final.
   */
  public enum State {
    NEW,
    WAITING,
    SENT,
    DONE
  }

  private final long id;
  private final long limitNanos;
  private final int retries;

  State state = State.NEW;
  private int retriesUsed;

  /** Workers that ended when it was next for them, and before they began with it. */
  int stranded;

  @Nullable Worker worker;
  int slot;

  /** Its neighbours in the {@link Tickets} that it is in. */
  @Nullable Ticket before;

  @Nullable Ticket behind;

  /**
   * @param limitNanos how long it may run once it has started, 0 for no limit
   * @param retries how often it may be run again after its worker was lost
   */
  protected Ticket(long id, long limitNanos, int retries) {
    this.id = id;
    this.limitNanos = limitNanos > BrainSettings.FOREVER ? 0 : limitNanos;
    this.retries = retries;
  }

  public final long id() {
    return id;
  }

  public final long limitNanos() {
    return limitNanos;
  }

  /** What it weighs in a pipe, in bytes. */
  public abstract int bytes();

  /** The worker that has it, or had it last. */
  public final @Nullable Worker worker() {
    return worker;
  }

  /** The worker that has it; asked of a task that is SENT. */
  final Worker holder() {
    Worker holder = worker;
    if (holder == null) {
      throw new IllegalStateException("task " + id + " is " + state + " and was never sent");
    }
    return holder;
  }

  public final State state() {
    return state;
  }

  public final int slot() {
    return slot;
  }

  /**
   * Whether no worker ever began with it, although it was sent to one after the other: asked of a
   * task that was lost.
   */
  public final boolean isStranded() {
    return stranded >= BrainSettings.STRANDINGS;
  }

  final boolean mayRetry() {
    return retriesUsed < retries;
  }

  /** It is to be run again. */
  void retry() {
    retriesUsed++;
  }

  /** How often it was run, or was to be run, by now. */
  public int runs() {
    return retriesUsed + 1;
  }
}
