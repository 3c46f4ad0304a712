package org.jvmpool.worker.manager;

import java.lang.ref.Reference;
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

  private final Holdings.Use use;

  private volatile boolean closed;

  RemoteObject(RemoteManager manager, Kind kind, long id, @Nullable String type) {
    this.manager = manager;
    this.kind = kind;
    this.id = id;
    this.type = type;
    this.use = manager.holdings().proxy(this, id);
  }

  /** The object was made for this proxy. */
  RemoteObject made() {
    // A pool is there for what it does, and not for who holds it.
    manager.holdings().made(use, kind == Kind.POOL);
    return this;
  }

  /** The proxy has come from elsewhere than the manager, which is to know that it is used here. */
  RemoteObject arrived() {
    manager.holdings().used(use);
    return this;
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
    manager.holdings().used(use);
    try {
      return manager.link().call(id, op, arguments);
    } finally {
      Reference.reachabilityFence(this); // what is used is not collected
    }
  }

  /** Asks the object for something; an interrupt ends the wait. */
  Reply callInterruptibly(Op op, @Nullable Object... arguments) throws InterruptedException {
    checkOpen();
    manager.holdings().used(use);
    try {
      return manager.link().callInterruptibly(id, op, arguments);
    } finally {
      Reference.reachabilityFence(this);
    }
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
      manager.holdings().closed(use);
      manager.tellClosed(id);
    }
  }

  /** What travels of the proxy. */
  Object handle() {
    Handle handle = Handle.of(manager, kind, id, type);
    manager.holdings().sent(use, !handle.isForItsManager());
    return handle;
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
