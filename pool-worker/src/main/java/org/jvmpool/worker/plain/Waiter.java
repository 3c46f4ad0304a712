package org.jvmpool.worker.plain;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One call that waits. It stands in at most one {@link Line} at a time and ends once: whoever ends
 * it holds the monitor of the core where it waits.
 */
final class Waiter {
  /** How a wait ends. */
  enum End {
    /** It got what it waited for. */
    GRANTED,
    /** Its limit passed. */
    TIMED_OUT,
    INTERRUPTED,
    /** Its barrier broke. */
    BROKEN,
    /** The handle through which it waits was closed. */
    CLOSED,
    SESSION_ENDED
  }

  final Owner owner;
  final Handle<?> through;
  private final Thread thread = Thread.currentThread();

  /** In a queue or pipe: what it puts, or what it was given. Under the core's monitor. */
  @Nullable Object item;

  /** In a condition: how many holds of the lock come back with it. */
  int holds = 1;

  /** In a condition: its signals, which it has left when {@link #woken} is set. */
  @Nullable Line signals;

  /** In a condition: why it does not wait for a signal any more. Under the core's monitor. */
  @Nullable End woken;

  /** Null while it waits. Written under the core's monitor, read by the waiting thread alone. */
  private volatile @Nullable End end;

  Waiter(Owner owner, Handle<?> through) {
    this.owner = owner;
    this.through = through;
  }

  @Nullable End end() {
    return end;
  }

  /** Under the core's monitor, when it stands in no line any more. */
  void end(End how) {
    end = how;
    LockSupport.unpark(thread);
  }
}
