package org.jvmpool.worker.manager;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Bounds how long and how many connections may stand at the door without having proved who they
 * are. When there are too many, the one that came first goes: an honest client needs a moment only.
 *
 * <p>One daemon thread, started and ended by the server.
 */
final class Doorkeeper extends Thread {
  static final int MOST = 256;
  static final Duration LIMIT = Duration.ofSeconds(10);

  private record Guest(Peer peer, long deadline) {}

  /** In the order in which they came. Guarded by itself. */
  private final ArrayDeque<Guest> guests = new ArrayDeque<>();

  private final long limitNanos;
  private final LongSupplier clock;

  private volatile boolean ended;

  Doorkeeper(String name) {
    this(name, LIMIT, System::nanoTime);
  }

  /**
   * @param limit how long who is silent may stand there
   * @param clock tells the time in nanoseconds
   */
  Doorkeeper(String name, Duration limit, LongSupplier clock) {
    super(name);
    this.limitNanos = limit.toNanos();
    this.clock = clock;
    setDaemon(true);
  }

  void came(Peer peer) {
    Peer tooMany = null;
    boolean first;
    synchronized (guests) {
      first = guests.isEmpty();
      guests.add(new Guest(peer, clock.getAsLong() + limitNanos));
      if (guests.size() > MOST) {
        tooMany = guests.remove().peer();
      }
    }
    if (tooMany != null) {
      tooMany.end();
    }
    if (first) {
      LockSupport.unpark(this);
    }
  }

  /** It has proved who it is, or has gone. */
  void passed(Peer peer) {
    synchronized (guests) {
      guests.removeIf(guest -> guest.peer() == peer);
    }
  }

  void end() {
    ended = true;
    LockSupport.unpark(this);
  }

  @Override
  public void run() {
    while (!ended) {
      Guest late = null;
      long left = Long.MAX_VALUE;
      synchronized (guests) {
        Guest oldest = guests.peek();
        if (oldest != null) {
          left = oldest.deadline() - clock.getAsLong();
          if (left <= 0) {
            late = guests.remove();
          }
        }
      }
      if (late != null) {
        late.peer().end();
      } else if (left == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, left);
      }
    }
  }
}
