package org.jvmpool.impl.pool;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jvmpool.worker.wire.ClaimPage;

/** The claim words of a worker that is a thread: the time of a claim is known, too. */
final class ThreadClaims extends PageClaims {
  private final AtomicLongArray claimedAt;

  ThreadClaims(ClaimPage page, AtomicLongArray claimedAt) {
    super(page);
    this.claimedAt = claimedAt;
  }

  @Override
  public long claimedAt(int slot, long taskId) {
    return state(slot, taskId) == State.SENT ? 0 : claimedAt.get(slot);
  }
}
