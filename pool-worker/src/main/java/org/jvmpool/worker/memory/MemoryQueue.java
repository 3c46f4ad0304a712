package org.jvmpool.worker.memory;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.worker.codec.InFlight;
import org.jvmpool.worker.family.Deadline;

/** A {@link Channel} as a queue of objects, with a bound or without. */
class MemoryQueue<E> extends Handle implements SharedQueue<E> {
  private static final long serialVersionUID = 1;
  private static final int FIRST_RING = 1 << 14;
  private static final int INLINE = 1 << 20;
  private static final int UNBOUNDED = Position.MESSAGES - 1;

  private final transient Channel channel;

  /** 0: no bound. */
  private final int maxSize;

  MemoryQueue(Channel channel, int maxSize) {
    super(channel.block());
    this.channel = channel;
    this.maxSize = maxSize;
  }

  static Channel newChannel(int maxSize) {
    if (maxSize < 0) {
      throw new IllegalArgumentException("maxSize must be 0 or more, but was " + maxSize);
    }
    return Channel.create(limits(maxSize));
  }

  static Channel channelAt(long reference, int maxSize) {
    return Channel.at(reference, limits(maxSize));
  }

  private static Channel.Limits limits(int maxSize) {
    int most = maxSize == 0 ? UNBOUNDED : Math.min(maxSize, UNBOUNDED);
    return new Channel.Limits(most, most, FIRST_RING, true, Position.LARGEST_RING, INLINE);
  }

  private record Ticket(long channel, int maxSize) implements Serializable {
    private Object readResolve() {
      return new MemoryQueue<>(channelAt(channel, maxSize), maxSize);
    }
  }

  @Override
  Object ticket() {
    return new Ticket(channel.send(), maxSize);
  }

  final int maxSize() {
    return maxSize;
  }

  final Channel channel() {
    open();
    return channel;
  }

  @Override
  public void put(E e) throws InterruptedException {
    if (put(e, untilClosed(), true) == Channel.Put.FULL) {
      throw new IllegalStateException(this + " has no room for ever");
    }
  }

  @Override
  public boolean offer(E e) {
    try {
      return put(e, Deadline.inNanos(0), false) == Channel.Put.DONE;
    } catch (InterruptedException interrupt) {
      throw new AssertionError("an uninterruptible call was interrupted", interrupt);
    }
  }

  @Override
  public boolean offer(E e, Duration limit) throws InterruptedException {
    return put(e, orClosed(Deadline.in(limit)), true) == Channel.Put.DONE;
  }

  private Channel.Put put(E e, Deadline deadline, boolean interruptibly)
      throws InterruptedException {
    Objects.requireNonNull(e, "an element must not be null");
    Channel to = channel();
    if (interruptibly && Thread.interrupted()) {
      throw new InterruptedException();
    }
    InFlight inFlight = new InFlight();
    Message message = Message.of(e, inFlight);
    Channel.Put put = null;
    try {
      put = to.put(message, deadline, interruptibly);
      return put;
    } finally {
      if (put != Channel.Put.DONE) {
        inFlight.giveUp();
      }
    }
  }

  @Override
  public E take() throws InterruptedException {
    return Objects.requireNonNull(take(untilClosed(), true));
  }

  @Override
  public @Nullable E poll() {
    try {
      return take(Deadline.inNanos(0), false);
    } catch (InterruptedException interrupt) {
      throw new AssertionError("an uninterruptible call was interrupted", interrupt);
    }
  }

  @Override
  public @Nullable E poll(Duration limit) throws InterruptedException {
    return take(orClosed(Deadline.in(limit)), true);
  }

  @SuppressWarnings("unchecked") // what was put, by who has the same type
  private @Nullable E take(Deadline deadline, boolean interruptibly) throws InterruptedException {
    Channel from = channel();
    if (interruptibly && Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      Message message = from.take(true, deadline, interruptibly);
      return message == null ? null : (E) message.object();
    } catch (Channel.OtherKindIsFirst e) {
      throw new AssertionError("a queue holds objects", e);
    }
  }

  @Override
  public int drainTo(Collection<? super E> into, int max) {
    Objects.requireNonNull(into, "into must not be null");
    int most = Math.min(max, channel().size());
    into.addAll(List.of()); // one that takes no elements says so before any is taken
    int taken = 0;
    while (taken < most) {
      E e = poll();
      if (e == null) {
        break;
      }
      into.add(e);
      taken++;
    }
    return taken;
  }

  @Override
  public boolean isEmpty() {
    return channel().isEmpty();
  }

  @Override
  public int size() {
    return channel().size();
  }

  @Override
  public boolean isFull() {
    return maxSize > 0 && channel().size() >= maxSize;
  }

  @Override
  public int remainingCapacity() {
    int size = channel().size();
    return maxSize == 0 ? Integer.MAX_VALUE : Math.max(0, maxSize - size);
  }

  @Override
  String describe() {
    return channel.size() + (maxSize == 0 ? " elements" : " of " + maxSize + " elements");
  }
}
