package org.jvmpool.impl.brain;

import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Brain.Lifecycle;

/**
 * How far a pool is in its life; its states only move forward:
 *
 * <pre>
 *   OPEN ─────▶ CLOSING ─────▶ ENDED
 *     │            │             ▲
 *     └────────────┴─▶ TERMINATED or BROKEN
 * </pre>
 *
 * Guarded by the lock under which the brain is called.
 */
final class Life {
  private Lifecycle state = Lifecycle.OPEN;
  private @Nullable Object breakdown;
  private boolean terminated;

  Lifecycle state() {
    return state;
  }

  /** New tasks are taken. */
  boolean isOpen() {
    return state == Lifecycle.OPEN;
  }

  /** Tasks are run, whether or not new ones are taken. */
  boolean isRunning() {
    return state == Lifecycle.OPEN || state == Lifecycle.CLOSING;
  }

  /** The end has not come, and comes once nothing is left. */
  boolean isEnding() {
    return state != Lifecycle.OPEN && state != Lifecycle.ENDED;
  }

  /** What the event carried that broke the pool. */
  @Nullable Object breakdown() {
    return breakdown;
  }

  void close() {
    move(state == Lifecycle.OPEN, Lifecycle.CLOSING);
  }

  /** Returns whether tasks were run until now. */
  boolean terminate() {
    boolean moved = move(isRunning(), Lifecycle.TERMINATED);
    terminated |= moved;
    return moved;
  }

  /** It was terminated, whether or not it has ended since. */
  boolean wasTerminated() {
    return terminated;
  }

  /** Returns whether tasks were run until now. */
  boolean breakDown(@Nullable Object cause) {
    boolean moved = move(isRunning(), Lifecycle.BROKEN);
    if (moved) {
      breakdown = cause;
    }
    return moved;
  }

  void end() {
    move(isEnding(), Lifecycle.ENDED);
  }

  private boolean move(boolean allowed, Lifecycle to) {
    if (allowed) {
      state = to;
    }
    return allowed;
  }
}
