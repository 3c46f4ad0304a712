package org.jvmpool.worker.plain;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.jvmpool.shared.SharedBarrier;

/** What a session holds of a barrier. */
final class PlainBarrier extends Handle<BarrierCore> implements SharedBarrier {
  private static final long serialVersionUID = 1;

  PlainBarrier(BarrierCore core, Session session) {
    super(core, session);
  }

  @Override
  public int await() throws InterruptedException, BrokenBarrierException {
    return open().await(this);
  }

  @Override
  public int await(Duration limit)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    return open().await(this, Deadline.after(limit));
  }

  @Override
  public int parties() {
    return core().parties();
  }

  @Override
  public int waiting() {
    return open().waiting();
  }

  @Override
  public boolean isBroken() {
    return open().isBroken();
  }

  @Override
  public void abort() {
    open().abort();
  }

  @Override
  public void reset() {
    open().reset();
  }

  @Override
  public String toString() {
    return isClosed()
        ? super.toString()
        : core()
            + (core().isBroken()
                ? " (broken)"
                : " (" + core().waiting() + " of " + core().parties() + " wait)");
  }
}
