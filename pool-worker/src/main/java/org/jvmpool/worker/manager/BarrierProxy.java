package org.jvmpool.worker.manager;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.jvmpool.shared.SharedBarrier;

/** A barrier as its clients see it. */
final class BarrierProxy extends Proxy implements SharedBarrier {
  private static final long serialVersionUID = 1;

  BarrierProxy(RemoteObject remote) {
    super(remote);
  }

  @Override
  public int await() throws InterruptedException, BrokenBarrierException {
    return remote().callInterruptibly(Op.BARRIER_AWAIT, Limits.FOR_EVER).number();
  }

  @Override
  public int await(Duration limit)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    return remote().callInterruptibly(Op.BARRIER_AWAIT, Limits.nanos(limit)).number();
  }

  @Override
  public int parties() {
    return remote().call(Op.BARRIER_PARTIES).number();
  }

  @Override
  public int waiting() {
    return remote().call(Op.BARRIER_WAITING).number();
  }

  @Override
  public boolean isBroken() {
    return remote().call(Op.BARRIER_IS_BROKEN).truth();
  }

  @Override
  public void abort() {
    remote().call(Op.BARRIER_ABORT);
  }

  @Override
  public void reset() {
    remote().call(Op.BARRIER_RESET);
  }
}
