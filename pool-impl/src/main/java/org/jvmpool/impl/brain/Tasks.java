package org.jvmpool.impl.brain;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Action.Fate;

/**
 * The tasks that are not over: how many there are, and in which order those wait that no worker
 * has. Those that a worker has, that {@link Worker} holds.
 *
 * <p>Guarded by the lock under which the brain is called.
 */
final class Tasks {
  private final Counters counters;

  /**
   * Oldest first. A task that is over while it waits stays, as DONE, until it comes to the front.
   */
  private final ArrayDeque<Ticket> queue = new ArrayDeque<>();

  private int waiting;
  private long unfinished;

  Tasks(Counters counters) {
    this.counters = counters;
  }

  long unfinished() {
    return unfinished;
  }

  /** How many wait for a worker. */
  int waiting() {
    return waiting;
  }

  /** There is one more, which is to be sent or to {@linkplain #await wait}. */
  void submitted() {
    unfinished++;
  }

  // ---- the queue

  /** A new task waits behind all others. */
  void await(Ticket ticket) {
    ticket.state = Ticket.State.WAITING;
    queue.addLast(ticket);
    waiting++;
  }

  /** A task that a worker had waits again, before all others. */
  void putBack(Ticket ticket) {
    ticket.state = Ticket.State.WAITING;
    queue.addFirst(ticket);
    waiting++;
  }

  /** The task that is next, or null. */
  @Nullable Ticket first() {
    Ticket first;
    while ((first = queue.peekFirst()) != null && first.state != Ticket.State.WAITING) {
      queue.removeFirst();
    }
    return first;
  }

  /** Takes what {@link #first} returned, to be sent. */
  void removeFirst() {
    queue.removeFirst();
    waiting--;
  }

  // ---- the end of a task

  /** A task was answered that was with a worker. */
  void answered(Ticket ticket, boolean failed) {
    ticket.state = Ticket.State.DONE;
    unfinished--;
    if (failed) {
      counters.failed++;
    } else {
      counters.done++;
    }
  }

  /**
   * A task is over without an answer; it waited, or was taken out of its worker's window.
   *
   * @param worker the worker that had it
   */
  void complete(
      Ticket ticket,
      Fate fate,
      @Nullable Worker worker,
      @Nullable Object detail,
      List<Action> out) {
    boolean waited = ticket.state == Ticket.State.WAITING;
    ticket.state = Ticket.State.DONE;
    unfinished--;
    if (waited) {
      waiting--;
      sweep();
    }
    switch (fate) {
      case LOST -> counters.lost++;
      case TIMED_OUT -> counters.timedOut++;
      case CANCELLED -> counters.cancelled++;
      default -> {}
    }
    out.add(new Action.Complete(ticket, fate, worker, detail));
  }

  /** Frees tasks that are over, once they are more than half of the queue. */
  private void sweep() {
    if (queue.size() > 2 * waiting + 64) {
      queue.removeIf(ticket -> ticket.state != Ticket.State.WAITING);
    }
  }
}
