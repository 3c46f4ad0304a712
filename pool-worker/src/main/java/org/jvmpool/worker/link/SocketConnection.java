package org.jvmpool.worker.link;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.jvmpool.shared.BufferTooShortException;
import org.jvmpool.shared.Connection;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.MessageOutput;

/**
 * A connection over a socket, after its challenge. Safe for many threads; owns none.
 *
 * <p>A thread that is interrupted while it waits for a message gets an {@link
 * InterruptedIOException}, keeps its interrupt, and the connection is as before: what had arrived
 * of a message is kept for the next call. An interrupt while a message is half sent closes the
 * connection, since half a message cannot be taken back; before that nothing is sent.
 */
final class SocketConnection implements Connection {
  private static final long serialVersionUID = 1;

  /** How long to look for an answer before blocking: shorter than being woken takes. */
  private static final long SPIN_NANOS =
      Runtime.getRuntime().availableProcessors() > 1 ? 50_000 : 5_000;

  private static final int STEP = 65_536;
  private static final int INITIAL = 256;

  private final transient SocketChannel channel;
  private final transient String peer;
  private final transient ChannelWaits readable;
  private final transient ChannelWaits writable;

  /** Guards the reader; held for moments only. */
  private final transient ReentrantLock readLock = new ReentrantLock();

  private final transient MessageReader reader = new MessageReader();

  /** Held while a message is sent. */
  private final transient ReentrantLock writeLock = new ReentrantLock();

  /** The last message came soon after it was waited for. */
  private transient volatile boolean spins = true;

  /**
   * What was read from the socket holds a message that nobody has taken, so that the socket tells
   * nobody of it. Written under the read lock.
   */
  private transient volatile boolean hasNext;

  private transient volatile boolean closed;

  /**
   * @param peer names the other end in messages
   */
  SocketConnection(SocketChannel channel, String peer) throws IOException {
    this.channel = channel;
    this.peer = peer;
    channel.configureBlocking(false);
    this.readable = new ChannelWaits(channel, SelectionKey.OP_READ);
    this.writable = new ChannelWaits(channel, SelectionKey.OP_WRITE);
  }

  // ---- receiving

  @Override
  public Object recv() throws IOException {
    Message message = next(true);
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    Object value =
        Codec.shared()
            .decode(
                new BoundedInput(message.payload()),
                context == null ? SocketConnection.class.getClassLoader() : context);
    return Objects.requireNonNull(value, "a message without an object");
  }

  @Override
  public <T> T recv(Class<T> type) throws IOException {
    Objects.requireNonNull(type, "type must not be null");
    return type.cast(recv());
  }

  @Override
  public byte[] recvBytes() throws IOException {
    return next(false).payload();
  }

  @Override
  public byte[] recvBytes(int maxLength) throws IOException {
    if (maxLength < 0) {
      throw new IllegalArgumentException("maxLength must be at least 0, but was " + maxLength);
    }
    byte[] bytes = recvBytes();
    if (bytes.length > maxLength) {
      throw tooShort(bytes, maxLength);
    }
    return bytes;
  }

  @Override
  public int recvBytesInto(byte[] buffer, int offset) throws IOException {
    Objects.requireNonNull(buffer, "buffer must not be null");
    int room = buffer.length - Objects.checkIndex(offset, buffer.length + 1);
    byte[] bytes = recvBytes();
    if (bytes.length > room) {
      throw tooShort(bytes, room);
    }
    System.arraycopy(bytes, 0, buffer, offset, bytes.length);
    return bytes.length;
  }

  private BufferTooShortException tooShort(byte[] message, int room) {
    return new BufferTooShortException(
        this + ": a message of " + message.length + " bytes has no room in " + room, message);
  }

  /** Takes the next message, which must be of that kind; one of the other kind stays. */
  private Message next(boolean isObject) throws IOException {
    long start = System.nanoTime();
    while (true) {
      Message message = takeIfThere(isObject);
      if (message != null) {
        spins = System.nanoTime() - start < SPIN_NANOS;
        return message;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted("no message had arrived, and none is lost");
      }
      if (spins && System.nanoTime() - start < SPIN_NANOS) {
        Thread.yield();
      } else {
        readable.await(Long.MAX_VALUE, () -> hasNext);
      }
    }
  }

  private @Nullable Message takeIfThere(boolean isObject) throws IOException {
    readLock.lock();
    try {
      MessageReader.State state = advance();
      if (state == MessageReader.State.END) {
        throw new EOFException(this + ": the other end is gone");
      }
      if (state == MessageReader.State.INCOMPLETE) {
        return null;
      }
      Message message = Objects.requireNonNull(reader.peek());
      if (message.isObject() != isObject) {
        throw OtherKind.refused(this, message.isObject());
      }
      reader.take();
      return message;
    } finally {
      tellOthers();
      readLock.unlock();
    }
  }

