package org.jvmpool.worker.memory;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jvmpool.shared.Connection;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.family.Futex;

/**
 * Waiting for several pipes at once, beside other things that a selector can wait for.
 *
 * <p>{@link #arm()} first; if no connection is readable then ({@code poll()}), the channel becomes
 * readable no later than one of them does. It may do so for nothing. {@link #close()} ends it. Of
 * one thread at a time.
 */
public final class SeveralConnections implements AutoCloseable {
  private final List<Channel> channels = new ArrayList<>();
  private final Futex.Several wait;

  /**
   * Prepares to wait.
   *
   * @param connections all of them of {@link #isOne}
   * @throws IOException if one is closed or cannot receive
   */
  public SeveralConnections(Collection<? extends Connection> connections) throws IOException {
    for (Connection each : connections) {
      channels.add(((MemoryConnection) each).in());
    }
    wait = Family.current().futex().several();
  }

  /** Whether it is an end of a pipe in shared memory. */
  public static boolean isOne(Object connection) {
    return connection instanceof MemoryConnection;
  }

  /** Begins to wait, for what is not readable at this moment. */
  public void arm() {
    List<Block> blocks = new ArrayList<>();
    List<Long> seen = new ArrayList<>();
    long deaths = Family.current().futex().deaths();
    for (Channel each : channels) {
      blocks.add(each.block());
      seen.add(each.tailToWaitFor());
    }
    wait.arm(blocks, Channel.TAIL, seen, deaths);
  }

  /** What to select for reading, once armed; not to be read. */
  public SelectableChannel channel() {
    return wait.channel();
  }

  @Override
  public void close() {
    wait.close();
  }
}
