package org.jvmpool.impl.behaviour.shared;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.SerializableRunnable;
import org.jvmpool.VoidTask;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedMemory;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;
import org.jvmpool.shared.SimpleQueue;

/**
 * Makes shared objects of one engine for one test, and runs things elsewhere: in another process of
 * the engine, with what they captured. This one asks a {@link Multiprocessing}; an engine that
 * makes its objects otherwise overrides the methods. Closing it kills what still runs.
 */
public class SharedWorld implements AutoCloseable {
  private final Multiprocessing multiprocessing;
  private final List<OtherProcess> started = new ArrayList<>();
  private final List<WarmProcess> borrowed = new ArrayList<>();

  public SharedWorld(Multiprocessing multiprocessing) {
    this.multiprocessing = multiprocessing;
  }

  /** For kinds that are made by nothing else: processes, pipes, values, arrays, memory. */
  public final Multiprocessing multiprocessing() {
    return multiprocessing;
  }

  public SharedLock lock() {
    return multiprocessing.lock();
  }

  public SharedLock reentrantLock() {
    return multiprocessing.reentrantLock();
  }

  public SharedCondition condition() {
    return multiprocessing.condition();
  }

  public SharedSemaphore semaphore(int permits) {
    return multiprocessing.semaphore(permits);
  }

  public SharedSemaphore boundedSemaphore(int permits) {
    return multiprocessing.boundedSemaphore(permits);
  }

  public SharedEvent event() {
    return multiprocessing.event();
  }

  public SharedBarrier barrier(int parties) {
    return multiprocessing.barrier(parties);
  }

  /** Whether the engine has barriers with an action and a limit. */
  public boolean hasBarriersWithAction() {
    return true;
  }

  public SharedBarrier barrier(int parties, SerializableRunnable action, Duration limit) {
    return multiprocessing.barrier(parties, action, limit);
  }

  /** 0: no bound. */
  public <E> SharedQueue<E> queue(int maxSize) {
    return multiprocessing.queue(maxSize);
  }

  public <E> JoinableQueue<E> joinableQueue(int maxSize) {
    return multiprocessing.joinableQueue(maxSize);
  }

  public <E> SimpleQueue<E> simpleQueue() {
    return multiprocessing.simpleQueue();
  }

  /** The segment of that name. */
  public SharedMemory attach(String name) {
    return SharedMemory.attach(name);
  }

  /** Runs it in another process, at once: a {@linkplain WarmProcesses warm} one if there is one. */
  public final Elsewhere run(VoidTask task) {
    Pool warm = WarmProcesses.pool();
    if (warm == null || multiprocessing == Multiprocessing.threads()) {
      return process(task);
    }
    WarmProcess elsewhere = new WarmProcess(warm.applyAsync(task));
    borrowed.add(elsewhere);
    return elsewhere;
  }

  /** Runs it in a process of its own, which ends with it. */
  public final OtherProcess process(VoidTask task) {
    OtherProcess other = new OtherProcess(multiprocessing.process(task).start());
    started.add(other);
    return other;
  }

  @Override
  public void close() {
    started.stream()
        .map(OtherProcess::process)
        .filter(JvmProcess::isAlive)
        .forEach(JvmProcess::kill);
    started.forEach(other -> other.process().onExit().join());
    if (borrowed.stream().anyMatch(task -> !task.result().ready())) {
      WarmProcesses.close();
    }
  }
}
