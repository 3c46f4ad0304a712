package org.jvmpool.impl.brain;

/**
 * What has come up since it was last looked at: the earliest time at which something is due that
 * was not due before. So that who keeps the time needs to be told of an event only what that event
 * brought, and all that is due is gone through only when time has passed.
 *
 * <p>Guarded by the lock under which the brain is called.
 */
final class Agenda {
  /** No time at all. */
  static final long NEVER = Long.MAX_VALUE;

  private long soonest = NEVER;

  /**
   * Something is due at a time.
   *
   * @param at 0 for never
   */
  void add(long at) {
    soonest = earlier(soonest, at);
  }

  /** The earliest that has come up, {@link #NEVER} for nothing; then forgets it. */
  long take() {
    long taken = soonest;
    soonest = NEVER;
    return taken;
  }

  /**
   * The earlier of two times, as distances, since a clock may wrap.
   *
   * @param soonest {@link #NEVER} for none
   * @param at 0 for none
   */
  static long earlier(long soonest, long at) {
    if (at == 0) {
      return soonest;
    }
    return soonest == NEVER || at - soonest < 0 ? at : soonest;
  }
}
