package org.jvmpool.worker.family;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the coordinator. A thread that waits blocks on one of its own, so that waking
 * it takes no other thread of its process. Once asked for it has a {@link Bell}, too.
 *
 * <p>The channel never blocks and a selector does, since an interrupt closes a channel that a
 * thread blocks in, and merely wakes a selector. Of one thread at a time.
 */
final class CoordinatorLine implements AutoCloseable {
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final Consumer<SelectionKey> ready = this::ready;
  private final ByteBuffer in = ByteBuffer.allocateDirect(Messages.REPLY);
  private @Nullable Bell bell;
  private boolean bellFailed;
  private ByteBuffer out = ByteBuffer.allocateDirect(Messages.HEADER + 2 * Messages.ENTRY);

  private CoordinatorLine(SocketChannel channel, Selector selector, SelectionKey key) {
    this.channel = channel;
    this.selector = selector;
    this.key = key;
  }

  static CoordinatorLine open(Path socket) throws IOException {
    SocketChannel channel = connect(socket);
    Selector selector = null;
    try {
      channel.configureBlocking(false);
      selector = Selector.open();
      return new CoordinatorLine(
          channel, selector, channel.register(selector, SelectionKey.OP_READ));
    } catch (IOException | RuntimeException e) {
      if (selector != null) {
        selector.close();
      }
      channel.close();
      throw e;
    }
  }

  /**
   * Connects as a blocking channel does: one that does not block takes a full queue of those not
   * yet accepted for a connection. An interrupt closes the channel, so it is tried anew then.
   */
  private static SocketChannel connect(Path socket) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try {
          return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (ClosedByInterruptException e) {
          // The flag is cleared above and set again below.
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  /** The channel that becomes readable when the wait that was sent is over. */
  SocketChannel channel() {
    return channel;
  }

  /** A message to fill. */
  ByteBuffer message(int kind, int entries, long argument) {
    int size = Messages.HEADER + entries * Messages.ENTRY;
    if (out.capacity() < size) {
      out = ByteBuffer.allocateDirect(size);
    }
    Messages.header(out, kind, entries, argument);
    return out;
  }

  /** Sends what {@link #message} gave. An interrupt does not end it. */
  void send() throws IOException {
    Stores.before();
    out.flip();
    channel.write(out);
    if (out.hasRemaining()) {
      sendRest();
    }
  }

  /** The coordinator is behind; it always comes round. */
  private void sendRest() throws IOException {
    boolean interrupted = false;
    key.interestOps(SelectionKey.OP_WRITE);
    try {
      while (out.hasRemaining()) {
        interrupted |= select(0, false);
        channel.write(out);
      }
    } finally {
      key.interestOps(SelectionKey.OP_READ);
      restore(interrupted);
    }
  }

  /**
   * The next reply.
   *
   * @return its kind; 0 when the deadline passed, its handle was closed, or this thread was
   *     interrupted, if that is to end it
   */
  int receive(Deadline deadline, boolean interruptibly) throws IOException {
    in.clear();
    boolean interrupted = false;
    try {
      while (true) {
        if (channel.read(in) < 0) {
          throw new EOFException("the root process of this family has ended");
        }
        if (!in.hasRemaining()) {
          return in.getInt(0);
        }
        if (deadline.hasPassed()
            || deadline.isHandleClosed()
            || interruptibly && Thread.currentThread().isInterrupted()) {
          return 0;
        }
        interrupted |= select(deadline.millisToSelect(), interruptibly);
      }
    } finally {
      restore(interrupted);
    }
  }

  /** Whether it has ended; to be asked when no reply is due. */
  boolean isBroken() {
    in.clear();
    try {
      return channel.read(in) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** Has {@link #receive} look again. Of any thread. */
  void wake() {
    selector.wakeup();
  }

  /** What came with the last reply. */
  int value() {
    return in.getInt(4);
  }

  /**
   * Blocks until something is ready.
   *
   * @param interruptibly whether an interrupt ends it, too
   * @return whether there was an interrupt that does not, and that is to be restored
   */
  private boolean select(long millis, boolean interruptibly) throws IOException {
    boolean interrupted = !interruptibly && Thread.interrupted();
    selector.select(ready, millis);
    return interrupted;
  }

  /** The channel itself is read by who waits for it. */
  private void ready(SelectionKey key) {
    if (key.attachment() instanceof Bell rung) {
      rung.take(key);
    }
  }

  // ---- its bell

  /**
   * The name of its bell, which it has from the first call on.
   *
   * @return 0 when there can be none
   */
  long bell(Bells bells) {
    if (bell == null && !bellFailed) {
      bell = bells.open(selector);
      bellFailed = bell == null;
    }
    return bell == null ? 0 : bell.name();
  }

  /** Blocks until the bell rings, or as {@link #receive} does; may return for nothing. */
  void listen(Deadline deadline, boolean interruptibly) throws IOException {
    restore(select(deadline.millisToSelect(), interruptibly));
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (bell != null) {
      bell.close();
      bell = null;
    }
    try {
      selector.close();
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
