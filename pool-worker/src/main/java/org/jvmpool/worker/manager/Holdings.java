package org.jvmpool.worker.manager;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the proxies of this process hold of one manager. The server counts how often it has given a
 * session an object, this side how often it has got it; when the last proxy of an object is
 * collected, or one is closed, the server is told that number, and lets the object go unless it is
 * giving it to this process once more meanwhile. It adds up what it is told: calls go over several
 * connections, so that one word may overtake another.
 *
 * <p>An object of which somebody else may have a handle from this process stays held until it is
 * closed or the session ends: one that was sent elsewhere, and one that was made here and then
 * stored in the manager, where another may have taken it.
 *
 * <p>Owns no thread: what is to be told goes with the next call. Safe for all threads; its monitor
 * is a leaf.
 */
final class Holdings {
  /** How much goes with one call. */
  private static final int MOST_NOTES = 1_000;

  /**
   * What the server is to be told of an object.
   *
   * @param count how often it was got, if no proxy of it is left; -1 if there is a first one, which
   *     has come from elsewhere
   */
  record Note(long id, int count) {
    static final int HOLD = -1;
  }

  /** The proxies of one object. Fields are guarded by the holdings, count is written there. */
  static final class Use {
    private final long id;
    private int proxies;
    private volatile int count;
    private boolean madeHere;
    private boolean staysHeld;
    private boolean closed;

    Use(long id) {
      this.id = id;
    }
  }

  private static final class Trace extends PhantomReference<RemoteObject> {
    private final Use use;

    Trace(RemoteObject proxy, Use use, ReferenceQueue<RemoteObject> queue) {
      super(proxy, queue);
      this.use = use;
    }
  }

  private final Link link;
  private final ReferenceQueue<RemoteObject> collected = new ReferenceQueue<>();

  // Guarded by this.
  private final Map<Long, Use> uses = new HashMap<>();
  private final Set<Trace> traces = new HashSet<>();
  private final ArrayDeque<Note> notes = new ArrayDeque<>();

  private volatile boolean anyNotes;

  Holdings(Link link) {
    this.link = link;
  }

  /** There is another proxy of an object. */
  synchronized Use proxy(RemoteObject proxy, long id) {
    noteCollected();
    Use use = uses.computeIfAbsent(id, Use::new);
    use.proxies++;
    traces.add(new Trace(proxy, use, collected));
    return use;
  }

  /** The object was made for this process, which has got it thereby. */
  synchronized void made(Use use, boolean staysHeld) {
    got(use);
    use.madeHere = true;
    use.staysHeld |= staysHeld;
  }

  /** The server has given these to this process. Their proxies, if it made any, are there. */
  void received(long... ids) {
    if (ids.length == 0) {
      return;
    }
    synchronized (this) {
      for (long id : ids) {
        Use use = uses.get(id);
        if (use == null) {
          note(new Note(id, 1));
        } else {
          got(use);
        }
      }
    }
  }

  /** The object is used: the server is to know it, if it has not given the object itself. */
  void used(Use use) {
    if (use.count == 0) {
      synchronized (this) {
        if (use.count == 0) {
          got(use);
          if (!link.hold(use.id)) {
            note(new Note(use.id, Note.HOLD));
          }
        }
      }
    }
  }

  private static void got(Use use) {
    use.count++;
    use.closed = false;
  }

  /** A handle of the object was written for somebody else than its own manager. */
  synchronized void sentElsewhere(Use use) {
    use.staysHeld = true;
  }

  /**
   * The manager, which is not in this process, has got handles of these, and may have stored them.
   */
  void stored(long... ids) {
    if (ids.length == 0) {
      return;
    }
    synchronized (this) {
      for (long id : ids) {
        Use use = uses.get(id);
        if (use != null) {
          use.staysHeld |= use.madeHere;
        }
      }
    }
  }

  /**
   * This process closes the object, and tells the server.
   *
   * @return what the server is to be told: how often the object was got, as far as it knows of that
   */
  synchronized int closed(Use use) {
    int got = use.count;
    use.count = 0;
    use.madeHere = false;
    use.staysHeld = false;
    use.closed = use.proxies == 1;
    for (Iterator<Note> each = notes.iterator(); each.hasNext(); ) {
      Note note = each.next();
      if (note.id() == use.id) {
        got += note.count(); // one less if it is the news that there is a proxy
        each.remove();
      }
    }
    return got;
  }

  /** What the server is to be told with the call that is being made; most often nothing. */
  List<Note> take() {
    Reference<? extends RemoteObject> first = collected.poll();
    if (first == null && !anyNotes) {
      return List.of();
    }
    synchronized (this) {
      if (first != null) {
        noteCollected(first);
        noteCollected();
      }
      List<Note> taken = new ArrayList<>(Math.min(notes.size(), MOST_NOTES));
      while (taken.size() < MOST_NOTES && !notes.isEmpty()) {
        taken.add(notes.poll());
      }
      anyNotes = !notes.isEmpty();
      return taken;
    }
  }

  private void noteCollected() {
    @Nullable Reference<? extends RemoteObject> each;
    while ((each = collected.poll()) != null) {
      noteCollected(each);
    }
  }

  private void noteCollected(Reference<? extends RemoteObject> reference) {
    Trace trace = (Trace) reference;
    traces.remove(trace);
    Use use = trace.use;
    if (--use.proxies == 0) {
      uses.remove(use.id);
      if (!use.staysHeld && !use.closed) {
        note(new Note(use.id, use.count));
      }
    }
  }

  private void note(Note note) {
    if (note.count() == Note.HOLD) {
      notes.addFirst(note); // goes with the next call, however much there is to let go
    } else {
      notes.add(note);
    }
    anyNotes = true;
  }
}
