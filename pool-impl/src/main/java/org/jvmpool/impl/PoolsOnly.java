package org.jvmpool.impl;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jvmpool.JvmProcess;
import org.jvmpool.JvmProcessBuilder;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.SerializableRunnable;
import org.jvmpool.VoidTask;
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

/**
 * What an engine of this version has: pools. All else that {@link Multiprocessing} names is refused
 * with a message that says so.
 */
abstract class PoolsOnly implements Multiprocessing {
  private static final long serialVersionUID = 1;

  @Override
  public Pool pool() {
    return poolBuilder().build();
  }

  @Override
  public Pool pool(int workers) {
    return poolBuilder().workers(workers).build();
  }

  @Override
  public int cpuCount() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static UnsupportedOperationException notYet(String method) {
    return new UnsupportedOperationException(
        "Multiprocessing." + method + " is not in this version of jvmpool, which has pools alone");
  }

  @Override
  public JvmProcess process(VoidTask main) {
    throw notYet("process(VoidTask)");
  }

  @Override
  public JvmProcessBuilder processBuilder() {
    throw notYet("processBuilder()");
  }

  @Override
  public JvmProcess currentProcess() {
    throw notYet("currentProcess()");
  }

  @Override
  public Optional<JvmProcess> parentProcess() {
    throw notYet("parentProcess()");
  }

  @Override
  public List<JvmProcess> activeChildren() {
    throw notYet("activeChildren()");
  }

  @Override
  public <E> SharedQueue<E> queue() {
    throw notYet("queue()");
  }

  @Override
  public <E> SharedQueue<E> queue(int maxSize) {
    throw notYet("queue(int)");
  }

  @Override
  public <E> JoinableQueue<E> joinableQueue() {
    throw notYet("joinableQueue()");
  }

  @Override
  public <E> JoinableQueue<E> joinableQueue(int maxSize) {
    throw notYet("joinableQueue(int)");
  }

  @Override
  public <E> SimpleQueue<E> simpleQueue() {
    throw notYet("simpleQueue()");
  }

  @Override
  public Pipe pipe() {
    throw notYet("pipe()");
  }

  @Override
  public Pipe pipe(boolean duplex) {
    throw notYet("pipe(boolean)");
  }

  @Override
  public SharedLock lock() {
    throw notYet("lock()");
  }

  @Override
  public SharedLock reentrantLock() {
    throw notYet("reentrantLock()");
  }

  @Override
  public SharedSemaphore semaphore(int permits) {
    throw notYet("semaphore(int)");
  }

  @Override
  public SharedSemaphore boundedSemaphore(int permits) {
    throw notYet("boundedSemaphore(int)");
  }

  @Override
  public SharedCondition condition() {
    throw notYet("condition()");
  }

  @Override
  public SharedCondition condition(SharedLock lock) {
    throw notYet("condition(SharedLock)");
  }

  @Override
  public SharedEvent event() {
    throw notYet("event()");
  }

  @Override
  public SharedBarrier barrier(int parties) {
    throw notYet("barrier(int)");
  }

  @Override
  public SharedBarrier barrier(int parties, SerializableRunnable action, Duration limit) {
    throw notYet("barrier(int, SerializableRunnable, Duration)");
  }

  @Override
  public SharedInt sharedInt(int value) {
    throw notYet("sharedInt(int)");
  }

  @Override
  public SharedLong sharedLong(long value) {
    throw notYet("sharedLong(long)");
  }

  @Override
  public SharedDouble sharedDouble(double value) {
    throw notYet("sharedDouble(double)");
  }

  @Override
  public SharedBoolean sharedBoolean(boolean value) {
    throw notYet("sharedBoolean(boolean)");
  }

  @Override
  public SharedByteArray byteArray(int length) {
    throw notYet("byteArray(int)");
  }

  @Override
  public SharedIntArray intArray(int length) {
    throw notYet("intArray(int)");
  }

  @Override
  public SharedLongArray longArray(int length) {
    throw notYet("longArray(int)");
  }

  @Override
  public SharedDoubleArray doubleArray(int length) {
    throw notYet("doubleArray(int)");
  }

  @Override
  public SharedMemory memory(long size) {
    throw notYet("memory(long)");
  }
}
