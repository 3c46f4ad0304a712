package org.jvmpool.worker.plain;

import java.time.Duration;
import org.jvmpool.shared.SharedEvent;

/** What a session holds of an event. */
final class PlainEvent extends Handle<EventCore> implements SharedEvent {
  private static final long serialVersionUID = 1;

  PlainEvent(EventCore core, Session session) {
    super(core, session);
  }

  @Override
  public boolean isSet() {
    return open().isSet();
  }

  @Override
  public void set() {
    open().set();
  }

  @Override
  public void clear() {
    open().clear();
  }

  @Override
  public void await() throws InterruptedException {
    open().await(this, Deadline.NEVER);
  }

  @Override
  public boolean await(Duration limit) throws InterruptedException {
    return open().await(this, Deadline.after(limit));
  }

  @Override
  public String toString() {
    return isClosed() ? super.toString() : core() + (core().isSet() ? " (set)" : " (not set)");
  }
}
