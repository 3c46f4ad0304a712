package org.jvmpool.worker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.wire.ClaimPage;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.OverdueMessage;
import org.jvmpool.worker.wire.SegmentWriter;

/**
 * Watches what the thread that runs tasks cannot watch while it runs one: whether the parent still
 * lives, and whether the task outlives its limit.
 *
 * <p>One daemon thread a worker, started with it, ended with the JVM.
 */
final class Watchdog extends Thread {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final ParentJvm parent;
  private final ClaimPage claims;
  private final Outlet outlet;
  private final @Nullable SegmentWriter results;
  private final Thread worker;
  private final Runnable parentGone;

  /** The running task that has a limit, or null. Written by the worker's thread. */
  private volatile @Nullable Limited running;

  /** When this thread looks next, on the nano clock. Written by this thread. */
  private volatile long nextLook;

  private record Limited(int slot, long id, long deadline) {}

  Watchdog(
      ParentJvm parent,
      ClaimPage claims,
      Outlet outlet,
      @Nullable SegmentWriter results,
      Thread worker,
      Runnable parentGone) {
    super("jvmpool-watchdog");
    this.parent = parent;
    this.claims = claims;
    this.outlet = outlet;
    this.results = results;
    this.worker = worker;
    this.parentGone = parentGone;
    this.nextLook = System.nanoTime();
    setDaemon(true);
  }

  /** The worker's thread: a task with a limit starts to run. */
  void taskStarts(Frame task, long limitNanos) {
    long deadline = System.nanoTime() + limitNanos;
    running = new Limited(task.slot(), task.id(), deadline);
    if (deadline - nextLook < 0) {
      LockSupport.unpark(this);
    }
  }

  /** The worker's thread: the task is over. */
  void taskEnds() {
    running = null;
  }

  @Override
  public void run() {
    try {
      watch();
    } catch (RuntimeException | Error e) {
      // A worker that nobody watches would outlive its parent and the limits of its tasks.
      parentGone.run();
    }
  }

  private void watch() {
    long nextParentLook = System.nanoTime();
    Limited reported = null;
    while (true) {
      long now = System.nanoTime();
      if (now - nextParentLook >= 0) {
        if (!parent.lives()) {
          parentGone.run();
          return;
        }
        nextParentLook = now + LOOK_NANOS;
        if (results != null) {
          results.giveBack();
        }
      }
      Limited task = running == reported ? null : running;
      if (task != null && now - task.deadline() >= 0) {
        report(task);
        reported = task;
        task = null;
      }
      long next = nextParentLook;
      if (task != null && task.deadline() - next < 0) {
        next = task.deadline();
      }
      nextLook = next;
      // Race: a task with an earlier limit started before nextLook was written and did not wake
      // this thread; it is seen here.
      Limited latest = running;
      if (latest != null && latest != reported && latest.deadline() - next < 0) {
        continue;
      }
      LockSupport.parkNanos(this, next - System.nanoTime());
      Thread.interrupted(); // a task that interrupts all threads does not make this one spin
    }
  }

  /**
   * Dooms this worker for the task, unless the task has just ended, and tells the parent where the
   * task was.
   */
  private void report(Limited task) {
    StackTraceElement[] stack = worker.getStackTrace();
    if (!claims.condemn(task.slot(), task.id())) {
      return;
    }
    FrameBuffer frame = new FrameBuffer();
    new OverdueMessage(WorkerStack.ofTask(stack)).write(frame.begin());
    frame.end(FrameType.OVERDUE, 0, task.slot(), task.id());
    try {
      outlet.write(frame);
    } catch (ParentGoneException e) {
      parentGone.run();
    }
  }
}
