package org.jvmpool.worker.plain;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Those that wait for one thing, first come, first served. Guarded by the monitor of its core. */
final class Line {
  private final Set<Waiter> waiters = new LinkedHashSet<>();

  void join(Waiter waiter) {
    waiters.add(waiter);
  }

  boolean leave(Waiter waiter) {
    return waiters.remove(waiter);
  }

  /** Takes the first out. */
  @Nullable Waiter poll() {
    Iterator<Waiter> all = waiters.iterator();
    if (!all.hasNext()) {
      return null;
    }
    Waiter first = all.next();
    all.remove();
    return first;
  }

  /** Takes out those that meet a condition. */
  List<Waiter> take(Predicate<Waiter> which) {
    List<Waiter> taken = waiters.stream().filter(which).toList();
    taken.forEach(waiters::remove);
    return taken;
  }

  @Nullable Waiter first() {
    return waiters.isEmpty() ? null : waiters.iterator().next();
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  int size() {
    return waiters.size();
  }
}
