package org.jvmpool.impl.pool;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;

/**
 * Runs code of the user one piece after the other: a pool's callbacks, or what takes its output.
 *
 * <p>One daemon thread, started with the first piece or by {@link #prepare}, ended after the last
 * one once {@link #finish} was called. A piece that throws is logged and hurts nothing. While the
 * system starts no thread, who adds a piece stands in: it runs what waits, so that nothing is lost.
 *
 * <p>Once the thread is there, to add a {@link Piece}, to wait for one and to take it need no
 * memory: hence a monitor, and no list but the pieces themselves.
 */
final class SerialThread {
  private static final Log LOG = Logs.of(SerialThread.class);

  private final String name;
  private final int capacity;
  private final Object monitor = new Object();

  /** The one that runs pieces, or stands in for it. Written under the monitor. */
  private volatile @Nullable Thread thread;

  // Guarded by monitor.
  private final Chain<Piece> waiting = new Chain<>();
  private boolean finishing;
  private Runnable afterEnd = () -> {};
  private boolean ended;

  /** Something to run. Who has made it beforehand can add it, once, without memory. */
  static final class Piece extends Chain.Link<Piece> {
    private final Runnable work;

    Piece(Runnable work) {
      this.work = work;
    }
  }

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
    synchronized (monitor) {
      if (thread == null && !ended) {
        start();
      }
    }
  }

  private void start() {
    Thread fresh = new Thread(this::run, name);
    fresh.setDaemon(true);
    fresh.start();
    thread = fresh;
  }

  /** Adds a piece. After the thread has ended the caller runs it. */
  void execute(Runnable work) {
    execute(new Piece(work));
  }

  /** The same with a piece that was made before. */
  void execute(Piece piece) {
    boolean over;
    boolean standsIn = false;
    synchronized (monitor) {
      awaitRoom();
      over = ended;
      if (!over) {
        waiting.add(piece);
        monitor.notifyAll();
        standsIn = thread == null && !starts();
      }
    }
    if (over) {
      runSafely(piece);
    } else if (standsIn) {
      serve(/* stays= */ false);
    }
  }

  /** An interrupt does not end it, and is kept for the caller. */
  private void awaitRoom() {
    boolean interrupted = false;
    while (capacity > 0 && waiting.size() >= capacity && !ended && !isCurrent()) {
      try {
        monitor.wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is a thread now; else the caller is to stand in for it. */
  private boolean starts() {
    try {
      start();
      return true;
    } catch (RuntimeException | Error e) {
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
    synchronized (monitor) {
      finishing = true;
      afterEnd = then;
      monitor.notifyAll();
      if (thread != null) {
        return;
      }
      ended = true;
    }
    then.run();
  }

  /**
   * Waits until the thread has ended; returns at once on the thread itself.
   *
   * @return whether it has
   */
  boolean awaitEnd(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    synchronized (monitor) {
      while (!ended && !isCurrent()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(monitor, left);
      }
      return true;
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
      Piece piece;
      boolean end;
      synchronized (monitor) {
        while ((piece = waiting.poll()) == null && stays && !finishing) {
          try {
            monitor.wait();
          } catch (InterruptedException e) {
            // By a piece that interrupts all threads; it means nothing here.
          }
        }
        end = piece == null && finishing;
        if (piece == null) {
          ended = end;
          thread = stays ? thread : null;
        }
        monitor.notifyAll();
      }
      if (piece == null) {
        if (end) {
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

  private void runSafely(Piece piece) {
    try {
      piece.work.run();
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
