package org.jvmpool.impl.behaviour.shared;

import java.time.Duration;
import org.jvmpool.Multiprocessing;
import org.jvmpool.SerializableRunnable;
import org.jvmpool.manager.Manager;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;
import org.jvmpool.shared.SimpleQueue;

/** Objects that a manager holds, used by processes of this machine. */
final class ManagerWorld extends SharedWorld {
  private final Manager manager = Multiprocessing.local().manager();

  ManagerWorld() {
    super(Multiprocessing.local());
  }

  @Override
  public SharedLock lock() {
    return manager.lock();
  }

  @Override
  public SharedLock reentrantLock() {
    return manager.reentrantLock();
  }

  @Override
  public SharedCondition condition() {
    return manager.condition();
  }

  @Override
  public SharedSemaphore semaphore(int permits) {
    return manager.semaphore(permits);
  }

  @Override
  public SharedSemaphore boundedSemaphore(int permits) {
    return manager.boundedSemaphore(permits);
  }

  @Override
  public SharedEvent event() {
    return manager.event();
  }

  @Override
  public SharedBarrier barrier(int parties) {
    return manager.barrier(parties);
  }

  @Override
  public boolean hasBarriersWithAction() {
    return false;
  }

  @Override
  public SharedBarrier barrier(int parties, SerializableRunnable action, Duration limit) {
    throw new UnsupportedOperationException("a manager's barrier has no action");
  }

  @Override
  public <E> SharedQueue<E> queue(int maxSize) {
    return manager.queue(maxSize);
  }

  @Override
  public <E> JoinableQueue<E> joinableQueue(int maxSize) {
    return manager.joinableQueue(maxSize);
  }

  @Override
  public <E> SimpleQueue<E> simpleQueue() {
    return manager.queue(0);
  }

  @Override
  public void close() {
    super.close();
    manager.close();
  }
}
