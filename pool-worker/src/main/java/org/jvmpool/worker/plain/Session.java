package org.jvmpool.worker.plain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process as the objects of this JVM see it: what it holds and waits for ends with it. A client
 * of a manager is one, a process on threads is one, and so is this JVM.
 *
 * <p>A session is open until somebody calls {@link #end()}; then its locks go to the next that wait
 * for them, as abandoned, its waits fail, barriers where it waits break, and its handles close.
 * Safe for all threads.
 */
public final class Session {
  private static final Session LOCAL = new Session("process " + ProcessHandle.current().pid());

  private final String name;

  /* Guarded by this monitor, which is a leaf: no other is taken under it. */
  private boolean ended;

  /** In what it holds something or waits, and how often. Not for the local one, which stays. */
  private final Map<Core, Integer> stakes = new HashMap<>();

  /** Handles that have travelled, in either direction. */
  private final Map<Core, Handle<?>> handles = new HashMap<>();

  /** Opens a session; the name is for messages, such as "process 4711". */
  public Session(String name) {
    this.name = name;
  }

  /** This JVM itself. It does not end. */
  public static Session local() {
    return LOCAL;
  }

  /** The session of who calls. */
  public static Session current() {
    return Owner.current().session();
  }

  /** A thread of this session that lives elsewhere. */
  public Owner owner(long thread, String threadName) {
    return new Owner(this, thread, threadName);
  }

  /** A thread of this JVM as one of this session. */
  public Owner owner(Thread thread) {
    return new Owner(this, thread.getId(), thread.getName());
  }

  public synchronized boolean hasEnded() {
    return ended;
  }

  /**
   * The process has ended: lets go what it held. May be called more than once, by any thread.
   *
   * @throws IllegalStateException for the local session
   */
  public void end() {
    if (this == LOCAL) {
      throw new IllegalStateException(name + " is this JVM, whose session does not end");
    }
    List<Core> affected;
    List<Handle<?>> open;
    synchronized (this) {
      ended = true;
      affected = List.copyOf(stakes.keySet());
      open = List.copyOf(handles.values());
      stakes.clear();
    }
    affected.forEach(core -> core.sessionEnded(this));
    open.forEach(Handle::close);
  }

  /**
   * Ends the wait of one thread of this session, if it waits for a lock, and be it that it has had
   * its signal of a condition; an interrupt would have it wait for the lock. Others of an equal
   * owner go on.
   *
   * @param owner on whose behalf that thread acts, the very one
   */
  public void endWait(Owner owner) {
    List<Core> affected;
    synchronized (this) {
      affected = List.copyOf(stakes.keySet());
    }
    affected.forEach(core -> core.waitEnds(owner));
  }

  /**
   * Notes that this session holds something of a core or waits in it. Each time ends with {@link
   * #leave}.
   *
   * @throws IllegalStateException if the session has ended
   */
  void enter(Core core) {
    if (this == LOCAL) {
      return;
    }
    synchronized (this) {
      checkOpen();
      stakes.merge(core, 1, Integer::sum);
    }
  }

  void leave(Core core) {
    if (this == LOCAL) {
      return;
    }
    synchronized (this) {
      stakes.computeIfPresent(core, (c, times) -> times == 1 ? null : times - 1);
    }
  }

  /** The handle of this session for a core that arrives here. */
  synchronized Handle<?> handleOf(Core core) {
    checkOpen();
    Handle<?> known = handles.get(core);
    if (known == null) {
      known = core.newHandle(this);
      handles.put(core, known);
    }
    return known;
  }

  /** Keeps a handle that goes out, so that the same comes back. */
  synchronized void keep(Handle<?> handle) {
    if (!ended) {
      handles.putIfAbsent(handle.core(), handle);
    }
  }

  synchronized void forget(Handle<?> handle) {
    handles.remove(handle.core(), handle);
  }

  IllegalStateException endedError() {
    return new IllegalStateException(name + " has ended; nothing can be done on its behalf");
  }

  private void checkOpen() {
    if (ended) {
      throw endedError();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
