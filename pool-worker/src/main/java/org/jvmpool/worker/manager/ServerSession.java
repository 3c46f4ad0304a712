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

  /** What it holds, and how often it was given that. Written under the monitor of Objects. */
  private final Map<Long, Integer> held = new ConcurrentHashMap<>();

  private volatile boolean ended;

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
    return held.containsKey(id);
  }

  /** Whether it did not hold it before. */
  boolean noteHeld(long id, int given) {
    if (ended) {
      return false;
    }
    Integer before = held.get(id);
    held.put(id, before == null ? given : before + given);
    return before == null;
  }

  /** Whether it held it, and does not any more. */
  boolean noteLetGo(long id) {
    return held.remove(id) != null;
  }

  /** Whether it held it, and does not any more. */
  boolean noteReleased(long id, int got) {
    Integer given = held.get(id);
    if (given != null && given > got) {
      held.put(id, given - got);
      return false;
    }
    return noteLetGo(id);
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
    List<Long> let;
    synchronized (server.objects()) {
      if (ended) {
        return;
      }
      ended = true;
      let = new ArrayList<>(held.keySet());
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
