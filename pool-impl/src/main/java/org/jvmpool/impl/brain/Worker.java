package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.TAKE_BACK_IDLE_NANOS;
import static org.jvmpool.impl.brain.BrainSettings.TAKE_BACK_NANOS;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.RetireReason;

/**
 * One worker as the brain sees it: where it is in its life, and the window of tasks it was sent.
 *
 * <p>The window is a ring of {@link #SLOTS} places, filled in the order of sending. A place whose
 * task was taken back still counts until the worker has passed it, so that a slot is never used
 * twice at a time.
 *
 * <p>All fields that change are guarded by the lock under which the brain is called, except {@link
 * #attachment}.
 */
public final class Worker {
  /** Places in the window: a power of two. */
  public static final int SLOTS = 256;

  private static final int MASK = SLOTS - 1;

  /** In a place whose task was taken back. */
  private static final Ticket HOLE =
      new Ticket(-1, 0, 0) {
        @Override
        public int bytes() {
          return 0;
        }
      };

  /**
   * STARTING → STANDBY → READY → RETIRING → LEAVING → DEAD, and from each of them → DYING → DEAD.
   *
   * <ul>
   *   <li>STARTING: its process was asked for; it has not said that it is ready.
   *   <li>STANDBY: ready, and kept back until a place is free.
   *   <li>READY: takes tasks.
   *   <li>RETIRING: takes no new task, finishes those it has.
   *   <li>LEAVING: has nothing left and was told to end.
   *   <li>DYING: is being killed.
   *   <li>DEAD: its process has ended.
   * </ul>
   */
  public enum Phase {
    STARTING,
    STANDBY,
    READY,
    RETIRING,
    LEAVING,
    DYING,
    DEAD
  }

  private final int id;
  private final int index;

  /** What the shell knows of this worker: set once when the shell starts it, read by any thread. */
  private volatile @Nullable Object attachment;

  Phase phase = Phase.STARTING;
  @Nullable RetireReason reason;
  @Nullable Claims claims;

  /** Its successor is on the way: it no longer counts as one of the pool's workers. */
  boolean replaced;

  /** Its index is taken; given up as soon as a successor may be started. */
  boolean hasPlace = true;

  /** The last kill was final (SIGKILL), not a request. */
  boolean killedHard;

  /** It is killed since the brain has collapsed. */
  boolean doomed;

  private final @Nullable Ticket[] ring = new @Nullable Ticket[SLOTS];
  private long head;
  private long next;
  private int inFlight;
  private long bytesInFlight;

  long startedAt;
  long readyAt;
  long idleSince;
  long headSince;

  /** The {@link #headSince} at which what lay behind the head was taken back. */
  long takenBack = Long.MIN_VALUE;

  /** When the limit of the task at the head was last looked at, 0 for never. */
  long limitChecked;

  /** When the present phase is due to be ended by force, 0 for never. */
  long deadline;

  /** Tasks that were answered. */
  long done;

  /** Tasks that were sent and not taken back. */
  long sent;

  /** What a task lately took, in nanoseconds, as a moving average; -1 before the first answer. */
  long typicalNanos = -1;

  Worker(int id, int index, long now) {
    this.id = id;
    this.index = index;
    this.startedAt = now;
  }

  /** Counts all workers that the pool ever started, from 1. */
  public int id() {
    return id;
  }

  /** The worker's place, from 0; a replacement gets the place of the worker it replaces. */
  public int index() {
    return index;
  }

  public Phase phase() {
    return phase;
  }

  public @Nullable RetireReason reason() {
    return reason;
  }

  public long tasksDone() {
    return done;
  }

  /** Tasks sent and neither answered nor taken back. */
  public int inFlight() {
    return inFlight;
  }

  public @Nullable Object attachment() {
    return attachment;
  }

  public void attach(Object shellsOwn) {
    attachment = shellsOwn;
  }

  /** Its claim words; asked once it is ready. */
  Claims claims() {
    Claims words = claims;
    if (words == null) {
      throw new IllegalStateException(this + " has no claim words, since it was never ready");
    }
    return words;
  }

