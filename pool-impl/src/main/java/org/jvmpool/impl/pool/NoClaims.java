package org.jvmpool.impl.pool;

import org.jvmpool.impl.brain.Claims;

/**
 * In place of a page where none can be shared: the worker is sent one task at a time, so that what
 * it was sent last is what it runs.
 */
final class NoClaims implements Claims {
  @Override
  public void offer(int slot, long taskId) {
    // There is no word to set.
  }

  @Override
  public boolean revoke(int slot, long taskId) {
    return false;
  }

  @Override
  public boolean condemn(int slot, long taskId) {
    return true;
  }

  @Override
  public State state(int slot, long taskId) {
    return State.CLAIMED;
  }

  @Override
  public long claimedAt(int slot, long taskId) {
    return 0;
  }

  @Override
  public boolean pipelined() {
    return false;
  }
}
