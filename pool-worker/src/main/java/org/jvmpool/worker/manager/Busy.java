package org.jvmpool.worker.manager;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lock of an object that runs functions of its clients. It is not held while such a function
 * runs: instead what the function works on, a key or the whole, is marked busy. Who would change
 * that waits until the mark is gone; who reads sees what was before. So a slow function keeps
 * nobody from reading, and a function on one key nobody from the others.
 */
final class Busy {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final Map<Object, Thread> keys = new HashMap<>();
  private @Nullable Thread whole;

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  /** With the lock: waits until nothing works on the key. */
  void awaitKey(Object key) {
    boolean interrupted = false;
    while (true) {
      Thread by = whole != null ? whole : keys.get(key);
      if (by == null) {
        break;
      }
      check(by);
      interrupted |= await();
    }
    restore(interrupted);
  }

  /** With the lock: waits until nothing works on any of it. */
  void awaitWhole() {
    boolean interrupted = false;
    while (whole != null || !keys.isEmpty()) {
      if (whole != null) {
        check(whole);
      }
      keys.values().forEach(Busy::check);
      interrupted |= await();
    }
    restore(interrupted);
  }

  private boolean await() {
    try {
      changed.await();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /* A function that changes what it works on would wait for itself. */
  private static void check(Thread by) {
    if (by == Thread.currentThread()) {
      throw new IllegalStateException(
          "a function that runs in a manager cannot change the object that it works on");
    }
  }

  /** With the lock: marks a key, runs something without the lock, and takes the mark away. */
  <R extends @Nullable Object> R without(Object key, Work<R> work) throws Exception {
    keys.put(key, Thread.currentThread());
    lock.unlock();
    try {
      return work.run();
    } finally {
      lock.lock();
      keys.remove(key);
      changed.signalAll();
    }
  }

  /** With the lock: marks all of it, runs something without the lock, and takes the mark away. */
  <R extends @Nullable Object> R withoutWhole(Work<R> work) throws Exception {
    whole = Thread.currentThread();
    lock.unlock();
    try {
      return work.run();
    } finally {
      lock.lock();
      whole = null;
      changed.signalAll();
    }
  }

  interface Work<R extends @Nullable Object> {
    R run() throws Exception;
  }
}
