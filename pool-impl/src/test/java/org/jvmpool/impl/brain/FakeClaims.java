package org.jvmpool.impl.brain;

import java.util.Arrays;

/**
 * The claim words of one worker, in memory and with both sides' arrows. Single-threaded: a test
 * decides the order in which the two sides act.
 */
class FakeClaims implements Claims {
  private final boolean pipelined;
  private final State[] words = new State[Worker.SLOTS];
  private final long[] tasks = new long[Worker.SLOTS];
  private final long[] claimedAt = new long[Worker.SLOTS];

  FakeClaims(boolean pipelined) {
    this.pipelined = pipelined;
    Arrays.fill(tasks, Long.MIN_VALUE);
  }

  // ---- the worker's side

  /** The worker starts the task; false when it was taken back. */
  boolean claim(int slot, long taskId, long now) {
    claimedAt[slot] = now;
    return move(slot, taskId, State.SENT, State.CLAIMED);
  }

  /** The worker has the task's result; false when the task was condemned. */
  boolean finish(int slot, long taskId) {
    return move(slot, taskId, State.CLAIMED, State.DONE);
  }

  /** The worker's watchdog condemns what runs. */
  boolean condemnItself(int slot, long taskId) {
    return move(slot, taskId, State.CLAIMED, State.CONDEMNED);
  }

  // ---- the parent's side

  @Override
  public void offer(int slot, long taskId) {
    words[slot] = State.SENT;
    tasks[slot] = taskId;
    claimedAt[slot] = 0;
  }

  @Override
  public boolean revoke(int slot, long taskId) {
    return pipelined && move(slot, taskId, State.SENT, State.REVOKED);
  }

  @Override
  public boolean condemn(int slot, long taskId) {
    return !pipelined || move(slot, taskId, State.CLAIMED, State.CONDEMNED);
  }

  @Override
  public State state(int slot, long taskId) {
    return pipelined ? word(slot, taskId) : State.CLAIMED;
  }

  @Override
  public long claimedAt(int slot, long taskId) {
    return pipelined && tasks[slot] == taskId ? claimedAt[slot] : 0;
  }

  @Override
  public boolean pipelined() {
    return pipelined;
  }

  /** The word as it is, whatever the parent may know of it. */
  State word(int slot, long taskId) {
    if (tasks[slot] != taskId) {
      throw new AssertionError(
          "slot " + slot + " holds task " + tasks[slot] + ", but was asked for task " + taskId);
    }
    return words[slot];
  }

  private boolean move(int slot, long taskId, State from, State to) {
    if (word(slot, taskId) != from) {
      return false;
    }
    words[slot] = to;
    return true;
  }
}
