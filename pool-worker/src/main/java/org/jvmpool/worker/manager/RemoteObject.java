package org.jvmpool.worker.manager;

import org.jspecify.annotations.Nullable;

/**
 * A proxy's connection with its object: which manager, which number. Each proxy has one. Safe for
 * all threads.
 */
final class RemoteObject {
  private final RemoteManager manager;
  private final Kind kind;
  private final long id;
  private final @Nullable String type;

  private volatile boolean closed;

  RemoteObject(RemoteManager manager, Kind kind, long id, @Nullable String type) {
    this.manager = manager;
    this.kind = kind;
    this.id = id;
    this.type = type;
  }

  RemoteManager manager() {
    return manager;
  }

  long id() {
    return id;
  }

  Kind kind() {
    return kind;
  }

  boolean runsFunctions() {
    return manager.link().runsFunctions();
  }

  /** Asks the object for something. An interrupt does not end the wait. */
  Reply call(Op op, @Nullable Object... arguments) {
    checkOpen();
    return manager.link().call(id, op, arguments);
  }

  /** Asks the object for something; an interrupt ends the wait. */
  Reply callInterruptibly(Op op, @Nullable Object... arguments) throws InterruptedException {
    checkOpen();
    return manager.link().callInterruptibly(id, op, arguments);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(this + " is closed");
    }
  }

  /** This process does not use the object any more. */
  void close() {
    if (!closed) {
      closed = true;
      manager.tellClosed(id);
    }
  }

  /** What travels of the proxy. */
  Object handle() {
    return Handle.of(manager, kind, id, type);
  }

  boolean isSame(RemoteObject other) {
    return id == other.id && manager.link().name().id().equals(other.manager.link().name().id());
  }

  int identityHash() {
    return Long.hashCode(id) * 31 + manager.link().name().id().hashCode();
  }

  @Override
  public String toString() {
    return kind.inWords() + " " + id + " of " + manager;
  }
}
