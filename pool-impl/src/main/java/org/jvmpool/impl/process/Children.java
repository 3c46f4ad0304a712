package org.jvmpool.impl.process;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.jvmpool.JvmProcess;

/**
 * The processes that this JVM has started and that live. Safe for many threads.
 *
 * <p>While one of them is no daemon, one thread that is no daemon either, {@code
 * jvmpool-processes}, keeps this JVM from ending with its {@code main}. A JVM that is told to exit
 * does not wait.
 */
final class Children {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final Set<LocalProcess> alive = new LinkedHashSet<>();
  private int waitedFor;
  private @Nullable Thread waiter;

  /**
   * One is to be started.
   *
   * @throws OutOfMemoryError if there is no thread to wait for it; then it is not one of them
   */
  void add(LocalProcess process) {
    lock.lock();
    try {
      if (!process.isDaemon()) {
        if (waiter == null) {
          Thread fresh = new Thread(null, this::await, "jvmpool-processes", 0, false);
          fresh.setDaemon(false);
          fresh.start();
          waiter = fresh;
        }
        waitedFor++;
      }
      alive.add(process);
    } finally {
      lock.unlock();
    }
  }

  void remove(LocalProcess process) {
    lock.lock();
    try {
      if (alive.remove(process) && !process.isDaemon()) {
        waitedFor--;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  List<JvmProcess> list() {
    lock.lock();
    try {
      return List.copyOf(alive);
    } finally {
      lock.unlock();
    }
  }

  private void await() {
    lock.lock();
    try {
      while (waitedFor > 0) {
        changed.awaitUninterruptibly();
      }
      waiter = null;
    } finally {
      lock.unlock();
    }
  }
}