  /** Under the read lock, after the socket was read: tells those that wait of what is left. */
  private void tellOthers() {
    hasNext = reader.hasNext();
    if (hasNext) {
      readable.wake();
    }
  }

  /** Under the read lock. */
  private MessageReader.State advance() throws IOException {
    checkOpen();
    try {
      return reader.advance(channel);
    } catch (EOFException e) {
      throw e;
    } catch (ClosedChannelException e) {
      throw closed();
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("reset")) {
        // The other end closed it, or died, before it had read all that was sent.
        EOFException gone = new EOFException(this + ": the other end is gone: " + e.getMessage());
        gone.initCause(e);
        throw gone;
      }
      close();
      throw new IOException(this + ": broken, and closed: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean poll() throws IOException {
    readLock.lock();
    try {
      return advance() != MessageReader.State.INCOMPLETE;
    } catch (EOFException e) {
      return true;
    } finally {
      tellOthers();
      readLock.unlock();
    }
  }

  @Override
  public boolean poll(Duration limit) throws IOException, InterruptedException {
    return WaitAny.within(List.of(this), limit).size() == 1;
  }

  /**
   * Has a selector woken when there may be something to read, be it in the socket, read along by
   * another thread, or the end.
   */
  Waitable.Watch watch(Selector selector) throws IOException {
    checkOpen();
    try {
      channel.register(selector, SelectionKey.OP_READ);
      return readable.enlist(selector);
    } catch (ClosedChannelException e) {
      throw closed();
    }
  }

  // ---- sending

  @Override
  public void send(Object value) throws IOException {
    Objects.requireNonNull(value, "value must not be null");
    checkOpen();
    MessageOutput out = new MessageOutput(INITIAL);
    out.writeBytes(new byte[MessageReader.HEADER]);
    Codec.shared().encode(value, out);
    MessageReader.header(out.getBuffer(), true, out.position() - MessageReader.HEADER);
    write(ByteBuffer.wrap(out.getBuffer(), 0, out.position()), null);
  }

  @Override
  public void sendBytes(byte[] bytes) throws IOException {
    Objects.requireNonNull(bytes, "bytes must not be null");
    sendBytes(bytes, 0, bytes.length);
  }

  @Override
  public void sendBytes(byte[] bytes, int offset, int length) throws IOException {
    Objects.requireNonNull(bytes, "bytes must not be null");
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkOpen();
    byte[] header = new byte[MessageReader.HEADER];
    if (length <= INITIAL) {
      byte[] whole = new byte[MessageReader.HEADER + length];
      MessageReader.header(whole, false, length);
      System.arraycopy(bytes, offset, whole, MessageReader.HEADER, length);
      write(ByteBuffer.wrap(whole), null);
    } else {
      MessageReader.header(header, false, length);
      write(ByteBuffer.wrap(header), ByteBuffer.wrap(bytes, offset, length));
    }
  }

  private void write(ByteBuffer first, @Nullable ByteBuffer second) throws IOException {
    try {
      writeLock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted("nothing was sent");
    }
    try {
      boolean begun = write(first, false);
      if (second != null) {
        write(second, begun);
      }
    } catch (ClosedChannelException e) {
      throw closed();
    } finally {
      writeLock.unlock();
    }
  }

  /** In steps, since the JDK copies what it is given into native memory at once. */
  private boolean write(ByteBuffer bytes, boolean begun) throws IOException {
    int end = bytes.limit();
    while (bytes.position() < end) {
      bytes.limit(Math.min(end, bytes.position() + STEP));
      int written = writeOnce(bytes);
      begun |= written > 0;
      if (written == 0) {
        writable.await(Long.MAX_VALUE, () -> false);
        checkOpen();
        if (Thread.currentThread().isInterrupted()) {
          if (begun) {
            close();
          }
          throw interrupted(
              begun ? "a message is half sent, so the connection is closed" : "nothing was sent");
        }
      }
    }
    return true;
  }

  private int writeOnce(ByteBuffer bytes) throws IOException {
    try {
      return channel.write(bytes);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(this + ": the other end is gone: " + e.getMessage(), e);
    }
  }

  // ---- both

  private InterruptedIOException interrupted(String consequence) {
    return new InterruptedIOException(this + ": interrupted; " + consequence);
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw closed();
    }
  }

  private IOException closed() {
    return new IOException(this + " is closed");
  }

  @Override
  public boolean isReadable() {
    return true;
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void close() {
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing more can be done for it.
    }
    try {
      readable.close();
      writable.close();
    } catch (IOException e) {
      // Nothing more can be done for them either.
    }
  }

  private Object writeReplace() throws NotSerializableException {
    throw new NotSerializableException(
        this
            + " cannot be sent to another process, since a socket belongs to one; send the address"
            + " and connect there, or use the end of a Multiprocessing.pipe()");
  }

  @Override
  public String toString() {
    return "connection to " + peer;
  }
}
