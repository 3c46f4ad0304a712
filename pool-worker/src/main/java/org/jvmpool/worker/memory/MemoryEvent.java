package org.jvmpool.worker.memory;

import java.io.Serializable;
import java.time.Duration;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Deadline;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.family.Futex;

/**
 * An event in shared memory: one word, whose lowest bit is the flag; above it, how often it was
 * set, so that who waits is not passed over when it is cleared again at once.
 */
final class MemoryEvent extends Handle implements SharedEvent {
  private static final long serialVersionUID = 1;
  private static final long SET = 1;
  private static final long ONE_MORE = 2;
  private static final long MARK = Futex.WAITED_FOR;

  private final transient Futex futex = Family.current().futex();

  private MemoryEvent(Block block) {
    super(block);
  }

  static MemoryEvent create() {
    return new MemoryEvent(Family.current().newBlock(1));
  }

  private record Ticket(long block) implements Serializable {
    private Object readResolve() {
      return new MemoryEvent(Family.current().blockAt(block));
    }
  }

  @Override
  Object ticket() {
    return new Ticket(block().send());
  }

  @Override
  public boolean isSet() {
    return (open().get(0) & SET) != 0;
  }

  @Override
  public void set() {
    Block block = open();
    while (true) {
      long seen = block.get(0);
      if ((seen & SET) != 0) {
        return;
      }
      if (block.compareAndSet(0, seen, seen & MARK | (seen & ~MARK) + ONE_MORE | SET)) {
        if (seen < 0) {
          futex.wake(block, 0, Long.MAX_VALUE);
        }
        return;
      }
    }
  }

  @Override
  public void clear() {
    Block block = open();
    long seen = block.get(0);
    while (!block.compareAndSet(0, seen, seen & ~SET)) {
      seen = block.get(0);
    }
  }

  @Override
  public void await() throws InterruptedException {
    await(untilClosed());
  }

  @Override
  public boolean await(Duration limit) throws InterruptedException {
    return await(orClosed(Deadline.in(limit)));
  }

  private boolean await(Deadline deadline) throws InterruptedException {
    Block block = open();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long before = block.get(0) & ~MARK;
    while (true) {
      long deaths = futex.deaths();
      long seen = block.get(0);
      if ((seen & SET) != 0 || (seen & ~MARK & ~SET) != (before & ~SET)) {
        return true;
      }
      if (!futex.awaitInterruptibly(block, 0, seen, deaths, deadline)) {
        return isSet();
      }
    }
  }

  @Override
  String describe() {
    return isSet() ? "set" : "not set";
  }
}
