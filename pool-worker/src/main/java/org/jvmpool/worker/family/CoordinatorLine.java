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

/**
 * One connection to the coordinator. A thread that waits blocks on one of its own, so that waking
 * it takes no other thread of its process.
 *
 * <p>The channel never blocks and a selector does, since an interrupt closes a channel that a
 * thread blocks in, and merely wakes a selector. Of one thread at a time.
 */
final class CoordinatorLine implements AutoCloseable {
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ByteBuffer in = ByteBuffer.allocateDirect(Messages.REPLY);
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
        interrupted |= select(selector, Deadline.never());
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
        if (interruptibly) {
          selectInterruptibly(deadline);
        } else {
          interrupted |= select(selector, deadline);
        }
      }
    } finally {
      restore(interrupted);
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

  private void selectInterruptibly(Deadline deadline) throws IOException {
    selector.select(deadline.millisToSelect());
    selector.selectedKeys().clear();
  }

  /** Blocks whatever interrupts; whether one came. */
  private static boolean select(Selector selector, Deadline deadline) throws IOException {
    boolean interrupted = Thread.interrupted();
    selector.select(deadline.millisToSelect());
    selector.selectedKeys().clear();
    return interrupted;
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      selector.close();
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
