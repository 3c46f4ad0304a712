package org.jvmpool.impl;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jvmpool.JvmProcess;
import org.jvmpool.JvmProcessBuilder;
import org.jvmpool.PoolBuilder;
import org.jvmpool.SerializableRunnable;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.manager.SettingsOfManager;
import org.jvmpool.impl.pool.PoolFactory;
import org.jvmpool.impl.settings.SettingsBuilder;
import org.jvmpool.impl.threads.ThreadProcesses;
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
import org.jvmpool.worker.plain.PlainObjects;

/** The same interface on threads of this JVM; Python's {@code multiprocessing.dummy}. */
final class ThreadMultiprocessing extends MultiprocessingBase {
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
    return processBuilder().task(main).build();
  }

  @Override
  public JvmProcessBuilder processBuilder() {
    return ThreadProcesses.builder();
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
  public <E> SharedQueue<E> queue() {
    return PlainObjects.queue(0);
  }

  @Override
  public <E> SharedQueue<E> queue(int maxSize) {
    return PlainObjects.queue(maxSize);
  }

  @Override
  public <E> JoinableQueue<E> joinableQueue() {
    return PlainObjects.queue(0);
  }

  @Override
  public <E> JoinableQueue<E> joinableQueue(int maxSize) {
    return PlainObjects.queue(maxSize);
  }

  @Override
  public <E> SimpleQueue<E> simpleQueue() {
    return PlainObjects.queue(0);
  }

  @Override
  public Pipe pipe() {
    return PlainObjects.pipe(true);
  }

  @Override
  public Pipe pipe(boolean duplex) {
    return PlainObjects.pipe(duplex);
  }

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

  @Override
  public SharedInt sharedInt(int value) {
    return PlainObjects.sharedInt(value);
  }

  @Override
  public SharedLong sharedLong(long value) {
    return PlainObjects.sharedLong(value);
  }

  @Override
  public SharedDouble sharedDouble(double value) {
    return PlainObjects.sharedDouble(value);
  }

  @Override
  public SharedBoolean sharedBoolean(boolean value) {
    return PlainObjects.sharedBoolean(value);
  }

  @Override
  public SharedByteArray byteArray(int length) {
    return PlainObjects.byteArray(length);
  }

  @Override
  public SharedIntArray intArray(int length) {
    return PlainObjects.intArray(length);
  }

  @Override
  public SharedLongArray longArray(int length) {
    return PlainObjects.longArray(length);
  }

  @Override
  public SharedDoubleArray doubleArray(int length) {
    return PlainObjects.doubleArray(length);
  }

  @Override
  public SharedMemory memory(long size) {
    return PlainObjects.memory(size);
  }

  private Object readResolve() {
    return INSTANCE;
  }

  @Override
  public String toString() {
    return "Multiprocessing.threads()";
  }
}
