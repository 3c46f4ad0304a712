package org.jvmpool.worker.link;

import java.io.IOException;

/**
 * What {@code Connections.waitAny} can wait for, beside sockets. Safe for many threads.
 *
 * <p>Who waits watches first, then looks whether it is ready, and looks again each time it is
 * woken; so a change between the two is not lost.
 */
public interface Waitable {
  /**
   * Whether it is ready: a message, or the end of the connection or process, is there. Does not
   * block.
   *
   * @throws IOException when it is closed or broken
   */
  boolean isReady() throws IOException;

  /**
   * Calls {@code wake} whenever it may have become ready, on any thread; spurious calls are fine.
   *
   * @param wake does not block
   * @return ends the watch
   */
  Watch watch(Runnable wake);

  /** A watch that can be ended; more than once, too. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
