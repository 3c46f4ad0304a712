package org.jvmpool.worker.plain;

import java.io.NotSerializableException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.InFlight;

/**
 * What one session holds of a shared object. What travels of it is a {@link Ticket}. Safe for all
 * threads; ends with {@link #close()} or with its session.
 */
abstract class Handle<C extends Core> implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1;

  private final transient C core;
  private final transient Session session;

  /* Guarded by this monitor for writing. */
  private transient volatile boolean closed;

  Handle(C core, Session session) {
    this.core = core;
    this.session = session;
    core.handleOpened();
  }

  final C core() {
    return core;
  }

  /**
   * The core, for a call.
   *
   * @throws IllegalStateException if the handle is closed
   */
  final C open() {
    if (closed) {
      throw closedError();
    }
    return core;
  }

  final boolean isClosed() {
    return closed;
  }

  final Session session() {
    return session;
  }

  final IllegalStateException closedError() {
    return new IllegalStateException(closedMessage());
  }

  final String closedMessage() {
    return core + " is closed" + (session.hasEnded() ? ": " + session + " has ended" : "");
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    session.forget(this);
    core.handleClosed(this);
    core.handleGone();
  }

  /* Java serialization and the codec send what this returns. */
  protected Object writeReplace() throws NotSerializableException {
    if (InFlight.leavesThisJvm()) {
      throw new NotSerializableException(
          core
              + " was made by Multiprocessing.threads() and lives in the memory of this JVM alone;"
              + " make it by Multiprocessing.local()");
    }
    Ticket ticket = open().ticket();
    InFlight.note(() -> core.lost(ticket.ticket()));
    session.keep(this);
    return ticket;
  }

  /** Handles of one object are equal. */
  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Handle<?> that && core == that.core;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(core);
  }

  @Override
  public String toString() {
    return core + (closed ? " (closed)" : "");
  }
}
