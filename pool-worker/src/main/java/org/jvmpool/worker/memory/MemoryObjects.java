package org.jvmpool.worker.memory;

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
import org.jvmpool.shared.SimpleQueue;

/** Makes objects in the shared memory of this JVM's family, which begins with the first of them. */
public final class MemoryObjects {
  private MemoryObjects() {}

  /** A lock that anybody may unlock. */
  public static SharedLock lock() {
    return MemoryLock.create(false);
  }

  public static SharedLock reentrantLock() {
    return MemoryLock.create(true);
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
    return MemoryLock.of(lock).newCondition();
  }

  public static SharedSemaphore semaphore(int permits) {
    return MemorySemaphore.create(permits, false);
  }

  /** A semaphore that never has more permits than at first. */
  public static SharedSemaphore boundedSemaphore(int permits) {
    return MemorySemaphore.create(permits, true);
  }

  public static SharedEvent event() {
    return MemoryEvent.create();
  }

  public static SharedBarrier barrier(int parties) {
    return MemoryBarrier.create(parties, null, null);
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
    return MemoryBarrier.create(parties, action, limit);
  }

  public static SharedInt sharedInt(int value) {
    return MemoryInt.create(value);
  }

  public static SharedLong sharedLong(long value) {
    return MemoryLong.create(value);
  }

  public static SharedDouble sharedDouble(double value) {
    return MemoryDouble.create(value);
  }

  public static SharedBoolean sharedBoolean(boolean value) {
    return MemoryBoolean.create(value);
  }

  public static SharedByteArray byteArray(int length) {
    return MemoryByteArray.create(length);
  }

  public static SharedIntArray intArray(int length) {
    return MemoryIntArray.create(length);
  }

  public static SharedLongArray longArray(int length) {
    return MemoryLongArray.create(length);
  }

  public static SharedDoubleArray doubleArray(int length) {
    return MemoryDoubleArray.create(length);
  }

  /** A segment with a new name. */
  public static SharedMemory memory(long size) {
    return MemorySegment.create(size);
  }

  /** The segment of a name. */
  public static SharedMemory attach(String name) {
    return MemorySegment.attach(name);
  }

  /**
   * A queue.
   *
   * @param maxSize how many elements it holds at most; 0 for no bound
   */
  public static <E> SharedQueue<E> queue(int maxSize) {
    return new MemoryQueue<>(MemoryQueue.newChannel(maxSize), maxSize);
  }

  /** A queue that counts what is worked off. */
  public static <E> JoinableQueue<E> joinableQueue(int maxSize) {
    return new MemoryJoinableQueue<>(MemoryQueue.newChannel(maxSize), maxSize);
  }

  public static <E> SimpleQueue<E> simpleQueue() {
    return queue(0);
  }

  /** A pipe; with {@code duplex} false its first end only receives and its second only sends. */
  public static Pipe pipe(boolean duplex) {
    return MemoryConnection.pipe(duplex);
  }
}