  /** How far a task came that it has. Where no page is shared, what was sent is taken to run. */
  Claims.State stateOf(Ticket ticket) {
    Claims words = claims();
    return words.pipelined() ? words.state(ticket.slot, ticket.id()) : Claims.State.CLAIMED;
  }

  /** Why it is to end; asked once it is RETIRING. */
  RetireReason whyRetiring() {
    RetireReason why = reason;
    if (why == null) {
      throw new IllegalStateException(this + " is to end for no reason");
    }
    return why;
  }

  /** It has answered, or got a task when it had none: limits and patience count from now. */
  void progressed(long now) {
    headSince = now;
    limitChecked = 0;
  }

  /**
   * When what lies behind its task is to be taken back, 0 for never.
   *
   * @param forAnother another worker is idle, and could run it
   */
  long takeBackAt(boolean forAnother) {
    return inFlight < 2 || phase == Phase.DYING || takenBack == headSince
        ? 0
        : headSince + (forAnother ? TAKE_BACK_IDLE_NANOS : TAKE_BACK_NANOS);
  }

  /** A task of this worker took so long, by what the worker says. */
  void took(long nanos) {
    long run = Math.max(0, nanos);
    typicalNanos = typicalNanos < 0 ? run : typicalNanos + (run - typicalNanos) / 4;
  }

  // ---- the window

  /** Nothing is under way: all that was sent was answered or passed. */
  boolean isEmpty() {
    return head == next;
  }

  boolean isFull() {
    return next - head >= SLOTS;
  }

  long bytesInFlight() {
    return bytesInFlight;
  }

  /** The next place. */
  int nextSlot() {
    return (int) next & MASK;
  }

  /** Puts a task into the next place. */
  void push(Ticket ticket) {
    int slot = nextSlot();
    ring[slot] = ticket;
    next++;
    inFlight++;
    bytesInFlight += ticket.bytes();
    sent++;
    ticket.worker = this;
    ticket.slot = slot;
  }

  /** As {@link #takeOut}, for a task that the worker did not start and never will. */
  void takeBack(Ticket ticket) {
    takeOut(ticket);
    sent--;
  }

  /** Takes a task out of its place, which stays in use until the worker has passed it. */
  void takeOut(Ticket ticket) {
    ring[ticket.slot] = HOLE;
    inFlight--;
    bytesInFlight -= ticket.bytes();
  }

  /**
   * The worker has dealt with the place, which is free from now on. Frames of two submitters may
   * overtake each other on their way into the pipe, so places need not be passed in their order.
   *
   * @return the task that was there, or null when it had been taken back or is another one
   */
  @Nullable Ticket passed(int slot, long taskId) {
    if (slot < 0 || slot >= SLOTS) {
      return null;
    }
    Ticket ticket = ring[slot];
    if (ticket == null || (ticket != HOLE && ticket.id() != taskId)) {
      return null;
    }
    ring[slot] = null;
    while (head < next && ring[(int) head & MASK] == null) {
      head++;
    }
    if (ticket == HOLE) {
      return null;
    }
    inFlight--;
    bytesInFlight -= ticket.bytes();
    return ticket;
  }

  /** The task that is in that place, or null when it is another, or was taken back. */
  @Nullable Ticket ticketIn(int slot, long taskId) {
    Ticket ticket = slot < 0 || slot >= SLOTS ? null : ring[slot];
    return ticket == null || ticket == HOLE || ticket.id() != taskId ? null : ticket;
  }

  /** The first task that is not answered, or null. */
  @Nullable Ticket headTicket() {
    for (long at = head; at < next; at++) {
      Ticket ticket = ring[(int) at & MASK];
      if (ticket != null && ticket != HOLE) {
        return ticket;
      }
    }
    return null;
  }

  /** The tasks that are not answered, the one that was sent last first. */
  List<Ticket> lastFirst() {
    List<Ticket> tickets = new ArrayList<>(inFlight);
    for (long at = next - 1; at >= head; at--) {
      Ticket ticket = ring[(int) at & MASK];
      if (ticket != null && ticket != HOLE) {
        tickets.add(ticket);
      }
    }
    return tickets;
  }

  @Override
  public String toString() {
    return "worker " + id + " (" + phase + ", " + inFlight + " in flight)";
  }
}
