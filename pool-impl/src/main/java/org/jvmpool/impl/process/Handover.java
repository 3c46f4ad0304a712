package org.jvmpool.impl.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.launch.Ending;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.LogMessage;
import org.jvmpool.worker.wire.ProcessMessage;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * A spare JVM becomes a process. A spare may be dead, or may not answer: the process is only told
 * of its end once it has begun there, since until then it can begin elsewhere.
 */
final class Handover implements ProcessJvm.Holder {
  /** A spare that lives says within this time that the process has begun. */
  private static final long PATIENCE_MILLIS = 2_000;

  private final LocalProcess process;
  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile boolean begun;

  private Handover(LocalProcess process) {
    this.process = process;
  }

  /**
   * Waits until the process has begun in the spare.
   *
   * @return false when the spare has ended before that; it has run nothing of the process
   */
  static boolean to(ProcessJvm spare, LocalProcess process, ProcessMessage message) {
    Handover handover = new Handover(process);
    if (!spare.giveTo(handover)) {
      return false;
    }
    process.runsIn(spare);
    spare.send(FrameType.PROCESS, 0, message::write);
    if (!handover.await(PATIENCE_MILLIS)) {
      spare.kill();
      handover.await(Long.MAX_VALUE);
    }
    if (!handover.begun) {
      process.runsIn(null);
    }
    return handover.begun;
  }

  private boolean await(long millis) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return settled.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void begun() {
    begun = true;
    settled.countDown();
  }

  @Override
  public void ready() {
    process.ready();
  }

  @Override
  public void logged(LogMessage record) {
    process.logged(record);
  }

  @Override
  public byte @Nullable [] find(WantedMessage wanted) {
    return process.find(wanted);
  }

  @Override
  public void ended(Ending ending, @Nullable Throwable failure) {
    settled.countDown();
    if (begun) {
      process.ended(ending, failure);
    }
  }
}
