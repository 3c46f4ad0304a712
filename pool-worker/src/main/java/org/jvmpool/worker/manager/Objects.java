package org.jvmpool.worker.manager;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a manager, and what keeps each of them: sessions that made, received or used it,
 * and values stored in other objects that refer to it. When there is neither, it ends, and so what
 * it alone kept. Safe for all threads; the monitor is a leaf.
 */
final class Objects {
  private final Map<Long, Served> served = new ConcurrentHashMap<>();

  /** Guarded by this. */
  private long numbers;

  /** What is to end once the monitor is left. Guarded by this. */
  private final ArrayDeque<Served> ending = new ArrayDeque<>();

  /** Whether a thread is ending objects; guarded by this. */
  private boolean ends;

  /** Whether the manager has ended; guarded by this. */
  private boolean over;

  /**
   * Adds an object, given to the session that made it. If that has ended meanwhile, or the manager
   * has, the object ends at once.
   */
  long add(Served object, ServerSession maker) {
    long id;
    synchronized (this) {
      id = ++numbers;
      object.numbered(id);
      served.put(id, object);
      give(object, maker);
      if (over) {
        remove(object);
      } else {
        endIfUnused(object);
      }
    }
    endAll();
    return id;
  }

  /** The object of the manager itself: it does not end. */
  void root(Served manager) {
    served.put(RemoteManager.ID, manager);
  }

  int size() {
    return served.size() - 1;
  }

  @Nullable Served find(long id) {
    return served.get(id);
  }

  /**
   * The object.
   *
   * @throws IllegalStateException if there is none
   */
  Served get(long id) {
    Served object = served.get(id);
    if (object == null) {
      throw gone(id);
    }
    return object;
  }

  private static IllegalStateException gone(long id) {
    return new IllegalStateException(
        "object "
            + id
            + " of the manager has ended: it was closed, or the processes that made or used it"
            + " ended and nothing stored in the manager refers to it");
  }

  private static void give(Served object, ServerSession session) {
    if (session.noteGiven(object.id())) {
      object.holders++;
    }
  }

  /**
   * The session gets the object with an answer, or has got it from elsewhere: it holds it.
   *
   * @return whether the object is there, and counts as given
   */
  boolean give(long id, ServerSession session) {
    if (id == RemoteManager.ID) {
      return false;
    }
    synchronized (this) {
      Served object = served.get(id);
      if (object == null) {
        session.forget(id);
      } else {
        give(object, session);
      }
      return object != null;
    }
  }

  /** The session does not get the object with an answer after all. */
  void takeBack(long id, ServerSession session) {
    synchronized (this) {
      Served object = served.get(id);
      if (object != null && session.noteTakenBack(id)) {
        object.holders--;
        endIfUnused(object);
      }
    }
    endAll();
  }

  /**
   * The session's process has no proxy of the object any more, which it had got that often, and has
   * sent it nowhere. If it was given it more often, it is getting it once more, and goes on holding
   * it.
   *
   * @param made whether it has made the object: then it holds it again as soon as another process
   *     may have passed it on, so that nobody who is about to get it finds that it has ended
   */
  void letGo(long id, int got, boolean made, ServerSession session) {
    synchronized (this) {
      Served object = served.get(id);
      if (object == null) {
        session.forget(id);
        return;
      }
      if (made) {
        object.letGoBy = session;
        holdIfPassedOn(object);
      }
      if (session.noteLetGo(id, got)) {
        object.holders--;
        endIfUnused(object);
      }
    }
    endAll();
  }

  /**
   * The session's process has closed the object, which it had got that often.
   *
   * @param passedOn whether it may have sent it to another
   */
  void close(long id, int got, boolean passedOn, ServerSession session) {
    synchronized (this) {
      Served object = served.get(id);
      if (object == null) {
        session.forget(id);
        return;
      }
      if (object.letGoBy == session) {
        object.letGoBy = null;
      }
      object.passedOn |= passedOn;
      holdIfPassedOn(object);
      if (session.noteClosed(id, got)) {
        object.holders--;
        endIfUnused(object);
      }
    }
    endAll();
  }

  /** The session has ended, and its process may have sent these to another. */
  void letGoAll(Collection<Long> ids) {
    synchronized (this) {
      for (long id : ids) {
        Served object = served.get(id);
        if (object != null) {
          object.passedOn = true;
          holdIfPassedOn(object);
          object.holders--;
          endIfUnused(object);
        }
      }
    }
    endAll();
  }

  private static void holdIfPassedOn(Served object) {
    ServerSession maker = object.letGoBy;
    if (object.passedOn && maker != null) {
      object.letGoBy = null;
      if (maker.noteStays(object.id())) {
        object.holders++;
      }
    }
  }

  /**
   * A value that refers to these is stored.
   *
   * @throws IllegalStateException if one has ended; then none is pinned
   */
  void pin(long[] references) {
    if (references.length == 0) {
      return;
    }
    synchronized (this) {
      for (long id : references) {
        if (id != RemoteManager.ID && !served.containsKey(id)) {
          throw gone(id);
        }
      }
      for (long id : references) {
        Served object = served.get(id);
        if (object != null) {
          object.pins++;
        }
      }
    }
  }

  /** Another object that is just added keeps this one, which gets a number if it has none. */
  void keep(Served object) {
    synchronized (this) {
      if (object.id() == 0) {
        long id = ++numbers;
        object.numbered(id);
        served.put(id, object);
      }
      object.pins++;
    }
  }

  /** A value that refers to these is not stored any more. */
  void unpin(long[] references) {
    if (references.length == 0) {
      return;
    }
    synchronized (this) {
      for (long id : references) {
        Served object = served.get(id);
        if (object != null) {
          object.pins--;
          endIfUnused(object);
        }
      }
    }
    endAll();
  }

  /** The object ends, whoever uses it. */
  void end(long id) {
    synchronized (this) {
      Served object = served.get(id);
      if (object != null && id != RemoteManager.ID) {
        remove(object);
      }
    }
    endAll();
  }

  /** The manager ends. */
  void endAllObjects() {
    synchronized (this) {
      over = true;
      List.copyOf(served.values()).forEach(this::remove);
    }
    endAll();
  }

  private void endIfUnused(Served object) {
    if (object.holders <= 0 && object.pins <= 0 && object.id() != RemoteManager.ID) {
      remove(object);
    }
  }

  private void remove(Served object) {
    if (!object.gone) {
      object.gone = true;
      served.remove(object.id());
      ending.add(object);
    }
  }

  /* One after the other and not one within the other, since a chain of objects may be long. */
  private void endAll() {
    while (true) {
      Served next;
      synchronized (this) {
        if (ends || ending.isEmpty()) {
          return;
        }
        ends = true;
        next = ending.poll();
      }
      try {
        next.ended();
      } finally {
        synchronized (this) {
          ends = false;
        }
      }
    }
  }
}
