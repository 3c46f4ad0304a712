package org.jvmpool.worker.manager;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jvmpool.worker.plain.Owner;
import org.jvmpool.worker.plain.Session;

/**
 * A process that uses a manager, as the server sees it: begun with its control connection, ended
 * with that. What it held is let go then. Safe for all threads.
 */
final class ServerSession {
  private final ManagerServer server;
  private final String secret;
  private final long pid;
  private final boolean foreign;
  private final ClassLoader loader;
  private final Session owners;

  private final Set<Peer> peers = ConcurrentHashMap.newKeySet();

  /** What it holds, or owes. Guarded by the monitor of Objects. */
  private final Map<Long, Held> held = new HashMap<>();

  private volatile boolean ended;

  /**
   * One object, as far as the process is concerned. What the process says comes on several
   * connections, and a word may overtake another; since all of it is added up, the order does not
   * matter.
   *
   * @param balance how often the object was given, or the process said that it has got it from
   *     elsewhere, less how often it had got what it does not use any more; below 0 when the latter
   *     has overtaken the former
   * @param stays whether it holds it in any case, until it closes it or ends
   */
  private record Held(int balance, boolean stays) {
    static final Held NOTHING = new Held(0, false);

    boolean isHeld() {
      return stays || balance > 0;
    }
  }

  ServerSession(ManagerServer server, long pid, boolean foreign, ClassLoader loader) {
    this.server = server;
    this.secret = ManagerName.draw();
    this.pid = pid;
    this.foreign = foreign;
    this.loader = loader;
    this.owners = new Session("process " + pid + (foreign ? " of another program" : ""));
  }

  /** By which its other connections name it. */
  String secret() {
    return secret;
  }

  long pid() {
    return pid;
  }

  /** Whether it belongs to another program, which is not trusted with all. */
  boolean isForeign() {
    return foreign;
  }

  ClassLoader loader() {
    return loader;
  }

  void checkRunsFunctions() {
    if (foreign) {
      throw new SecurityException(
          "a manager runs no functions of clients of other programs; what they compute they store"
              + " through compare-and-set");
    }
  }

  /** Who calls when a thread of that process does. */
  Owner owner(long thread) {
    return owners.owner(thread, String.valueOf(thread));
  }

  // ---- objects that it holds; see Objects

  private Held known(long id) {
    return held.getOrDefault(id, Held.NOTHING);
  }

  /** Whether it holds it from now on, and did not before. */
  boolean noteGiven(long id) {
    Held known = known(id);
    return !ended && put(id, new Held(known.balance() + 1, known.stays())) && !known.isHeld();
  }

  /** Whether it held it, and does not any more. */
  boolean noteTakenBack(long id) {
    Held known = known(id);
    return !ended && !put(id, new Held(known.balance() - 1, known.stays())) && known.isHeld();
  }

  /** It holds it until it closes it or ends. Whether it did not hold it before. */
  boolean noteStays(long id) {
    Held known = known(id);
    return !ended && put(id, new Held(known.balance(), true)) && !known.isHeld();
  }

  /** Whether it held it, and does not any more. */
  boolean noteLetGo(long id, int got) {
    Held known = known(id);
    return !ended && !put(id, new Held(known.balance() - got, known.stays())) && known.isHeld();
  }

  /** Whether it held it, and does not any more. */
  boolean noteClosed(long id, int got) {
    Held known = known(id);
    return !ended && !put(id, new Held(known.balance() - got, false)) && known.isHeld();
  }

  /** Whether it is held then. */
  private boolean put(long id, Held now) {
    if (now.equals(Held.NOTHING)) {
      held.remove(id);
    } else {
      held.put(id, now);
    }
    return now.isHeld();
  }

  /** The object has ended: nothing that comes too late is waited for. */
  void forget(long id) {
    held.remove(id);
  }

  // ---- connections

  /** Another connection of it; false if it has ended. */
  boolean joined(Peer peer) {
    peers.add(peer);
    if (ended) {
      peers.remove(peer);
      return false;
    }
    return true;
  }

  void left(Peer peer) {
    peers.remove(peer);
  }

  /** A call of the process is to be given up. */
  void cancel(long connection, int call, int flags) {
    for (Peer peer : peers) {
      if (peer.number() == connection) {
        peer.cancel(call, flags);
      }
    }
  }

  /** The wait of a call is over, and gets nothing. */
  void endWait(Owner owner) {
    owners.endWait(owner);
  }

  boolean hasEnded() {
    return ended;
  }

  /** The process has ended, or has given up the manager. */
  void end() {
    List<Long> let = new ArrayList<>();
    synchronized (server.objects()) {
      if (ended) {
        return;
      }
      ended = true;
      held.forEach(
          (id, known) -> {
            if (known.isHeld()) {
              let.add(id);
            }
          });
      held.clear();
    }
    try {
      // Its calls first, so that none of them gets what others wait for.
      peers.forEach(Peer::end);
      owners.end();
      server.objects().letGoAll(let);
    } finally {
      server.forget(this); // who is told that it is gone finds nothing of it any more
    }
  }

  @Override
  public String toString() {
    return owners.toString();
  }
}
