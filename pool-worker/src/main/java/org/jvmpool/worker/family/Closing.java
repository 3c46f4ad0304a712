package org.jvmpool.worker.family;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The end of a handle of this process: whether it was closed, and who waits through it and is woken
 * then. Safe for all threads; owns none.
 */
public final class Closing {
  private final Object handle;
  private final Set<Runnable> wakes = ConcurrentHashMap.newKeySet();
  private final Deadline never = Deadline.never().or(this);
  private volatile boolean closed;

  /**
   * @param handle for messages
   */
  public Closing(Object handle) {
    this.handle = handle;
  }

  public boolean isClosed() {
    return closed;
  }

  /** Closes it, and wakes all that wait; more than once, too. */
  public void close() {
    closed = true;
    wakes.forEach(Runnable::run);
  }

  /** A wait without end, but for the handle's. */
  public Deadline never() {
    return never;
  }

  /** Has close call this; who waits enlists before it looks whether the handle is closed. */
  public void enlist(Runnable wake) {
    wakes.add(wake);
  }

  public void leave(Runnable wake) {
    wakes.remove(wake);
  }

  /** What is thrown by a call through a closed handle. */
  public IllegalStateException error() {
    return new IllegalStateException(message());
  }

  /** What is thrown by a call that waited when the handle was closed, and got nothing. */
  public HandleClosed endOfWait() {
    return new HandleClosed(message() + "; it was closed while this call waited");
  }

  private String message() {
    return handle + ": this handle is closed";
  }
}
