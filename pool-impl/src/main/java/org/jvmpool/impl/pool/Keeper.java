package org.jvmpool.impl.pool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;

/**
 * Does what a pool has to do at a time rather than at an event: limits, taking back, grace periods,
 * retries of failed starts, idle workers, memory.
 *
 * <p>One daemon thread a pool, started when the pool is opened, ended when it has ended.
 */
final class Keeper extends Thread {
  private static final Log LOG = Logs.of(Keeper.class);

  private static final long MEMORY_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LONGEST_PARK_NANOS = TimeUnit.HOURS.toNanos(1);

  private final PoolCore core;
  private final boolean watchesMemory;
  private volatile boolean finished;

  /** How far away the next wake-up is, and from when: on the nano clock. */
  private volatile long plannedWake;

  Keeper(PoolCore core, String name) {
    super(name);
    this.core = core;
    this.watchesMemory = core.settings().memoryLimit() > 0;
    this.plannedWake = System.nanoTime();
    setDaemon(true);
  }

  /**
   * Something is due at that time: wakes the thread if it would sleep for longer.
   *
   * @param time {@link Long#MAX_VALUE} for never
   */
  void wakeBy(long time, long now) {
    if (time != Long.MAX_VALUE && time - plannedWake < 0) {
      plannedWake = Math.max(now, time);
      // It does not wake itself: the permit would end its next park, and it would never sleep.
      if (Thread.currentThread() != this) {
        LockSupport.unpark(this);
      }
    }
  }

  void finish() {
    finished = true;
    LockSupport.unpark(this);
  }

  @Override
  public void run() {
    long nextMemoryLook = System.nanoTime() + MEMORY_LOOK_NANOS;
    while (!finished) {
      try {
        long now = System.nanoTime();
        // Set before the brain is asked: what comes due while it is asked wakes this thread.
        plannedWake = now + LONGEST_PARK_NANOS;
        long next = core.tick();
        if (watchesMemory) {
          if (now - nextMemoryLook >= 0) {
            core.checkMemory();
            nextMemoryLook = now + MEMORY_LOOK_NANOS;
          }
          next = next == Long.MAX_VALUE || nextMemoryLook - next < 0 ? nextMemoryLook : next;
        }
        if (next != Long.MAX_VALUE) {
          wakeBy(next, now);
        }
        long wait = plannedWake - System.nanoTime();
        // Looked at again: the permit of finish() may have gone to a lock that the tick waited for.
        if (wait > 0 && !finished) {
          LockSupport.parkNanos(this, wait);
          Thread
              .interrupted(); // an interrupt of this thread means nothing, but would end each park
        }
      } catch (RuntimeException | Error e) {
        tell(e);
        LockSupport.parkNanos(this, MEMORY_LOOK_NANOS);
      }
    }
  }

  private void tell(Throwable met) {
    try {
      LOG.error("{}: the keeper met an error and goes on", core.name(), met);
    } catch (RuntimeException | Error e) {
      // Not even that: to go on counts for more.
    }
  }
}
