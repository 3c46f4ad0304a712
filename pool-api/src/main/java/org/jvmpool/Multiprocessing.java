package org.jvmpool;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jvmpool.manager.Manager;
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
import org.jvmpool.spi.Providers;

/**
 * One door for everything: pools, processes, and the objects that processes share. It is what a
 * context object is in Python's multiprocessing.
 *
 * <p>{@link #local()} starts JVMs on this machine, {@link #threads()} does the same with threads of
 * this JVM, {@link #connect(String)} reaches an engine of another kind. All of them keep the same
 * contracts. An engine is found through {@link org.jvmpool.spi.MultiprocessingProvider}.
 *
 * <p>It can be captured by a task, where it makes objects of the same family, while a {@link Pool}
 * cannot. All methods may be called by any thread and none of them blocks for long. An object that
 * cannot be made for want of files, memory or processes shows as a {@link ProcessException} or an
 * {@link java.io.UncheckedIOException}.
 */
public interface Multiprocessing extends Serializable {

  /**
   * JVMs on this machine.
   *
   * @return the engine
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path; the message names the dependency to add
   */
  static Multiprocessing local() {
    return Providers.connect(Providers.LOCAL + ":/");
  }

  /**
   * JVMs on this machine, with settings: spare JVMs from which processes start within milliseconds,
   * and another Java. Close it when no more processes are to be started from its spares.
   *
   * @param settings the settings
   * @return an engine of its own
   * @throws TaskSerializationException if the preload cannot travel
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path; the message names the dependency to add
   */
  static MultiprocessingContext local(Settings settings) {
    return Providers.local().context(Objects.requireNonNull(settings, "settings must not be null"));
  }

  /**
   * Threads of this JVM, behind the same interface: Python's {@code multiprocessing.dummy}, for
   * debugging and tests. Values still pass through the codec, so that bugs of sharing show.
   * Cancelling, limits and termination interrupt a thread and abandon it. Options that only make
   * sense for a process are ignored with one warning.
   *
   * @return the engine
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path; the message names the dependency to add
   */
  static Multiprocessing threads() {
    return Providers.connect(Providers.THREADS + ":/");
  }

  /**
   * Reaches an engine, such as a cluster.
   *
   * @param uri where it is; the scheme names the engine, as in {@code
   *     ignite://host1:47500,host2:47500}
   * @return the engine
   * @throws IllegalArgumentException if the URI is null, blank, malformed or without a scheme, or
   *     if the engine cannot make sense of it
   * @throws IllegalStateException if there is no engine of that scheme on the class path or the
   *     module path; the message tells which schemes there are
   * @throws ProcessException if the engine cannot be reached
   */
  static Multiprocessing connect(String uri) {
    return Providers.connect(uri);
  }

  /**
   * Makes a pool of as many workers as there are {@linkplain #cpuCount() processors}. Does not wait
   * for them to start.
   *
   * @return the pool
   */
  Pool pool();

  /**
   * Makes a pool. Does not wait for its workers to start.
   *
   * @param workers how many workers it has, 1 to 10,000
   * @return the pool
   * @throws IllegalArgumentException if the number is less than 1 or more than 10,000
   */
  Pool pool(int workers);

  /**
   * Begins a pool.
   *
   * @return a new builder
   */
  PoolBuilder poolBuilder();

  /**
   * Makes a process with the default settings: Python's {@code Process(target)}. It is not started.
   *
   * @param main what it does; serialised in this call
   * @return the process
   * @throws TaskSerializationException if it cannot travel
   */
  JvmProcess process(VoidTask main);

  /**
   * Begins a process.
   *
   * @return a new builder
   */
  JvmProcessBuilder processBuilder();

  /**
   * The process that runs this code: Python's {@code current_process}.
   *
   * @return the process; in the root it is alive and no daemon, and has no exit code
   */
  JvmProcess currentProcess();

  /**
   * The process that started this one: Python's {@code parent_process}. It can be waited for and
   * asked whether it lives.
   *
   * @return the process, empty in the root
   */
  Optional<JvmProcess> parentProcess();

  /**
   * The processes that this process has started through this engine and that live now: Python's
   * {@code active_children}. Workers of pools are not among them.
   *
   * @return a snapshot; immutable
   */
  List<JvmProcess> activeChildren();

  /**
   * How many processors are available to this program: Python's {@code cpu_count}.
   *
   * @return the number, at least 1
   */
  int cpuCount();

  /**
   * Makes a queue: Python's {@code Queue}. It has no bound: putting never blocks.
   *
   * @param <E> the elements
   * @return the queue
   */
  <E> SharedQueue<E> queue();

  /**
   * Makes a queue: Python's {@code Queue}. It has a bound.
   *
   * @param <E> the elements
   * @param maxSize how many elements it holds at most; 0 means no bound
   * @return the queue
   * @throws IllegalArgumentException if the bound is negative
   */
  <E> SharedQueue<E> queue(int maxSize);

  /**
   * Makes a queue whose producers can wait until all is worked off: Python's {@code JoinableQueue}.
   * It has no bound: putting never blocks.
   *
   * @param <E> the elements
   * @return the queue
   */
  <E> JoinableQueue<E> joinableQueue();

  /**
   * Makes a queue whose producers can wait until all is worked off: Python's {@code JoinableQueue}.
   * It has a bound.
   *
   * @param <E> the elements
   * @param maxSize how many elements it holds at most; 0 means no bound
   * @return the queue
   * @throws IllegalArgumentException if the bound is negative
   */
  <E> JoinableQueue<E> joinableQueue(int maxSize);

