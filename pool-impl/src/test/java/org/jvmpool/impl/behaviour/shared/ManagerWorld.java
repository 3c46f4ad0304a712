package org.jvmpool.impl.behaviour.shared;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jvmpool.Multiprocessing;
import org.jvmpool.SerializableRunnable;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.manager.Manager;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;
import org.jvmpool.shared.SimpleQueue;

/**
 * Objects that the {@linkplain ManagerOfClass manager of the class} holds, used by processes of
 * this machine. They end with the test, and so do the sessions of its processes.
 */
final class ManagerWorld extends SharedWorld {
  private final Manager manager = ManagerOfClass.get();
  private final List<Object> made = new ArrayList<>();

  ManagerWorld() {
    super(Multiprocessing.local());
  }

  private <T> T made(T object) {
    made.add(object);
    return object;
  }

  @Override
  public SharedLock lock() {
    return made(manager.lock());
  }

  @Override
  public SharedLock reentrantLock() {
    return made(manager.reentrantLock());
  }

  @Override
  public SharedCondition condition() {
    return made(manager.condition());
  }

  @Override
  public SharedSemaphore semaphore(int permits) {
    return made(manager.semaphore(permits));
  }

  @Override
  public SharedSemaphore boundedSemaphore(int permits) {
    return made(manager.boundedSemaphore(permits));
  }

  @Override
  public SharedEvent event() {
    return made(manager.event());
  }

  @Override
  public SharedBarrier barrier(int parties) {
    return made(manager.barrier(parties));
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
    return made(manager.queue(maxSize));
  }

  @Override
  public <E> JoinableQueue<E> joinableQueue(int maxSize) {
    return made(manager.joinableQueue(maxSize));
  }

  @Override
  public <E> SimpleQueue<E> simpleQueue() {
    return made(manager.queue(0));
  }

  @Override
  public void close() {
    super.close();
    made.forEach(manager::release);
    // Warm processes stay, and with them their sessions.
    Eventually.until(() -> manager.stats().processes() <= 1 + WarmProcesses.count());
  }
}
