package org.jvmpool.worker.plain;

import java.time.Duration;
import java.util.Objects;
import org.jvmpool.SerializableRunnable;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.shared.Pipe;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedBoolean;
import org.jvmpool.shared.SharedByteArray;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedDouble;
import org.jvmpool.shared.SharedDoubleArray;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedInt;
import org.jvmpool.shared.SharedIntArray;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedLong;
import org.jvmpool.shared.SharedLongArray;
import org.jvmpool.shared.SharedMemory;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;

/**
 * Makes shared objects in this JVM's memory, with a handle of the calling session. Whatever is done
 * with them is done on behalf of {@link Owner#current()}.
 */
public final class PlainObjects {
  private PlainObjects() {}

  /** A lock that anybody may unlock. */
  public static SharedLock lock() {
    return new PlainLock(new LockCore(false), Session.current());
  }

  public static SharedLock reentrantLock() {
    return new PlainLock(new LockCore(true), Session.current());
  }

  /**
   * Gives a lock that was made here back once, if the owner who calls has it.
   *
   * @return whether it had
   */
  public static boolean unlockOwn(SharedLock lock) {
    return ((PlainLock) lock).core().unlockOwn();
  }

  /** A condition with a reentrant lock of its own. */
  public static SharedCondition condition() {
    return reentrantLock().newCondition();
  }

  /**
   * A condition of a lock.
   *
   * @throws IllegalArgumentException if the lock was not made here
   */
  public static SharedCondition condition(SharedLock lock) {
    Objects.requireNonNull(lock, "lock must not be null");
    if (!(lock instanceof PlainLock)) {
      throw new IllegalArgumentException(
          "the lock must be of the same engine as its condition, Multiprocessing.threads(), but was "
              + lock
              + " of "
              + lock.getClass().getName()
              + "; lock.newCondition() makes a condition of any lock");
    }
    return lock.newCondition();
  }

  public static SharedSemaphore semaphore(int permits) {
    return new PlainSemaphore(new SemaphoreCore(permits, false), Session.current());
  }

  /** A semaphore that never has more permits than at first. */
  public static SharedSemaphore boundedSemaphore(int permits) {
    return new PlainSemaphore(new SemaphoreCore(permits, true), Session.current());
  }

  public static SharedEvent event() {
    return new PlainEvent(new EventCore(), Session.current());
  }

  public static SharedBarrier barrier(int parties) {
    return new PlainBarrier(new BarrierCore(parties, null, null), Session.current());
  }

  /**
   * A barrier with an action, of which each round runs a fresh copy, and a limit for waits without
   * one.
   *
   * @throws org.jvmpool.TaskSerializationException if the action cannot travel
   */
  public static SharedBarrier barrier(int parties, SerializableRunnable action, Duration limit) {
    Objects.requireNonNull(action, "action must not be null");
    Objects.requireNonNull(limit, "limit must not be null");
    return new PlainBarrier(
        new BarrierCore(parties, Copies.encode(action), limit), Session.current());
  }

  /**
   * A queue whose elements are copied, as if they came from another process.
   *
   * @param maxSize 0 for no bound
   */
  public static <E> JoinableQueue<E> queue(int maxSize) {
    return queue(maxSize, ItemForm.copied());
  }

  /** A queue that keeps its elements as they are, for who encodes them before. */
  public static <E> JoinableQueue<E> queueOfEncoded(int maxSize) {
    return queue(maxSize, ItemForm.asItIs());
  }

  private static <E> JoinableQueue<E> queue(int maxSize, ItemForm<E> form) {
    return new PlainQueue<>(new QueueCore("queue", maxSize, form), form, Session.current());
  }

  /**
   * Undoes a take, for who could not pass the element on: it is the first again, and goes to who
   * waits for one, be the queue full or its handle closed.
   *
   * @throws IllegalArgumentException if the queue was not made here
   */
  public static <E> void putBack(SharedQueue<E> queue, E element) {
    if (!(queue instanceof PlainQueue<E> plain)) {
      throw new IllegalArgumentException("the queue must be one of this JVM, but was " + queue);
    }
    plain.putBack(element);
  }

  /** A pipe; without duplex the first end only receives and the second only sends. */
  public static Pipe pipe(boolean duplex) {
    return PlainPipe.of(duplex);
  }

  public static SharedInt sharedInt(int value) {
    return PlainInt.of(value);
  }

  public static SharedLong sharedLong(long value) {
    return PlainLong.of(value);
  }

  public static SharedDouble sharedDouble(double value) {
    return PlainDouble.of(value);
  }

  public static SharedBoolean sharedBoolean(boolean value) {
    return PlainBoolean.of(value);
  }

  public static SharedByteArray byteArray(int length) {
    return PlainByteArray.of(length);
  }

  public static SharedIntArray intArray(int length) {
    return PlainIntArray.of(length);
  }

  public static SharedLongArray longArray(int length) {
    return PlainLongArray.of(length);
  }

  public static SharedDoubleArray doubleArray(int length) {
    return PlainDoubleArray.of(length);
  }

  /**
   * A segment of memory with a new name.
   *
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static SharedMemory memory(long size) {
    return new PlainMemory(new MemoryCore(size), Session.current());
  }

  /** Whether {@link #attachMemory} is who knows a segment of that name, if there is one. */
  public static boolean mayBeMemory(String name) {
    return MemoryCore.mayBeCalled(name);
  }

  /**
   * The segment of that name.
   *
   * @throws java.io.UncheckedIOException if there is none
   */
  public static SharedMemory attachMemory(String name) {
    return MemoryCore.attach(name);
  }
}
