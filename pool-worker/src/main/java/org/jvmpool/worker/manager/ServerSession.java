package org.jvmpool.worker.manager;

import java.util.ArrayList;
import java.util.List;
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

  /** Written under the monitor of Objects. */
  private final Set<Long> held = ConcurrentHashMap.newKeySet();

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
    return held.contains(id);
  }

  boolean noteHeld(long id) {
    return !ended && held.add(id);
  }

  boolean noteLetGo(long id) {
    return held.remove(id);
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
      let = new ArrayList<>(held);
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
