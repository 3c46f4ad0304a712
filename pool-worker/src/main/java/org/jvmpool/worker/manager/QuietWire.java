package org.jvmpool.worker.manager;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a connection, which an interrupt does not close: the channel does not block,
 * who waits does so in a selector. So the outcome of each call becomes known, and a lock that was
 * taken for a thread that is interrupted is not lost.
 *
 * <p>An interrupt while it waits is noted, told to whom it concerns, and set again by {@link
 * #restoreInterrupt}.
 */
final class QuietWire implements Wire {
  /*
   * To be woken costs more than the answer to a short question takes. So who waits looks for a
   * moment, letting others run, before it sleeps.
   */
  private static final long SPIN_NANOS =
      Runtime.getRuntime().availableProcessors() > 1 ? TimeUnit.MICROSECONDS.toNanos(30) : 0;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;

  /** Whom an interrupt concerns, or null. Of the thread that uses the wire. */
  private @Nullable Runnable onInterrupt;

  private boolean interrupted;
  private boolean spins = true;

  /** Whether the thread that uses it is to leave. */
  private volatile boolean abandoned;

  private QuietWire(SocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    this.selector = selector;
    this.key = channel.register(selector, SelectionKey.OP_READ);
  }

  /** Connects. An interrupt does not disturb that, and stays set. */
  static QuietWire connect(SocketAddress address) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        SocketChannel channel = null;
        try {
          channel = SocketChannel.open(address);
          ManagerAddress.prepare(channel);
          channel.configureBlocking(false);
          return new QuietWire(channel, Selector.open());
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        } catch (IOException | RuntimeException e) {
          if (channel != null) {
            channel.close();
            throw e;
          }
          throw unreachable(address, e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ConnectException unreachable(SocketAddress address, Exception why) {
    ConnectException e =
        new ConnectException(
            "no manager can be reached at "
                + ManagerAddress.text(address)
                + ": "
                + why.getMessage());
    e.initCause(why);
    return e;
  }

  /**
   * Who is to hear of an interrupt, also of one that has come already, when this thread waits. If
   * nobody is, one that has come already is noted.
   */
  void onInterrupt(@Nullable Runnable listener) {
    onInterrupt = listener;
    if (listener == null) {
      interrupted |= Thread.interrupted();
    } else {
      restoreInterrupt();
    }
  }

  /** Whether an interrupt was noted; it is forgotten then. */
  boolean takeInterrupt() {
    boolean was = interrupted;
    interrupted = false;
    return was;
  }

  /** Sets an interrupt again that was noted. */
  void restoreInterrupt() {
    if (takeInterrupt()) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Has the thread that waits here, or will, leave with a {@link CancellationException}; the wire
   * is of no more use then. By any thread.
   */
  void abandon() {
    abandoned = true;
    selector.wakeup();
  }

  /**
   * Whether the other side has closed the connection. Does not wait; drops what has come, so it is
   * for one that nobody reads any more.
   */
  boolean hungUp() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(256);
    int n;
    do {
      n = channel.read(bytes.clear());
    } while (n > 0);
    return n < 0;
  }

  private void await(int operation) throws IOException {
    try {
      key.interestOps(operation);
      if (Thread.interrupted()) {
        noteInterrupt();
      }
      if (!abandoned) {
        selector.select();
        selector.selectedKeys().clear();
      }
      if (Thread.interrupted()) {
        noteInterrupt();
      }
    } catch (CancelledKeyException | ClosedSelectorException e) {
      throw new AsynchronousCloseException(); // by another thread
    }
    if (abandoned) {
      throw new CancellationException("nobody waits for the answer any more");
    }
  }

  private void noteInterrupt() {
    interrupted = true;
    Runnable listener = onInterrupt;
    if (listener != null) {
      onInterrupt = null;
      listener.run();
    }
  }

  private final InputStream in =
      new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          if (length == 0) {
            return 0;
          }
          ByteBuffer bytes = ByteBuffer.wrap(into, offset, length);
          int n = channel.read(bytes);
          if (n == 0 && spins) {
            n = spin(bytes);
          }
          if (n == 0) {
            long start = System.nanoTime();
            do {
              await(SelectionKey.OP_READ);
              n = channel.read(bytes);
            } while (n == 0);
            spins = System.nanoTime() - start < 2 * SPIN_NANOS;
          }
          return n;
        }

        private int spin(ByteBuffer bytes) throws IOException {
          long start = System.nanoTime();
          int n;
          do {
            Thread.yield();
            n = channel.read(bytes);
          } while (n == 0 && System.nanoTime() - start < SPIN_NANOS);
          return n;
        }
      };

  private final OutputStream out =
      new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
          ByteBuffer bytes = ByteBuffer.wrap(from, offset, length);
          while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
              await(SelectionKey.OP_WRITE);
            }
          }
        }
      };

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      // Wakes who waits in it.
      selector.close();
    }
  }
}
