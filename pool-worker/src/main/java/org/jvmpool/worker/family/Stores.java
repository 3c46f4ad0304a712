package org.jvmpool.worker.family;

import org.jspecify.annotations.Nullable;

/**
 * Where tests look on: they end a member of the family before any one of its stores to shared
 * memory, or of its messages to the coordinator, to show that a process may end between any two of
 * them. Nobody looks on otherwise, and then it costs a read of a field.
 */
final class Stores {
  /** Told before each store, on the thread that makes it. */
  @FunctionalInterface
  interface Watcher {
    void beforeStore();
  }

  /** Set before the threads that are watched start. */
  static @Nullable Watcher watcher;

  private Stores() {}

  static void before() {
    Watcher each = watcher;
    if (each != null) {
      each.beforeStore();
    }
  }
}
