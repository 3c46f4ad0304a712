package org.jvmpool.impl;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jvmpool.JvmProcess;
import org.jvmpool.PoolBuilder;
import org.jvmpool.SerializableRunnable;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.manager.SettingsOfManager;
import org.jvmpool.impl.pool.PoolFactory;
import org.jvmpool.impl.settings.SettingsBuilder;
import org.jvmpool.impl.threads.ThreadProcesses;
import org.jvmpool.manager.Manager;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedSemaphore;
import org.jvmpool.worker.plain.PlainObjects;

/** The same interface on threads of this JVM; Python's {@code multiprocessing.dummy}. */
final class ThreadMultiprocessing extends PoolsOnly {
  private static final long serialVersionUID = 1;

  static final ThreadMultiprocessing INSTANCE = new ThreadMultiprocessing();

  private ThreadMultiprocessing() {}

  @Override
  public PoolBuilder poolBuilder() {
    return new SettingsBuilder(PoolFactory::ofThreads);
  }

  // ---- processes

  @Override
  public JvmProcess process(VoidTask main) {
    return ThreadProcesses.process(null, null, main);
  }

  @Override
  public JvmProcess currentProcess() {
    return ThreadProcesses.current();
  }

  @Override
  public Optional<JvmProcess> parentProcess() {
    return ThreadProcesses.parent();
  }

  @Override
  public List<JvmProcess> activeChildren() {
    return ThreadProcesses.activeChildren();
  }

  // ---- what they share

  @Override
  public Manager manager() {
    return new SettingsOfManager().inThisJvm();
  }

  @Override
  public SharedLock lock() {
    return PlainObjects.lock();
  }

  @Override
  public SharedLock reentrantLock() {
    return PlainObjects.reentrantLock();
  }

  @Override
  public SharedCondition condition() {
    return PlainObjects.condition();
  }

  @Override
  public SharedCondition condition(SharedLock lock) {
    return PlainObjects.condition(lock);
  }

  @Override
  public SharedSemaphore semaphore(int permits) {
    return PlainObjects.semaphore(permits);
  }

  @Override
  public SharedSemaphore boundedSemaphore(int permits) {
    return PlainObjects.boundedSemaphore(permits);
  }

  @Override
  public SharedEvent event() {
    return PlainObjects.event();
  }

  @Override
  public SharedBarrier barrier(int parties) {
    return PlainObjects.barrier(parties);
  }

  @Override
  public SharedBarrier barrier(int parties, SerializableRunnable action, Duration limit) {
    return PlainObjects.barrier(parties, action, limit);
  }

  private Object readResolve() {
    return INSTANCE;
  }

  @Override
  public String toString() {
    return "Multiprocessing.threads()";
  }
}
