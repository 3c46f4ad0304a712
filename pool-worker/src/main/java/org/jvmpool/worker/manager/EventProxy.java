package org.jvmpool.worker.manager;

import java.time.Duration;
import org.jvmpool.shared.SharedEvent;

/** An event as its clients see it. */
final class EventProxy extends Proxy implements SharedEvent {
  private static final long serialVersionUID = 1;

  EventProxy(RemoteObject remote) {
    super(remote);
  }

  @Override
  public boolean isSet() {
    return remote().call(Op.EVENT_IS_SET).truth();
  }

  @Override
  public void set() {
    remote().call(Op.EVENT_SET);
  }

  @Override
  public void clear() {
    remote().call(Op.EVENT_CLEAR);
  }

  @Override
  public void await() throws InterruptedException {
    remote().callInterruptibly(Op.EVENT_AWAIT, Limits.FOR_EVER);
  }

  @Override
  public boolean await(Duration limit) throws InterruptedException {
    return remote().callInterruptibly(Op.EVENT_AWAIT, Limits.nanos(limit)).truth();
  }
}
