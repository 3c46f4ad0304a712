package org.jvmpool.worker.manager;

import java.lang.ref.Reference;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.family.Closing;

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

  private final Closing closing = new Closing(this);

  /** Through whose close waits end, too. */
  private volatile @Nullable RemoteObject guard;

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

  Holdings.Use use() {
    return use;
  }

  Kind kind() {
    return kind;
  }

  boolean runsFunctions() {
    return manager.link().runsFunctions();
  }

  /** Asks the object for something. Nothing ends the wait. */
  Reply call(Op op, @Nullable Object... arguments) {
    checkOpen();
    manager.holdings().used(use);
    return callThoughClosed(op, arguments);
  }

  /** The same through a closed handle, if the object is still there. */
  Reply callThoughClosed(Op op, @Nullable Object... arguments) {
    try {
      return manager.link().call(id, op, arguments);
    } finally {
      Reference.reachabilityFence(this); // what is used is not collected
    }
  }

  /**
   * Asks the object for things that it gives away.
   *
   * @param taking looks at the answer, and says how many of them are taken, from the first on; what
   *     is not stays with the object. Throws nothing
   */
  void callTaking(ToIntFunction<Reply> taking, Op op, @Nullable Object... arguments) {
    checkOpen();
    manager.holdings().used(use);
    try {
      manager.link().callTaking(taking, id, op, arguments);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Asks the object for something; an interrupt ends the wait, and so does {@link #close}. */
  Reply callInterruptibly(Op op, @Nullable Object... arguments) throws InterruptedException {
    return call(new WaitingCall(WaitingCall.How.INTERRUPTIBLY), op, arguments);
  }

  /**
   * Has the object run a function, for however long that takes; {@link #close} ends the call at
   * once, and interrupts the function if it runs still.
   */
  Reply callFunction(Op op, @Nullable Object... arguments) {
    try {
      return call(new WaitingCall(WaitingCall.How.UNLESS_CLOSED), op, arguments);
    } catch (InterruptedException e) {
      throw Reply.sneak(e); // the function has thrown it, undeclared
    }
  }

  /**
   * Asks the object for something; only {@link #close} ends the wait.
   *
   * @param op what the server gives up when it is told
   * @param within the same, of which the thread that calls hears no interrupt when it does it
   *     itself
   */
  Reply callUntilClosed(Op op, Op within) {
    if (manager.link().isWithin()) {
      return call(within);
    }
    try {
      return call(new WaitingCall(WaitingCall.How.UNTIL_CLOSED), op);
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible call was interrupted", e);
    }
  }

  private Reply call(WaitingCall wait, Op op, @Nullable Object... arguments)
      throws InterruptedException {
    RemoteObject other = guard;
    Runnable end = wait::close;
    closing.enlist(end);
    if (other != null) {
      other.closing.enlist(end);
    }
    try {
      checkOpen(); // after it has enlisted: close ends it, or is seen here
      if (other != null && other.closing.isClosed()) {
        throw other.closing.endOfWait();
      }
      manager.holdings().used(use);
      return manager.link().callWaiting(wait, id, op, arguments);
    } catch (InterruptedException | IllegalStateException e) {
      if (wait.isClosed()) { // the server has given it up, or has ended the object
        throw closing.endOfWait();
      }
      throw e;
    } finally {
      closing.leave(end);
      if (other != null) {
        other.closing.leave(end);
      }
      Reference.reachabilityFence(this);
    }
  }

  /** Waits for this object end, too, when that handle is closed. */
  void endsWith(RemoteObject other) {
    guard = other;
  }

  boolean isClosed() {
    return closing.isClosed();
  }

  private void checkOpen() {
    if (closing.isClosed()) {
      throw closing.error();
    }
  }

  /** This process does not use the object any more. */
  void close() {
    if (!closing.isClosed()) {
      closing.close();
      manager.tellClosed(id, manager.holdings().closed(use));
    }
  }

  /** What travels of the proxy. */
  Object handle() {
    Handle handle = Handle.of(manager, kind, id, type);
    if (!handle.isForItsManager()) {
      manager.holdings().sentElsewhere(use);
    }
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
