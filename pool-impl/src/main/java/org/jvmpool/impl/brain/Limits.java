package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.HANGS_NANOS;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Action.Fate;
import org.jvmpool.impl.brain.Worker.Phase;

/**
 * The limits of tasks, as the parent keeps them. A worker watches its own task's limit and says
 * when it is over; what is here acts when it does not, because it hangs, or is stopped, or shares
 * no page.
 *
 * <p>Guarded by the lock under which the brain is called.
 */
final class Limits {
  private final BrainSettings settings;
  private final Tasks tasks;

  Limits(BrainSettings settings, Tasks tasks) {
    this.settings = settings;
    this.tasks = tasks;
  }

  /** When the worker is to be looked at, 0 for never. */
  long dueAt(Worker worker) {
    Ticket head = limitedHead(worker);
    return head == null ? 0 : dueAt(worker, head);
  }

  /**
   * Looks at a worker if it is due. A task that has outlived its limit is completed; one that was
   * never begun with goes back to the queue.
   *
   * @return whether the worker is to be killed for it
   */
  boolean enforce(Worker worker, long now, List<Action> out) {
    Ticket head = limitedHead(worker);
    if (head == null || now - dueAt(worker, head) < 0) {
      return false;
    }
    worker.limitChecked = now;
    Ticket ticket = atHand(worker);
    if (ticket == null || ticket.limitNanos() == 0) {
      return false;
    }
    Claims claims = worker.claims();
    Claims.State state = worker.stateOf(ticket);
    if (state == Claims.State.SENT) {
      if (now - worker.headSince < HANGS_NANOS || !claims.revoke(ticket.slot, ticket.id())) {
        return false;
      }
      worker.takeBack(ticket);
      tasks.putBack(ticket);
      return true;
    }
    long claimedAt = claims.claimedAt(ticket.slot, ticket.id());
    long most = ticket.limitNanos() + settings.limitSlackNanos();
    if (claimedAt != 0 && now - claimedAt < most) {
      // What is due is counted by the head's limit, and this may be another task.
      worker.limitChecked = claimedAt + ticket.limitNanos() - head.limitNanos();
      return false;
    }
    if (state != Claims.State.CONDEMNED && !claims.condemn(ticket.slot, ticket.id())) {
      return false; // Race: it has finished, and its answer is on the way.
    }
    worker.takeOut(ticket);
    tasks.complete(ticket, Fate.TIMED_OUT, worker, null, out);
    return true;
  }

  /** The first task that is not answered, if it has a limit that is to be watched. */
  private static @Nullable Ticket limitedHead(Worker worker) {
    if (worker.inFlight() == 0 || worker.phase == Phase.DYING) {
      return null;
    }
    Ticket head = worker.headTicket();
    return head == null || head.limitNanos() == 0 ? null : head;
  }

  private long dueAt(Worker worker, Ticket head) {
    return later(worker.headSince, worker.limitChecked)
        + head.limitNanos()
        + settings.limitSlackNanos();
  }

  /** The later of two times, the second being 0 for none; as distances, since a clock may wrap. */
  private static long later(long a, long b) {
    return b != 0 && b - a > 0 ? b : a;
  }

  /** The task that the worker runs, or else the first that it has not begun with. */
  private static @Nullable Ticket atHand(Worker worker) {
    Ticket first = null;
    for (Ticket ticket : worker.lastFirst()) {
      switch (worker.stateOf(ticket)) {
        case CLAIMED, CONDEMNED -> {
          return ticket;
        }
        case SENT -> first = ticket;
        default -> {}
      }
    }
    return first;
  }
}
