package org.jvmpool.impl.threads;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jvmpool.JvmProcess;

/** The living processes that one process has started. Safe for all threads. */
final class Children {
  /** Those of this JVM. */
  private static final Children OF_ROOT = new Children();

  private final Set<ThreadProcess> living = ConcurrentHashMap.newKeySet();

  static Children of(JvmProcess parent) {
    return parent instanceof ThreadProcess process ? process.children() : OF_ROOT;
  }

  void started(ThreadProcess child) {
    living.add(child);
  }

  void ended(ThreadProcess child) {
    living.remove(child);
  }

  List<JvmProcess> living() {
    return living.stream().filter(JvmProcess::isAlive).<JvmProcess>map(c -> c).toList();
  }

  /** Their parent was ended: daemons end with it, the others go on. */
  void endDaemons() {
    living.stream().filter(JvmProcess::isDaemon).forEach(JvmProcess::terminate);
  }

  /** Their parent's task is over: it ends its daemons, and waits for the others. */
  void parentEnds() throws InterruptedException {
    endDaemons();
    for (ThreadProcess child : living) {
      child.awaitEnd();
    }
  }
}
