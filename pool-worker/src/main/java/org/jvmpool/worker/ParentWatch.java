package org.jvmpool.worker;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends a process with its parent. When the parent ends, whoever waits for it is told at once; after
 * a moment of grace exit hooks run, for a bounded time, and the process is gone within a second.
 *
 * <p>Two daemon threads, started with the process, ended with it: {@code jvmpool-parent} reads the
 * pipe, so that it sees its end and threads of the task that ask the parent get their answers;
 * {@code jvmpool-watchdog} looks for the parent every 250 ms, for the case that somebody else holds
 * the pipe open.
 */
final class ParentWatch {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Inbox inbox;
  private final ParentJvm parent;
  private final AtomicBoolean told = new AtomicBoolean();

  private ParentWatch(Inbox inbox, ParentJvm parent) {
    this.inbox = inbox;
    this.parent = parent;
  }

  static void start(Inbox inbox, ParentJvm parent) {
    ParentWatch watch = new ParentWatch(inbox, parent);
    daemon(watch::read, "jvmpool-parent");
    daemon(watch::look, "jvmpool-watchdog");
  }

  private static void daemon(Runnable work, String name) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    try {
      while (inbox.next() != null) {
        // Answers are for those who asked; nothing else is sent to a process that runs.
      }
    } catch (IOException | RuntimeException e) {
      // The end, too.
    }
    ended();
  }

  private void look() {
    while (parent.lives()) {
      pause(LOOK_NANOS);
    }
    ended();
  }

  private void ended() {
    if (told.compareAndSet(false, true)) {
      parent.ended();
      pause(GRACE_NANOS);
      JvmEnd.exit(1, JvmEnd.ORPHAN_MILLIS);
    }
  }

  private static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left; (left = end - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
      Thread.interrupted(); // a task that interrupts all threads does not make this one spin
    }
  }
}
