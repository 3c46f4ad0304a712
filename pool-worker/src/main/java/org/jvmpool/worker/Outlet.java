package org.jvmpool.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import org.jvmpool.worker.wire.ClaimPage;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.RungOutput;

/**
 * The worker's end of the pipe to its parent. Many threads write: the one that runs tasks, those
 * that print, the watchdog. Frames are written whole, one writer at a time.
 */
final class Outlet {
  private final RungOutput out;
  private final ReentrantLock lock = new ReentrantLock();

  Outlet(OutputStream out) {
    this.out = new RungOutput(out);
  }

  /** From now on, the page tells how much was written. */
  void ring(ClaimPage page) {
    lock.lock();
    try {
      out.ring(page, ClaimPage.TO_PARENT);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes the frames and empties the buffer.
   *
   * @throws ParentGoneException when nobody reads any more
   */
  void write(FrameBuffer frames) {
    lock.lock();
    try {
      frames.writeTo(out);
    } catch (IOException e) {
      throw new ParentGoneException(e);
    } finally {
      lock.unlock();
    }
  }
}
