package org.jvmpool.worker.memory;

import java.io.Serializable;
import java.time.Duration;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.worker.family.Deadline;

/** A queue that counts what is worked off; what was put is counted by its tail. */
final class MemoryJoinableQueue<E> extends MemoryQueue<E> implements JoinableQueue<E> {
  private static final long serialVersionUID = 1;

  MemoryJoinableQueue(Channel channel, int maxSize) {
    super(channel, maxSize);
  }

  private record Ticket(long channel, int maxSize) implements Serializable {
    private Object readResolve() {
      return new MemoryJoinableQueue<>(channelAt(channel, maxSize), maxSize);
    }
  }

  @Override
  Object ticket() {
    return new Ticket(channel().send(), maxSize());
  }

  @Override
  public void taskDone() {
    if (!channel().workedOff()) {
      throw new IllegalStateException(
          this + ": taskDone() was called more often than elements were added");
    }
  }

  @Override
  public void join() throws InterruptedException {
    join(untilClosed());
  }

  @Override
  public boolean join(Duration limit) throws InterruptedException {
    return join(orClosed(Deadline.in(limit)));
  }

  private boolean join(Deadline deadline) throws InterruptedException {
    Channel joined = channel();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return joined.awaitWorkedOff(deadline);
  }
}
