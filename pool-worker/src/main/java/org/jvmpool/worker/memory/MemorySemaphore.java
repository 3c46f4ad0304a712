package org.jvmpool.worker.memory;

import java.io.Serializable;
import java.time.Duration;
import org.jvmpool.shared.SharedSemaphore;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Deadline;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.family.Futex;

/** A semaphore in shared memory: one word, the permits below the mark of who waits. */
final class MemorySemaphore extends Handle implements SharedSemaphore {
  private static final long serialVersionUID = 1;
  private static final long MARK = Futex.WAITED_FOR;

  private final int most;
  private final transient Futex futex = Family.current().futex();

  private MemorySemaphore(Block block, int most) {
    super(block);
    this.most = most;
  }

  static MemorySemaphore create(int permits, boolean bounded) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits must be 0 or more, but was " + permits);
    }
    Block block = Family.current().newBlock(1);
    block.set(0, permits);
    return new MemorySemaphore(block, bounded ? permits : Integer.MAX_VALUE);
  }

  private record Ticket(long block, int most) implements Serializable {
    private Object readResolve() {
      return new MemorySemaphore(Family.current().blockAt(block), most);
    }
  }

  @Override
  Object ticket() {
    return new Ticket(block().send(), most);
  }

  @Override
  public void acquire() throws InterruptedException {
    acquire(untilClosed());
  }

  @Override
  public boolean tryAcquire() {
    return take(open());
  }

  private static boolean take(Block block) {
    while (true) {
      long seen = block.get(0);
      if ((seen & ~MARK) == 0) {
        return false;
      }
      if (block.compareAndSet(0, seen, seen - 1)) {
        return true;
      }
    }
  }

  @Override
  public boolean tryAcquire(Duration limit) throws InterruptedException {
    return acquire(orClosed(Deadline.in(limit)));
  }

  private boolean acquire(Deadline deadline) throws InterruptedException {
    Block block = open();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    while (!take(block)) {
      long deaths = futex.deaths();
      long seen = block.get(0);
      if ((seen & ~MARK) == 0 && !futex.awaitInterruptibly(block, 0, seen, deaths, deadline)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void release() {
    release(1);
  }

  @Override
  public void release(int permits) {
    if (permits < 1) {
      throw new IllegalArgumentException("permits must be at least 1, but was " + permits);
    }
    Block block = open();
    while (true) {
      long seen = block.get(0);
      long there = seen & ~MARK;
      if (there + permits > most) {
        throw new IllegalStateException(
            this + ": " + permits + " more would be more than the " + most + " it may have");
      }
      if (block.compareAndSet(0, seen, seen + permits)) {
        if (seen < 0) {
          futex.wake(block, 0, permits);
        }
        return;
      }
    }
  }

  @Override
  public int availablePermits() {
    return (int) (open().get(0) & ~MARK);
  }

  @Override
  String describe() {
    return availablePermits()
        + " permits"
        + (most == Integer.MAX_VALUE ? "" : " of at most " + most);
  }
}
