package org.jvmpool.impl.brain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Action.Fate;

/**
 * The tasks that are not over: how many there are, in which order those wait that no worker has,
 * and which workers have the others; in which of its places, that {@link Worker} knows.
 *
 * <p>A task is in one of two lists from its submission until its end is among the actions that were
 * decided. Whatever fails on the way, it is found there.
 *
 * <p>Guarded by the lock under which the brain is called.
 */
final class Tasks {
  private final Counters counters;

  /** Those that no worker has, in the order in which they are to be sent. */
  private final Tickets waiting = new Tickets();

  /** Those that were sent. */
  private final Tickets sent = new Tickets();

  Tasks(Counters counters) {
    this.counters = counters;
  }

  long unfinished() {
    return (long) waiting.size() + sent.size();
  }

  /** How many wait for a worker. */
  int waiting() {
    return waiting.size();
  }

  // ---- the queue

  /** A new task waits behind all others. */
  void await(Ticket ticket) {
    ticket.state = Ticket.State.WAITING;
    waiting.addLast(ticket);
  }

  /** A task that a worker had waits again, before all others. */
  void putBack(Ticket ticket) {
    sent.remove(ticket);
    ticket.state = Ticket.State.WAITING;
    waiting.addFirst(ticket);
  }

  /** The task that is next, or null. */
  @Nullable Ticket first() {
    return waiting.first();
  }

  /** A task that is new, or waits, goes to a worker. */
  void send(Ticket ticket) {
    if (ticket.state == Ticket.State.WAITING) {
      waiting.remove(ticket);
    }
    ticket.state = Ticket.State.SENT;
    sent.addLast(ticket);
  }

  // ---- the end of a task

  /** A task was answered that was with a worker. */
  void answered(Ticket ticket, boolean failed) {
    over(ticket);
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
    // First what may fail for want of memory.
    out.add(new Action.Complete(ticket, fate, worker, detail));
    over(ticket);
    switch (fate) {
      case LOST -> counters.lost++;
      case TIMED_OUT -> counters.timedOut++;
      case CANCELLED -> counters.cancelled++;
      default -> {}
    }
  }

  /** One that is not over, which is so from now on; null when there is none. */
  @Nullable Ticket takeAny() {
    Ticket any = waiting.first() != null ? waiting.first() : sent.first();
    if (any != null) {
      over(any);
    }
    return any;
  }

  private void over(Ticket ticket) {
    (ticket.state == Ticket.State.WAITING ? waiting : sent).remove(ticket);
    ticket.state = Ticket.State.DONE;
  }
}
