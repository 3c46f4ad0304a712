package org.jvmpool.worker.plain;

import java.io.InvalidObjectException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A shared object itself, without the handles through which sessions use it. It has no thread; what
 * it knows is guarded by its monitor, under which only a session's is taken, and nobody waits and
 * no user code runs there.
 *
 * <p>A core that has travelled stands in the register of this JVM, so that its number finds it; it
 * stays there while a session has a handle or a ticket is under way.
 */
abstract class Core {
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final Map<Long, Core> TRAVELLED = new ConcurrentHashMap<>();

  private final String kind;
  private final long number = NUMBERS.incrementAndGet();

  /* Guarded by the monitor of tickets, which is a leaf. */
  private final Set<Long> tickets = new HashSet<>();
  private long issued;
  private int handles;

  Core(String kind) {
    this.kind = kind;
  }

  /** A handle for a session, which opens it once. */
  abstract Handle<?> newHandle(Session session);

  /** The session has ended: hands on what it held here, and ends its waits. */
  void sessionEnded(Session session) {}

  /**
   * Nobody waits any more for what this owner asked for: ends its wait here, which gets nothing.
   */
  void waitEnds(Owner owner) {}

  /** A handle was closed: ends the waits of those that wait through it. */
  void handleClosed(Handle<?> handle) {}

  /** The last handle was closed and no ticket is under way. */
  void released() {}

  long number() {
    return number;
  }

  // ---- handles and tickets

  final void handleOpened() {
    synchronized (tickets) {
      handles++;
    }
  }

  final void handleGone() {
    synchronized (tickets) {
      handles--;
      if (handles > 0 || !tickets.isEmpty()) {
        return;
      }
      TRAVELLED.remove(number);
    }
    released();
  }

  /** What travels for it. */
  final Ticket ticket() {
    synchronized (tickets) {
      TRAVELLED.put(number, this);
      issued++;
      tickets.add(issued);
      return new Ticket(kind, number, issued);
    }
  }

  /** A ticket will not arrive; if it has, nothing happens. */
  final void lost(long ticket) {
    synchronized (tickets) {
      if (!tickets.remove(ticket) || handles > 0 || !tickets.isEmpty()) {
        return;
      }
      TRAVELLED.remove(number);
    }
    released();
  }

  /** The core of that number, if it has travelled and is in use; else null. */
  static @Nullable Core find(long number) {
    return TRAVELLED.get(number);
  }

  /** A ticket has arrived, at the first time or once more: the handle of who reads it. */
  final Handle<?> arrived(long ticket) throws InvalidObjectException {
    checkArrival();
    Handle<?> handle = Session.current().handleOf(this);
    synchronized (tickets) {
      tickets.remove(ticket);
    }
    return handle;
  }

  /** Refuses a ticket that comes too late. */
  void checkArrival() throws InvalidObjectException {}

  // ---- waiting

  /**
   * A wait of this thread begins. Under the monitor.
   *
   * @throws IllegalStateException if the handle is closed or the session has ended
   */
  final Waiter join(Line line, Owner owner, Handle<?> through) {
    if (through.isClosed()) {
      throw through.closedError();
    }
    owner.session().enter(this);
    Waiter waiter = new Waiter(owner, through);
    line.join(waiter);
    return waiter;
  }

  /**
   * Waits, without the monitor, until the wait of this thread has ended. A wait that has left its
   * line is not given up any more: an interrupt is then kept for later.
   *
   * @return how it ended: granted, timed out, interrupted or broken
   * @throws IllegalStateException if the handle was closed or the session has ended
   */
  final Waiter.End await(Waiter waiter, Line line, Deadline deadline, boolean interruptible) {
    boolean interrupted = false;
    try {
      boolean mayGiveUp = true;
      while (true) {
        Waiter.End end = waiter.end();
        if (end == Waiter.End.CLOSED) {
          throw waiter.through.closedError();
        }
        if (end == Waiter.End.SESSION_ENDED) {
          throw waiter.owner.session().endedError();
        }
        if (end != null) {
          return end;
        }
        if (Thread.interrupted()) {
          boolean gaveUp =
              mayGiveUp && interruptible && giveUp(waiter, line, Waiter.End.INTERRUPTED);
          mayGiveUp &= !gaveUp;
          interrupted |= !gaveUp;
        } else if (!mayGiveUp || deadline.isNever()) {
          LockSupport.park(this);
        } else if (deadline.left() > 0) {
          LockSupport.parkNanos(this, deadline.left());
        } else {
          giveUp(waiter, line, Waiter.End.TIMED_OUT);
          mayGiveUp = false;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits as {@link #await} does.
   *
   * @return whether it got what it waited for; else the limit has passed
   */
  final boolean awaitGrant(Waiter waiter, Line line, Deadline deadline, boolean interruptible)
      throws InterruptedException {
    Waiter.End end = await(waiter, line, deadline, interruptible);
    if (end == Waiter.End.INTERRUPTED) {
      throw new InterruptedException();
    }
    return end == Waiter.End.GRANTED;
  }

  static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private synchronized boolean giveUp(Waiter waiter, Line line, Waiter.End how) {
    // Race: it was granted, or ended otherwise, a moment ago; then it is out of its line.
    boolean waits = line.leave(waiter);
    if (waits) {
      gaveUp(waiter, how);
    }
    return waits;
  }

  /** A wait was given up by its thread and is out of its line. Under the monitor. */
  void gaveUp(Waiter waiter, Waiter.End how) {
    end(waiter, how);
  }

  /** Ends a wait that leads to nothing. Under the monitor. */
  final void end(Waiter waiter, Waiter.End how) {
    waiter.owner.session().leave(this);
    waiter.end(how);
  }

  /** Ends the waits in a line that meet a condition. Under the monitor. */
  final void endAll(Line line, Predicate<Waiter> which, Waiter.End how) {
    line.take(which).forEach(waiter -> end(waiter, how));
  }

  static Predicate<Waiter> of(Session session) {
    return waiter -> waiter.owner.session() == session;
  }

  static Predicate<Waiter> through(Handle<?> handle) {
    return waiter -> waiter.through == handle;
  }

  @Override
  public String toString() {
    return kind + " " + number;
  }
}