  /**
   * Makes a queue of few methods and without a bound: Python's {@code SimpleQueue}.
   *
   * @param <E> the elements
   * @return the queue
   */
  <E> SimpleQueue<E> simpleQueue();

  /**
   * Makes a pipe whose ends both send and receive: Python's {@code Pipe()}.
   *
   * @return the two ends
   */
  Pipe pipe();

  /**
   * Makes a pipe: Python's {@code Pipe(duplex)}.
   *
   * @param duplex whether both ends send and receive; else the first only receives and the second
   *     only sends
   * @return the two ends
   */
  Pipe pipe(boolean duplex);

  /**
   * Makes a lock that is not reentrant, and that another thread or process than its holder may
   * unlock: Python's {@code Lock}.
   *
   * @return the lock, unlocked
   */
  SharedLock lock();

  /**
   * Makes a lock that its holder may lock again, and that only its holder may unlock: Python's
   * {@code RLock}. The holder is a thread of a process.
   *
   * @return the lock, unlocked
   */
  SharedLock reentrantLock();

  /**
   * Makes a semaphore that may be released more often than it was acquired: Python's {@code
   * Semaphore}.
   *
   * @param permits how many permits it has at first, 0 or more
   * @return the semaphore
   * @throws IllegalArgumentException if the number is negative
   */
  SharedSemaphore semaphore(int permits);

  /**
   * Makes a semaphore that never has more permits than at first: Python's {@code BoundedSemaphore}.
   *
   * @param permits how many permits it has at first, 0 or more
   * @return the semaphore
   * @throws IllegalArgumentException if the number is negative
   */
  SharedSemaphore boundedSemaphore(int permits);

  /**
   * Makes a condition with a reentrant lock of its own: Python's {@code Condition()}.
   *
   * @return the condition
   */
  SharedCondition condition();

  /**
   * Makes a condition of a lock: Python's {@code Condition(lock)}.
   *
   * @param lock the lock, made by this engine
   * @return the condition
   * @throws IllegalArgumentException if the lock is of another engine
   */
  SharedCondition condition(SharedLock lock);

  /**
   * Makes an event: Python's {@code Event}.
   *
   * @return the event, not set
   */
  SharedEvent event();

  /**
   * Makes a barrier: Python's {@code Barrier(parties)}.
   *
   * @param parties how many must arrive, at least 1
   * @return the barrier
   * @throws IllegalArgumentException if the number is less than 1
   */
  SharedBarrier barrier(int parties);

  /**
   * Makes a barrier with an action and a limit: Python's {@code Barrier(parties, action, timeout)}.
   *
   * @param parties how many must arrive, at least 1
   * @param action what one of the parties runs each time all have arrived, before any of them goes
   *     on; if it throws, the barrier breaks
   * @param limit how long {@link SharedBarrier#await()} waits before it breaks the barrier; more
   *     than zero
   * @return the barrier
   * @throws IllegalArgumentException if the number is less than 1 or the limit is not more than
   *     zero
   * @throws TaskSerializationException if the action cannot travel
   */
  SharedBarrier barrier(int parties, SerializableRunnable action, Duration limit);

  /**
   * Makes an {@code int} that processes share: Python's {@code Value}.
   *
   * @param value what it is at first
   * @return the value's handle
   */
  SharedInt sharedInt(int value);

  /**
   * Makes a {@code long} that processes share: Python's {@code Value}.
   *
   * @param value what it is at first
   * @return the value's handle
   */
  SharedLong sharedLong(long value);

  /**
   * Makes a {@code double} that processes share: Python's {@code Value}.
   *
   * @param value what it is at first
   * @return the value's handle
   */
  SharedDouble sharedDouble(double value);

  /**
   * Makes a {@code boolean} that processes share: Python's {@code Value}.
   *
   * @param value what it is at first
   * @return the value's handle
   */
  SharedBoolean sharedBoolean(boolean value);

  /**
   * Makes an array of {@code byte} that processes share, filled with zeros: Python's {@code Array}.
   *
   * @param length how many elements it has, 0 or more
   * @return the array's handle
   * @throws IllegalArgumentException if the length is negative
   */
  SharedByteArray byteArray(int length);

  /**
   * Makes an array of {@code int} that processes share, filled with zeros: Python's {@code Array}.
   *
   * @param length how many elements it has, 0 or more
   * @return the array's handle
   * @throws IllegalArgumentException if the length is negative
   */
  SharedIntArray intArray(int length);

  /**
   * Makes an array of {@code long} that processes share, filled with zeros: Python's {@code Array}.
   *
   * @param length how many elements it has, 0 or more
   * @return the array's handle
   * @throws IllegalArgumentException if the length is negative
   */
  SharedLongArray longArray(int length);

  /**
   * Makes an array of {@code double} that processes share, filled with zeros: Python's {@code
   * Array}.
   *
   * @param length how many elements it has, 0 or more
   * @return the array's handle
   * @throws IllegalArgumentException if the length is negative
   */
  SharedDoubleArray doubleArray(int length);

  /**
   * Makes a segment of shared memory with a new name, filled with zeros: Python's {@code
   * SharedMemory(create=True)}.
   *
   * @param size its size in bytes, at least 1
   * @return the segment
   * @throws IllegalArgumentException if the size is less than 1
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  SharedMemory memory(long size);

  /**
   * Starts a manager in a process of its own, which ends with this one: Python's {@code Manager()}.
   * Returns when it can be used.
   *
   * @return the manager
   * @throws ProcessException if its process cannot be started
   * @throws java.util.concurrent.CancellationException if the thread is interrupted before it can
   *     be used; then it is ended, and the interrupt is set again
   */
  Manager manager();
}
