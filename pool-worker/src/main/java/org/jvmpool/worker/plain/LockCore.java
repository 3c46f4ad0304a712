package org.jvmpool.worker.plain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A lock with its conditions. It goes from holder to holder in the order in which they came: who
 * unlocks hands it to the first that waits. A signal moves a waiter from its condition's line to
 * the lock's, so nobody is woken in vain.
 */
final class LockCore extends Core {
  private final boolean reentrant;

  /* Guarded by the monitor. */
  private final Line line = new Line();
  private @Nullable Owner holder;
  private int holds;
  private boolean abandoned;

  /**
   * The signal by which the holder has the lock again, until it does something with it. A process
   * may have ended before it knew that it has it: then another can use the signal.
   */
  private @Nullable Line used;

  /** The signals of conditions where somebody waits. */
  private final Set<Line> awaited = new HashSet<>();

  /** The signals of conditions that have travelled, by their number. */
  private final List<Line> travelled = new ArrayList<>();

  LockCore(boolean reentrant) {
    super(reentrant ? "reentrant lock" : "lock");
    this.reentrant = reentrant;
  }

  @Override
  Handle<?> newHandle(Session session) {
    return new PlainLock(this, session);
  }

  // ---- the lock

  /** Takes the lock, before the deadline or not. */
  boolean lock(PlainLock through, Deadline deadline, boolean interruptible)
      throws InterruptedException {
    if (interruptible) {
      throwIfInterrupted();
    }
    Owner owner = Owner.current();
    Waiter waiter;
    synchronized (this) {
      if (holder == null) {
        owner.session().enter(this);
        holder = owner;
        holds = 1;
        return true;
      }
      if (reentrant && holder.equals(owner)) {
        holds = Math.incrementExact(holds);
        return true;
      }
      if (deadline.left() <= 0) {
        return false;
      }
      waiter = join(line, owner, through);
    }
    return awaitGrant(waiter, line, deadline, interruptible);
  }

  synchronized void unlock() {
    if (holder == null) {
      throw new IllegalMonitorStateException(this + " is not locked");
    }
    if (reentrant && !holder.equals(Owner.current())) {
      throw new IllegalMonitorStateException(
          this + " is held by " + holder + " and cannot be unlocked by " + Owner.current());
    }
    holds--;
    if (holds == 0) {
      holder.session().leave(this);
      abandoned = false;
      handOn();
    }
  }

  /** Gives it back once if the owner who calls has it; whether it had. */
  synchronized boolean unlockOwn() {
    boolean own = Owner.current().equals(holder);
    if (own) {
      unlock();
    }
    return own;
  }

  synchronized boolean isLocked() {
    return holder != null;
  }

  synchronized boolean wasAbandoned() {
    return abandoned;
  }

  /** The holder has let go: the first that waits is the next, if there is one. */
  private void handOn() {
    holder = null;
    holds = 0;
    used = null;
    Waiter next = line.poll();
    if (next != null) {
      grant(next);
    }
  }

  private void grant(Waiter next) {
    holder = next.owner;
    holds = next.holds;
    used = next.woken == Waiter.End.GRANTED ? next.signals : null;
    next.end(Waiter.End.GRANTED);
  }

  // ---- conditions

  /**
   * Lets go of the lock, waits for a signal, and has the lock again.
   *
   * @return how the wait for the signal ended: granted, timed out or interrupted
   */
  Waiter.End awaitSignal(
      PlainLock through, Line signals, Deadline deadline, boolean interruptible) {
    Waiter waiter;
    synchronized (this) {
      Owner owner = checkHolder("wait for a signal");
      if (through.isClosed()) {
        throw through.closedError();
      }
      if (interruptible && Thread.interrupted()) {
        return Waiter.End.INTERRUPTED;
      }
      if (deadline.left() <= 0) {
        return Waiter.End.TIMED_OUT;
      }
      // What the session had at stake as the holder, it has now as one that waits.
      waiter = new Waiter(owner, through);
      waiter.holds = holds;
      waiter.signals = signals;
      signals.join(waiter);
      awaited.add(signals);
      abandoned = false;
      handOn();
    }
    await(waiter, signals, deadline, interruptible);
    synchronized (this) {
      return waiter.woken == null ? Waiter.End.GRANTED : waiter.woken;
    }
  }

  synchronized void signal(Line signals, int waiters) {
    checkHolder("signal");
    for (int i = 0; i < waiters && !signals.isEmpty(); i++) {
      signalOne(signals);
    }
  }

  private void signalOne(Line signals) {
    Waiter waiter = signals.poll();
    if (waiter != null) {
      woken(waiter, Waiter.End.GRANTED);
    }
  }

  /** It does not wait for a signal any more, but for the lock. */
  private void woken(Waiter waiter, Waiter.End how) {
    waiter.woken = how;
    tidy(waiter.signals);
    if (holder == null) {
      grant(waiter);
    } else {
      line.join(waiter);
    }
  }

  @Override
  void gaveUp(Waiter waiter, Waiter.End how) {
    if (waiter.signals == null) {
      super.gaveUp(waiter, how);
    } else {
      woken(waiter, how);
    }
  }

  private void tidy(@Nullable Line signals) {
    if (signals != null && signals.isEmpty()) {
      awaited.remove(signals);
    }
  }

  synchronized int numberOf(Line signals) {
    int known = travelled.indexOf(signals);
    if (known >= 0) {
      return known;
    }
    travelled.add(signals);
    return travelled.size() - 1;
  }

  synchronized Line signals(int number) {
    return travelled.get(number);
  }

  synchronized void checkHeld() {
    checkHolder("wait for a signal");
  }

  private Owner checkHolder(String verb) {
    Owner owner = Owner.current();
    if (owner.equals(holder)) {
      used = null;
    } else {
      throw new IllegalMonitorStateException(
          owner
              + " must hold "
              + this
              + " to "
              + verb
              + (holder == null ? ", which nobody holds" : ", which is held by " + holder));
    }
    return owner;
  }

  // ---- ends

  @Override
  synchronized void sessionEnded(Session session) {
    evict(of(session), Waiter.End.SESSION_ENDED);
    abandon(session);
  }

  @Override
  synchronized void handleClosed(Handle<?> handle) {
    evict(through(handle), Waiter.End.CLOSED);
    abandon(handle.session());
  }

  @Override
  synchronized void waitEnds(Owner owner) {
    evict(waiter -> waiter.owner == owner, Waiter.End.CLOSED);
  }

  private void abandon(Session session) {
    if (holder != null && holder.session() == session) {
      session.leave(this);
      abandoned = true;
      if (used != null) {
        signalOne(used);
      }
      handOn();
    }
  }

  private void evict(Predicate<Waiter> which, Waiter.End how) {
    for (Line signals : List.copyOf(awaited)) {
      endAll(signals, which, how);
      tidy(signals);
    }
    for (Waiter waiter : line.take(which)) {
      end(waiter, how);
      if (waiter.signals != null && waiter.woken == Waiter.End.GRANTED) {
        signalOne(waiter.signals); // it cannot use its signal: another can
      }
    }
  }

  synchronized String state() {
    return this + (holder == null ? " (free)" : " (held by " + holder + ")");
  }
}
