package org.jvmpool.worker.manager;

import java.time.Duration;
import org.jvmpool.shared.SharedSemaphore;

/** A semaphore as its clients see it. */
final class SemaphoreProxy extends Proxy implements SharedSemaphore {
  private static final long serialVersionUID = 1;

  SemaphoreProxy(RemoteObject remote) {
    super(remote);
  }

  @Override
  public void acquire() throws InterruptedException {
    remote().callInterruptibly(Op.SEMAPHORE_ACQUIRE);
  }

  @Override
  public boolean tryAcquire() {
    return remote().call(Op.SEMAPHORE_TRY_ACQUIRE, 0L).truth();
  }

  @Override
  public boolean tryAcquire(Duration limit) throws InterruptedException {
    return remote().callInterruptibly(Op.SEMAPHORE_TRY_ACQUIRE, Limits.nanos(limit)).truth();
  }

  @Override
  public void release() {
    release(1);
  }

  @Override
  public void release(int permits) {
    remote().call(Op.SEMAPHORE_RELEASE, permits);
  }

  @Override
  public int availablePermits() {
    return remote().call(Op.SEMAPHORE_AVAILABLE).number();
  }
}
