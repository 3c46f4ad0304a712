package org.jvmpool.impl.pool;

import org.jvmpool.impl.brain.Claims;
import org.jvmpool.worker.wire.ClaimPage;

/** The claim words of one worker, on a page that both sides see. */
class PageClaims implements Claims {
  private final ClaimPage page;

  PageClaims(ClaimPage page) {
    this.page = page;
  }

  @Override
  public void offer(int slot, long taskId) {
    page.offer(slot, taskId);
  }

  @Override
  public boolean revoke(int slot, long taskId) {
    return page.revoke(slot, taskId);
  }

  @Override
  public boolean condemn(int slot, long taskId) {
    return page.condemn(slot, taskId);
  }

  @Override
  public State state(int slot, long taskId) {
    return switch (page.state(slot, taskId)) {
      case ClaimPage.SENT -> State.SENT;
      case ClaimPage.CLAIMED -> State.CLAIMED;
      case ClaimPage.DONE -> State.DONE;
      case ClaimPage.REVOKED -> State.REVOKED;
      default -> State.CONDEMNED;
    };
  }

  /** The worker watches its own limits; this side only knows when it looked first. */
  @Override
  public long claimedAt(int slot, long taskId) {
    return 0;
  }

  @Override
  public boolean pipelined() {
    return true;
  }
}
