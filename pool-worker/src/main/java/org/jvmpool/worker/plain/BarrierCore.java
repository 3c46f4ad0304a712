package org.jvmpool.worker.plain;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A barrier, round by round. A round fills until the last party has arrived, who runs the action,
 * without the monitor, and then lets the others go; the next round fills meanwhile.
 */
final class BarrierCore extends Core {
  private final int parties;

  /** Encoded: each time it runs as a fresh copy. */
  private final byte @Nullable [] action;

  private final @Nullable Duration limit;

  /* Guarded by the monitor. */
  private Round filling = new Round();
  private final Set<Round> acting = new LinkedHashSet<>();
  private boolean broken;

  /** Guarded by the core's monitor. */
  private static final class Round {
    final Line line = new Line();
    int arrived;
    boolean broken;
    @Nullable Owner actor;
  }

  BarrierCore(int parties, byte @Nullable [] action, @Nullable Duration limit) {
    super("barrier");
    if (parties < 1) {
      throw new IllegalArgumentException("parties must be at least 1, but was " + parties);
    }
    if (limit != null && (limit.isZero() || limit.isNegative())) {
      throw new IllegalArgumentException("limit must be more than zero, but was " + limit);
    }
    this.parties = parties;
    this.action = action;
    this.limit = limit;
  }

  @Override
  Handle<?> newHandle(Session session) {
    return new PlainBarrier(this, session);
  }

  int parties() {
    return parties;
  }

  synchronized int waiting() {
    return broken ? 0 : filling.arrived;
  }

  synchronized boolean isBroken() {
    return broken;
  }

  synchronized void abort() {
    broken = true;
    breakRounds();
  }

  synchronized void reset() {
    breakRounds();
    broken = false;
  }

  int await(PlainBarrier through) throws InterruptedException, BrokenBarrierException {
    try {
      return await(through, limit == null ? Deadline.NEVER : Deadline.after(limit));
    } catch (TimeoutException late) {
      throw brokenError(": its limit of " + limit + " passed");
    }
  }

  int await(PlainBarrier through, Deadline deadline)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    if (Thread.interrupted()) {
      abort();
      throw new InterruptedException();
    }
    Owner owner = Owner.current();
    Round round;
    int index;
    Waiter waiter = null;
    synchronized (this) {
      if (broken) {
        throw brokenError("");
      }
      round = filling;
      index = round.arrived;
      if (index < parties - 1) {
        if (deadline.left() <= 0) {
          abort();
          throw timeoutError();
        }
        waiter = join(round.line, owner, through);
        round.arrived++;
      } else {
        filling = new Round();
        if (action == null) {
          endAll(round.line, all -> true, Waiter.End.GRANTED);
          return index;
        }
        owner.session().enter(this);
        round.actor = owner;
        acting.add(round);
      }
    }
    if (waiter == null) {
      act(round, owner);
      return index;
    }
    Waiter.End end = await(waiter, round.line, deadline, true);
    switch (end) {
      case GRANTED -> {
        return index;
      }
      case INTERRUPTED -> throw new InterruptedException();
      case TIMED_OUT -> throw timeoutError();
      default -> throw brokenError(" while " + owner + " waited");
    }
  }

  /** Runs the action on the last party's thread, and lets its round go. */
  private void act(Round round, Owner owner) throws BrokenBarrierException {
    boolean ran = false;
    try {
      run(action);
      ran = true;
    } finally {
      synchronized (this) {
        owner.session().leave(this);
        if (!ran) {
          abort();
        } else if (!round.broken) {
          acting.remove(round);
          endAll(round.line, all -> true, Waiter.End.GRANTED);
        }
      }
    }
    if (isBroken(round)) {
      throw brokenError(" while its action ran");
    }
  }

  private synchronized boolean isBroken(Round round) {
    return round.broken;
  }

  private static void run(byte @Nullable [] action) {
    if (action != null && Copies.decode(action) instanceof Runnable runnable) {
      runnable.run();
    }
  }

  /** A party that stops to wait breaks the barrier. */
  @Override
  void gaveUp(Waiter waiter, Waiter.End how) {
    super.gaveUp(waiter, how);
    abort();
  }

  private void breakRounds() {
    acting.add(filling);
    for (Round round : acting) {
      round.broken = true;
      endAll(round.line, all -> true, Waiter.End.BROKEN);
    }
    acting.clear();
    filling = new Round();
  }

  @Override
  synchronized void sessionEnded(Session session) {
    boolean acts = acting.stream().anyMatch(r -> r.actor != null && r.actor.session() == session);
    if (evict(of(session), Waiter.End.SESSION_ENDED) || acts) {
      abort();
    }
  }

  @Override
  synchronized void handleClosed(Handle<?> handle) {
    if (evict(through(handle), Waiter.End.CLOSED)) {
      abort();
    }
  }

  private boolean evict(Predicate<Waiter> which, Waiter.End how) {
    boolean any = false;
    Set<Round> rounds = new LinkedHashSet<>(acting);
    rounds.add(filling);
    for (Round round : rounds) {
      List<Waiter> taken = round.line.take(which);
      taken.forEach(waiter -> end(waiter, how));
      any |= !taken.isEmpty();
    }
    return any;
  }

  private BrokenBarrierException brokenError(String when) {
    return new BrokenBarrierException(this + " of " + parties + " parties is broken" + when);
  }

  private TimeoutException timeoutError() {
    return new TimeoutException(
        this
            + " of "
            + parties
            + " parties: the limit passed before all had arrived; it is broken");
  }
}
