package org.jvmpool.worker.link;

import java.io.IOException;
import java.nio.channels.SelectableChannel;

/**
 * What {@code Connections.waitAny} can wait for by a channel that a selector watches, though the
 * channel is not the thing itself. Safe for many threads.
 */
public interface Selected {
  /**
   * Whether it is ready. Does not block.
   *
   * @throws IOException when it is closed or broken
   */
  boolean isReady() throws IOException;

  /**
   * Prepares to wait for it.
   *
   * @param wake called when it is closed in this process, on any thread; does not block
   * @throws IOException when it is closed or broken
   */
  Wait prepare(Runnable wake) throws IOException;

  /** One wait; of one thread. Who waits arms it, looks whether the thing is ready, and selects. */
  interface Wait extends AutoCloseable {
    /** Readable no later than the thing is ready, once armed; maybe for nothing. Not to be read. */
    SelectableChannel channel();

    /** Begins to wait for what is not so at this moment; again after each time it was woken. */
    void arm();

    @Override
    void close();
  }
}
