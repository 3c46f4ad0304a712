package org.jvmpool.worker.manager;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the proxies of this process hold of one manager. The server counts how often it has given a
 * session an object, this side how often it has got it; when the last proxy of an object is
 * collected, or one is closed, the server is told that number, and lets the object go unless it is
 * giving it to this process once more meanwhile. It adds up what it is told: calls go over several
 * connections, so that one word may overtake another. That a proxy has come from elsewhere goes
 * ahead of each call until one of these is answered: so no call finds the object unheld, whatever
 * becomes of the others.
 *
 * <p>An object of which a handle was sent elsewhere from this process stays held until it is closed
 * or the session ends. Of one that was made here and then stored in the manager, where another
 * process may have taken and passed it on, the server knows whether that may be so.
 *
 * <p>Owns no thread: what is to be told goes with the next call. Safe for all threads; its monitor
 * is a leaf, but for {@link Objects}' monitor in the server.
 */
final class Holdings {
  /** How much goes with one call. */
  private static final int MOST_NOTES = 1_000;

  /**
   * What the server is to be told of an object.
   *
   * @param count how often it was got, if no proxy of it is left
   * @param made whether it was made here and stored in the manager
   * @param news that there is a first proxy, which has come from elsewhere, or null
   */
  record Note(long id, int count, boolean made, @Nullable News news) {
    static Note letGo(long id, int count, boolean made) {
      return new Note(id, count, made, null);
    }

    static Note hold(long id, News news) {
      return new Note(id, 0, false, news);
    }

    boolean isHold() {
      return news != null;
    }
  }

  /** That a proxy has come from elsewhere; the server does not know so for sure. */
  static final class News {
    private final Use use;

    private News(Use use) {
      this.use = use;
    }
  }

  /**
   * What the server is to be told of a close.
   *
   * @param got how often the object was got, as far as the server knows of that
   * @param passedOn whether it may have been sent elsewhere
   */
  record Closed(int got, boolean passedOn) {}

  /** The proxies of one object. Fields are guarded by the holdings, count is written there. */
  static final class Use {
    private final long id;
    private int proxies;
    private volatile int count;
    private @Nullable News news;
    private boolean madeHere;
    private boolean stored;
    private boolean sentElsewhere;
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
  private final Set<News> untold = new LinkedHashSet<>();

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
    use.sentElsewhere |= staysHeld;
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
          note(Note.letGo(id, 1, false));
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
        if (use.count == 0 && use.news == null) {
          use.closed = false;
          if (link.hold(use.id)) {
            got(use);
          } else {
            use.news = new News(use);
            untold.add(use.news);
            anyNotes = true;
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
    use.sentElsewhere = true;
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
          use.stored = true;
        }
      }
    }
  }

  /** This process closes the object, and tells the server. */
  synchronized Closed closed(Use use) {
    int got = use.count;
    boolean passedOn = use.sentElsewhere;
    use.count = 0;
    use.madeHere = false;
    use.stored = false;
    use.sentElsewhere = false;
    use.closed = use.proxies == 1;
    forgetNews(use);
    for (Iterator<Note> each = notes.iterator(); each.hasNext(); ) {
      Note note = each.next();
      if (note.id() == use.id) {
        got += note.count();
        each.remove();
      }
    }
    return new Closed(got, passedOn);
  }

  private void forgetNews(Use use) {
    if (use.news != null) {
      untold.remove(use.news);
      use.news = null;
    }
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
      List<Note> taken = new ArrayList<>();
      for (News news : untold) { // all of it, however much there is
        got(news.use);
        taken.add(Note.hold(news.use.id, news));
      }
      for (int i = 0; i < MOST_NOTES && !notes.isEmpty(); i++) {
        taken.add(notes.poll());
      }
      anyNotes = !notes.isEmpty() || !untold.isEmpty();
      return taken;
    }
  }

  /** The server has got what went with a call, and answered that. */
  void arrived(List<Note> told) {
    if (told.isEmpty() || !told.get(0).isHold()) {
      return;
    }
    synchronized (this) {
      for (Note note : told) {
        News news = note.news();
        if (news != null && news.use.news == news) {
          forgetNews(news.use);
        }
      }
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
      if (!use.sentElsewhere) {
        forgetNews(use);
      }
      if (!use.sentElsewhere && !use.closed && use.count > 0) {
        note(Note.letGo(use.id, use.count, use.madeHere && use.stored));
      }
    }
  }

  private void note(Note note) {
    notes.add(note);
    anyNotes = true;
  }
}
