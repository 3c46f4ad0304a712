package org.jvmpool.impl.brain;

/**
 * The words on which the parent and one worker settle who owns a task, one word for each slot of
 * the worker's window. The worker's side of it is a compare-and-set before it starts a task and one
 * before it answers.
 *
 * <pre>
 *            worker claims          worker finishes
 *   SENT ───────────────▶ CLAIMED ───────────────▶ DONE
 *    │ parent revokes        │ parent (or the worker's watchdog) condemns
 *    ▼                       ▼
 *  REVOKED                CONDEMNED   the worker starts nothing any more and waits to be killed
 * </pre>
 *
 * Each arrow is taken by exactly one side, so a task that was revoked never runs, and a kill that
 * follows a successful {@link #condemn} hits that task and no other.
 */
public interface Claims {
  /** The states of a word. */
  enum State {
    SENT,
    CLAIMED,
    DONE,
    REVOKED,
    CONDEMNED
  }

  /** Makes the slot's word SENT for this task; called before its frame is written. */
  void offer(int slot, long taskId);

  /** Takes back a task that was not started. True: it will never start. */
  boolean revoke(int slot, long taskId);

  /**
   * Dooms the worker for a task that is running. True: the task was running, it will never count as
   * finished, and the worker starts no other.
   */
  boolean condemn(int slot, long taskId);

  /** How far the task came; asked once the worker has ended, or of the task at the head. */
  State state(int slot, long taskId);

  /** When the task was claimed, on the clock of the events; 0 when that is not known. */
  long claimedAt(int slot, long taskId);

  /**
   * Whether tasks may be sent behind one that has not been answered. False where no page could be
   * shared: then {@code revoke} is always false and {@code condemn} always true.
   */
  boolean pipelined();
}
