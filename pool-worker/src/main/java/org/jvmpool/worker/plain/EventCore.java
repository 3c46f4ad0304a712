package org.jvmpool.worker.plain;

/** A flag that many wait for. */
final class EventCore extends Core {
  /* Guarded by the monitor. While it is set nobody waits. */
  private boolean set;
  private final Line line = new Line();

  EventCore() {
    super("event");
  }

  @Override
  Handle<?> newHandle(Session session) {
    return new PlainEvent(this, session);
  }

  synchronized boolean isSet() {
    return set;
  }

  synchronized void set() {
    set = true;
    endAll(line, waiter -> true, Waiter.End.GRANTED);
  }

  synchronized void clear() {
    set = false;
  }

  boolean await(PlainEvent through, Deadline deadline) throws InterruptedException {
    throwIfInterrupted();
    Waiter waiter;
    synchronized (this) {
      if (set || deadline.left() <= 0) {
        return set;
      }
      waiter = join(line, Owner.current(), through);
    }
    return awaitGrant(waiter, line, deadline, true);
  }

  @Override
  synchronized void sessionEnded(Session session) {
    endAll(line, of(session), Waiter.End.SESSION_ENDED);
  }

  @Override
  synchronized void handleClosed(Handle<?> handle) {
    endAll(line, through(handle), Waiter.End.CLOSED);
  }
}
