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
import org.jvmpool.impl.process.Processes;
import org.jvmpool.impl.settings.SettingsBuilder;
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
import org.jvmpool.worker.memory.MemoryObjects;

/** Processes of this machine. There is one in each JVM; a task that captured it finds its own. */
sealed class LocalMultiprocessing extends MultiprocessingBase permits LocalContext {
  private static final long serialVersionUID = 1;

  static final LocalMultiprocessing INSTANCE = new LocalMultiprocessing();

  LocalMultiprocessing() {}

  @Override
  public PoolBuilder poolBuilder() {
    return new SettingsBuilder(PoolFactory::ofProcesses);
  }

  @Override
  public JvmProcess process(VoidTask main) {
    return processBuilder().task(main).build();
  }

  @Override
  public JvmProcessBuilder processBuilder() {
    return Processes.plain().builder();
  }

  @Override
  public JvmProcess currentProcess() {
    return Processes.current();
  }

  @Override
  public Optional<JvmProcess> parentProcess() {
    return Processes.parent();
  }

  @Override
  public List<JvmProcess> activeChildren() {
    return Processes.activeChildren();
  }

  @Override
  public Manager manager() {
    return new SettingsOfManager().start();
  }

  @Override
  public SharedLock lock() {
    return MemoryObjects.lock();
  }

  @Override
  public SharedLock reentrantLock() {
    return MemoryObjects.reentrantLock();
  }

  @Override
  public SharedSemaphore semaphore(int permits) {
    return MemoryObjects.semaphore(permits);
  }

  @Override
  public SharedSemaphore boundedSemaphore(int permits) {
    return MemoryObjects.boundedSemaphore(permits);
  }

  @Override
  public SharedCondition condition() {
    return MemoryObjects.condition();
  }

  @Override
  public SharedCondition condition(SharedLock lock) {
    return MemoryObjects.condition(lock);
  }

  @Override
  public SharedEvent event() {
    return MemoryObjects.event();
  }

  @Override
  public SharedBarrier barrier(int parties) {
    return MemoryObjects.barrier(parties);
  }

  @Override
  public SharedBarrier barrier(int parties, SerializableRunnable action, Duration limit) {
    return MemoryObjects.barrier(parties, action, limit);
  }

  @Override
  public SharedInt sharedInt(int value) {
    return MemoryObjects.sharedInt(value);
  }

  @Override
  public SharedLong sharedLong(long value) {
    return MemoryObjects.sharedLong(value);
  }

  @Override
  public SharedDouble sharedDouble(double value) {
    return MemoryObjects.sharedDouble(value);
  }

  @Override
  public SharedBoolean sharedBoolean(boolean value) {
    return MemoryObjects.sharedBoolean(value);
  }

  @Override
  public SharedByteArray byteArray(int length) {
    return MemoryObjects.byteArray(length);
  }

  @Override
  public SharedIntArray intArray(int length) {
    return MemoryObjects.intArray(length);
  }

  @Override
  public SharedLongArray longArray(int length) {
    return MemoryObjects.longArray(length);
  }

  @Override
  public SharedDoubleArray doubleArray(int length) {
    return MemoryObjects.doubleArray(length);
  }

  @Override
  public SharedMemory memory(long size) {
    return MemoryObjects.memory(size);
  }

  @Override
  public <E> SharedQueue<E> queue() {
    return MemoryObjects.queue(0);
  }

  @Override
  public <E> SharedQueue<E> queue(int maxSize) {
    return MemoryObjects.queue(maxSize);
  }

  @Override
  public <E> JoinableQueue<E> joinableQueue() {
    return MemoryObjects.joinableQueue(0);
  }

  @Override
  public <E> JoinableQueue<E> joinableQueue(int maxSize) {
    return MemoryObjects.joinableQueue(maxSize);
  }

  @Override
  public <E> SimpleQueue<E> simpleQueue() {
    return MemoryObjects.simpleQueue();
  }

  @Override
  public Pipe pipe() {
    return MemoryObjects.pipe(true);
  }

  @Override
  public Pipe pipe(boolean duplex) {
    return MemoryObjects.pipe(duplex);
  }

  private Object readResolve() {
    return INSTANCE;
  }

  @Override
  public String toString() {
    return "Multiprocessing.local()";
  }
}
