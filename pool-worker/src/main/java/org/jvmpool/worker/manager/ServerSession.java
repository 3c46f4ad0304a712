package org.jvmpool.worker.manager;

import java.util.ArrayList;
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

  /** What it holds, or owes. Written under the monitor of Objects. */
  private final Map<Long, Held> held = new ConcurrentHashMap<>();

  private volatile boolean ended;

  /**
   * One object, as far as the process is concerned. What the process says comes on several
   * connections, and a word may overtake another; since all of it is added up, the order does not
   * matter.
   *
   * @param balance how often the object was given, or the process said that it has got it from
   *     elsewhere, less how often it had got what it does not use any more; below 0 when the latter
   *     has overtaken the former
   * @param used whether it was used before the process said that it has got it. An older word that
   *     it is used no more may end this too early, if it arrives before that one
   */
  private record Held(int balance, boolean used) {
    static final Held NOTHING = new Held(0, false);

    boolean isHeld() {
      return used || balance > 0;
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

  boolean holds(long id) {
    return known(id).isHeld();
  }

  private Held known(long id) {
    return held.getOrDefault(id, Held.NOTHING);
  }

  /** Whether it holds it from now on, and did not before. */
  boolean noteGiven(long id) {
    Held known = known(id);
    return !ended && put(id, new Held(known.balance() + 1, known.used())) && !known.isHeld();
  }

  /** Whether it held it, and does not any more. */
  boolean noteTakenBack(long id) {
    Held known = known(id);
    return !ended && !put(id, new Held(known.balance() - 1, known.used())) && known.isHeld();
  }

  /** Whether it holds it from now on, and did not before. */
  boolean noteUsed(long id) {
    Held known = known(id);
    return !ended && put(id, new Held(known.balance(), true)) && !known.isHeld();
  }

  /** Whether it held it, and does not any more. */
  boolean noteReleased(long id, int got) {
    Held known = known(id);
    int left = known.balance() - got;
    return !ended && !put(id, new Held(left, known.used() && left > 0)) && known.isHeld();
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

  /** A thread of the process was interrupted during a call. */
  void cancel(long connection, int call) {
    for (Peer peer : peers) {
      if (peer.number() == connection) {
        peer.cancel(call);
      }
    }
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
    server.forget(this);
    // Its calls first, so that none of them gets what others wait for.
    peers.forEach(Peer::end);
    owners.end();
    server.objects().letGoAll(let);
  }

  @Override
  public String toString() {
    return owners.toString();
  }
}
