package org.jvmpool.impl.brain;

import org.jspecify.annotations.Nullable;

/**
 * A list of tickets, each of which is in one list at a time: the links are the tickets' own. So to
 * move one needs no memory and cannot fail, which a queue that grows could do half-way.
 *
 * <p>Guarded by the lock under which the brain is called.
 */
final class Tickets {
  private @Nullable Ticket first;
  private @Nullable Ticket last;
  private int size;

  int size() {
    return size;
  }

  /** The first, or null. */
  @Nullable Ticket first() {
    return first;
  }

  void addFirst(Ticket ticket) {
    Ticket second = first;
    ticket.behind = second;
    first = ticket;
    if (second == null) {
      last = ticket;
    } else {
      second.before = ticket;
    }
    size++;
  }

  void addLast(Ticket ticket) {
    Ticket beforeIt = last;
    ticket.before = beforeIt;
    last = ticket;
    if (beforeIt == null) {
      first = ticket;
    } else {
      beforeIt.behind = ticket;
    }
    size++;
  }

  /** Removes one that is in this list. */
  void remove(Ticket ticket) {
    Ticket before = ticket.before;
    Ticket behind = ticket.behind;
    if (before == null) {
      first = behind;
    } else {
      before.behind = behind;
    }
    if (behind == null) {
      last = before;
    } else {
      behind.before = before;
    }
    ticket.before = null;
    ticket.behind = null;
    size--;
  }
}
