package org.jvmpool.worker.link;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The waits for one socket that does not block: each waiting thread has a selector for itself, of
 * which one is kept for the next. An interrupt ends a wait and leaves the socket open. Owns no
 * thread.
 */
final class ChannelWaits {
  private final SocketChannel channel;
  private final int operation;
  private final AtomicReference<@Nullable Selector> kept = new AtomicReference<>();
  private final Set<Selector> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  ChannelWaits(SocketChannel channel, int operation) {
    this.channel = channel;
    this.operation = operation;
  }

  /**
   * Waits until the operation is possible, the time is over, the thread is interrupted, the socket
   * is closed or {@link #wake} is called; may return early.
   *
   * @param over what {@link #wake} tells of: looked at before the thread blocks
   */
  void await(long nanos, BooleanSupplier over) throws IOException {
    Selector selector = kept.getAndSet(null);
    if (selector == null) {
      selector = Selector.open();
    }
    boolean done = false;
    try {
      SelectionKey key = channel.keyFor(selector);
      if (key == null) {
        channel.register(selector, operation);
      }
      waiting.add(selector);
      // Race: who closes, or makes it over, does so before it wakes those that wait.
      if (!closed && !over.getAsBoolean()) {
        selector.select(millis(nanos));
        selector.selectedKeys().clear();
      }
      done = true;
    } catch (ClosedSelectorException e) {
      throw new ClosedChannelException();
    } finally {
      waiting.remove(selector);
      if (!done || closed || !kept.compareAndSet(null, selector)) {
        selector.close();
      }
      if (closed) {
        dropKept();
      }
    }
  }

  /** 0 is for ever; a shorter wait than the selector knows is as long as its shortest. */
  private static long millis(long nanos) {
    return nanos == Long.MAX_VALUE
        ? 0
        : Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
  }

  /**
   * Has {@link #wake} wake a selector that watches more than this socket, until the watch ends. Who
   * waits with it enlists it before it looks.
   */
  Waitable.Watch enlist(Selector selector) {
    waiting.add(selector);
    return () -> waiting.remove(selector);
  }

  /** Makes all that wait look again. */
  void wake() {
    waiting.forEach(Selector::wakeup);
  }

  /** The socket was closed: nobody waits any more. */
  void close() throws IOException {
    closed = true;
    wake();
    dropKept();
  }

  private void dropKept() throws IOException {
    Selector last = kept.getAndSet(null);
    if (last != null) {
      last.close();
    }
  }
}
