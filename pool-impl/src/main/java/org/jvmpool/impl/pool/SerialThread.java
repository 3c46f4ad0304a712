package org.jvmpool.impl.pool;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;

/**
 * Runs code of the user one piece after the other: a pool's callbacks, or what takes its output.
 *
 * <p>One daemon thread, started with the first piece or by {@link #prepare}, ended after the last
 * one once {@link #finish} was called. A piece that throws is logged and hurts nothing. While the
 * system starts no thread, who adds a piece stands in: it runs what waits, so that nothing is lost.
 */
final class SerialThread {
  private static final Log LOG = Logs.of(SerialThread.class);

  private final String name;
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** The one that runs pieces, or stands in for it. Written under the lock. */
  private volatile @Nullable Thread thread;

  // Guarded by lock.
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private boolean finishing;
  private Runnable afterEnd = () -> {};
  private boolean ended;

  /**
   * @param capacity how many pieces may wait before who adds one has to wait; 0 for no limit
   */
  SerialThread(String name, int capacity) {
    this.name = name;
    this.capacity = capacity;
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /**
   * Starts the thread, if it does not run yet, for pieces to come.
   *
   * @throws OutOfMemoryError if the system starts no more threads
   */
  void prepare() {
    if (thread != null) {
      return;
    }
    lock.lock();
    try {
      if (thread == null && !ended) {
        start();
      }
    } finally {
      lock.unlock();
    }
  }

  private void start() {
    Thread fresh = new Thread(this::run, name);
    fresh.setDaemon(true);
    fresh.start();
    thread = fresh;
  }

  /** Adds a piece. After the thread has ended the caller runs it. */
  void execute(Runnable piece) {
    boolean over;
    boolean standsIn = false;
    lock.lock();
    try {
      while (capacity > 0 && queue.size() >= capacity && !ended && !isCurrent()) {
        changed.awaitUninterruptibly();
      }
      over = ended;
      if (!over) {
        queue.add(piece);
        changed.signalAll();
        standsIn = thread == null && !starts();
      }
    } finally {
      lock.unlock();
    }
    if (over) {
      runSafely(piece);
    } else if (standsIn) {
      serve(/* stays= */ false);
    }
  }

  /** Whether there is a thread now; else the caller is to stand in for it. */
  private boolean starts() {
    try {
      start();
      return true;
    } catch (OutOfMemoryError e) {
      thread = Thread.currentThread();
      return false;
    }
  }

  /**
   * No more pieces are expected: the thread ends when the queue is empty.
   *
   * @param then runs once after that, here or on the thread
   */
  void finish(Runnable then) {
    lock.lock();
    try {
      finishing = true;
      afterEnd = then;
      changed.signalAll();
      if (thread != null) {
        return;
      }
      ended = true;
    } finally {
      lock.unlock();
    }
    then.run();
  }

  /**
   * Waits until the thread has ended; returns at once on the thread itself.
   *
   * @return whether it has
   */
  boolean awaitEnd(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!ended && !isCurrent()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    serve(/* stays= */ true);
  }

  /**
   * Runs what waits.
   *
   * @param stays whether to wait for more: on the thread itself
   */
  private void serve(boolean stays) {
    while (true) {
      Runnable piece;
      boolean last;
      lock.lock();
      try {
        while ((piece = queue.poll()) == null && stays && !finishing) {
          changed.awaitUninterruptibly();
        }
        last = piece == null && finishing;
        if (piece == null) {
          ended = last;
          thread = stays ? thread : null;
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      if (piece == null) {
        if (last) {
          afterEnd.run();
        }
        return;
      }
      runSafely(piece);
      if (stays) {
        Thread.interrupted(); // an interrupt that one piece leaves is not for the next
      }
    }
  }

  private void runSafely(Runnable piece) {
    try {
      piece.run();
    } catch (Throwable t) {
      tell(t);
    }
  }

  private void tell(Throwable thrown) {
    try {
      LOG.error("{}: code given to the pool threw; the pool goes on", name, thrown);
    } catch (RuntimeException | Error e) {
      // Not even that: the next piece counts for more.
    }
  }
}
