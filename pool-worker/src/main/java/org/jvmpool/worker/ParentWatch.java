package org.jvmpool.worker;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends a process with its parent. When the parent ends, whoever waits for it is told at once; after
 * a moment of grace what the process has started is killed and exit hooks run, for a bounded time,
 * and the process is gone within a second.
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
  private final CountDownLatch begun = new CountDownLatch(1);
  private final AtomicBoolean told = new AtomicBoolean();
  private @Nullable ParentJvm parent; // written before it has begun

  /** Starts the threads, which wait until it begins. */
  ParentWatch(Inbox inbox) {
    this.inbox = inbox;
    daemon(this::read, "jvmpool-parent");
    daemon(this::look, "jvmpool-watchdog");
  }

  private static void daemon(Runnable work, String name) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.start();
  }

  /** This JVM is a process of that parent. Called once. */
  void begin(ParentJvm ofProcess) {
    parent = ofProcess;
    begun.countDown();
  }

  private ParentJvm parent() {
    while (true) {
      try {
        begun.await();
        return Objects.requireNonNull(parent);
      } catch (InterruptedException e) {
        // By a task that interrupts all threads; it means nothing here.
      }
    }
  }

  private void read() {
    parent();
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
    ParentJvm watched = parent();
    while (watched.lives()) {
      pause(LOOK_NANOS);
    }
    ended();
  }

  private void ended() {
    if (told.compareAndSet(false, true)) {
      parent().ended();
      pause(GRACE_NANOS);
      try {
        Offspring.killOthers();
      } catch (RuntimeException | Error e) {
        // It ends all the same.
      }
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
