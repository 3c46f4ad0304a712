package org.jvmpool.worker.memory;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.jvmpool.shared.BufferTooShortException;
import org.jvmpool.shared.Connection;
import org.jvmpool.worker.codec.InFlight;
import org.jvmpool.worker.family.Closing;
import org.jvmpool.worker.family.Deadline;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.family.Futex;
import org.jvmpool.worker.family.HandleClosed;
import org.jvmpool.worker.link.OtherKind;
import org.jvmpool.worker.link.Selected;

/**
 * One end of a pipe in shared memory: a {@link Channel} that it reads, and one that it writes.
 *
 * <p>The coordinator counts who holds an end: each handle of it in a process, from when it is made
 * until it is closed, unreachable, or its process has ended; and each that is on its way, from when
 * it is serialised until it has arrived or is {@linkplain InFlight given up}. When there is none
 * left, the other end meets the end. So a parent may close its copy before the child has received
 * its own.
 */
final class MemoryConnection implements Connection, Selected {
  private static final long serialVersionUID = 1;

  /** As much as waits to be read; who sends more waits. */
  private static final Channel.Limits LIMITS =
      new Channel.Limits(4096, 4, 1 << 14, false, 1 << 18, 1 << 16);

  private static final AtomicLong TICKETS = new AtomicLong();

  private final transient @Nullable Channel in;
  private final transient @Nullable Channel out;
  private final transient Hold hold;
  private final transient Closing closing = new Closing(this);

  /** That this handle holds the end. */
  private static final class Hold implements Runnable {
    private final Futex futex = Family.current().futex();
    private final @Nullable Channel in;
    private final @Nullable Channel out;
    private final AtomicBoolean released = new AtomicBoolean();

    Hold(@Nullable Channel in, @Nullable Channel out) {
      this.in = in;
      this.out = out;
    }

    void tell(Futex.PipeEnd what, long ticket) {
      futex.tell(
          what,
          ticket,
          out == null ? null : out.block(),
          Channel.TAIL,
          in == null ? null : in.block(),
          Channel.HEAD);
    }

    @Override
    public void run() {
      if (released.compareAndSet(false, true)) {
        tellLast(Futex.PipeEnd.RELEASED, 0);
      }
    }

    void tellLast(Futex.PipeEnd what, long ticket) {
      try {
        tell(what, ticket);
      } catch (IllegalStateException e) {
        // The family has ended, and with it the pipe.
      }
    }
  }

  private MemoryConnection(@Nullable Channel in, @Nullable Channel out, long ticket) {
    this.in = in;
    this.out = out;
    this.hold = new Hold(in, out);
    hold.tell(Futex.PipeEnd.HELD, ticket);
    Family.cleaner().register(this, hold);
  }

  /** A new pipe. */
  static MemoryPipe pipe(boolean duplex) {
    Channel toFirst = Channel.create(LIMITS);
    Channel toSecond = duplex ? Channel.create(LIMITS) : null;
    return new MemoryPipe(
        new MemoryConnection(toFirst, toSecond, 0), new MemoryConnection(toSecond, toFirst, 0));
  }

  private record Ticket(long in, long out, long number) implements Serializable {
    private Object readResolve() {
      MemoryConnection end =
          new MemoryConnection(
              in == 0 ? null : Channel.at(in, LIMITS),
              out == 0 ? null : Channel.at(out, LIMITS),
              number);
      InFlight.note(end.hold);
      return end;
    }
  }

  private Object writeReplace() {
    if (closing.isClosed()) {
      throw new IllegalStateException(this + " cannot be sent");
    }
    if (InFlight.isReadAgain()) {
      depart(); // arrives nowhere, and so outlives each arrival of the other
    }
    long number = depart();
    return new Ticket(in == null ? 0 : in.send(), out == null ? 0 : out.send(), number);
  }

  private long depart() {
    long number = (long) Family.current().process() << 32 | TICKETS.incrementAndGet();
    Hold end = hold; // not this, which is to become unreachable
    InFlight.note(() -> end.tellLast(Futex.PipeEnd.LOST, number));
    hold.tell(Futex.PipeEnd.DEPARTS, number);
    return number;
  }

  // ---- sending

  @Override
  public void send(Object value) throws IOException {
    Objects.requireNonNull(value, "value must not be null");
    Channel to = out();
    InFlight inFlight = new InFlight();
    Message message = Message.of(value, inFlight);
    boolean sent = false;
    try {
      send(to, message);
      sent = true;
    } finally {
      if (!sent) {
        inFlight.giveUp();
      }
    }
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
    send(out(), Message.ofBytes(bytes, offset, length));
  }

  private void send(Channel to, Message message) throws IOException {
    try {
      if (to.put(message, closing.never(), true) == Channel.Put.GONE) {
        throw new IOException("broken pipe: nobody holds the other end of " + this);
      }
    } catch (InterruptedException e) {
      throw interrupted("the message was not sent");
    } catch (HandleClosed e) {
      throw closed();
    }
  }

  // ---- receiving

  @Override
  public Object recv() throws IOException {
    return take(true).object();
  }

  @Override
  public <T> T recv(Class<T> type) throws IOException {
    Objects.requireNonNull(type, "type must not be null");
    return type.cast(recv());
  }

  @Override
  public byte[] recvBytes() throws IOException {
    return take(false).bytes();
  }

  @Override
  public byte[] recvBytes(int maxLength) throws IOException {
    if (maxLength < 0) {
      throw new IllegalArgumentException("maxLength must be 0 or more, but was " + maxLength);
    }
    byte[] message = take(false).bytes();
    if (message.length > maxLength) {
      throw tooShort(message, maxLength);
    }
    return message;
  }

  @Override
  public int recvBytesInto(byte[] buffer, int offset) throws IOException {
    Objects.requireNonNull(buffer, "buffer must not be null");
    Objects.checkFromToIndex(offset, buffer.length, buffer.length);
    byte[] message = take(false).bytes();
    int room = buffer.length - offset;
    if (message.length > room) {
      throw tooShort(message, room);
    }
    System.arraycopy(message, 0, buffer, offset, message.length);
    return message.length;
  }

  private static BufferTooShortException tooShort(byte[] message, int room) {
    return new BufferTooShortException(
        "a message of " + message.length + " bytes for which there was room for " + room, message);
  }

  private Message take(boolean object) throws IOException {
    Channel from = in();
    Message message;
    try {
      message = from.take(object, closing.never(), true);
    } catch (InterruptedException e) {
      throw interrupted("no message was taken");
    } catch (Channel.OtherKindIsFirst e) {
      throw OtherKind.refused(this, !object);
    } catch (HandleClosed e) {
      throw closed();
    }
    if (message == null) {
      throw new EOFException("nobody holds the other end of " + this);
    }
    return message;
  }

  private IOException interrupted(String what) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted at " + this + ": " + what);
  }

  @Override
  public boolean poll() throws IOException {
    Channel from = in();
    return !from.isEmpty() || from.isGone();
  }

  @Override
  public boolean poll(Duration limit) throws IOException, InterruptedException {
    Deadline deadline = Deadline.in(limit).or(closing);
    try {
      return poll() || in().awaitMessage(deadline);
    } catch (HandleClosed e) {
      throw closed();
    }
  }

  // ---- waiting for several

  @Override
  public boolean isReady() throws IOException {
    return poll();
  }

  @Override
  public Wait prepare(Runnable wake) throws IOException {
    Channel from = in();
    Futex futex = Family.current().futex();
    Futex.Beside wait = futex.beside();
    Runnable own = wake::run; // one of its own, as a wake may be of several waits
    closing.enlist(own);
    return new Wait() {
      @Override
      public SelectableChannel channel() {
        return wait.channel();
      }

      @Override
      public void arm() {
        long deaths = futex.deaths();
        wait.arm(from.block(), Channel.TAIL, from.tailToWaitFor(), deaths);
      }

      @Override
      public void close() {
        closing.leave(own);
        wait.close();
      }
    };
  }

  // ----

  @Override
  public boolean isReadable() {
    return in != null;
  }

  @Override
  public boolean isWritable() {
    return out != null;
  }

  Channel in() throws IOException {
    requireOpen();
    if (in == null) {
      throw new IOException(this + " only sends");
    }
    return in;
  }

  private Channel out() throws IOException {
    requireOpen();
    if (out == null) {
      throw new IOException(this + " only receives");
    }
    return out;
  }

  private void requireOpen() throws IOException {
    if (closing.isClosed()) {
      throw closed();
    }
  }

  private IOException closed() {
    return new IOException(this + ": this end is closed in this process");
  }

  @Override
  public void close() {
    closing.close();
    hold.run();
  }

  @Override
  public String toString() {
    return "Connection["
        + (in == null ? "" : "receives from " + in.block())
        + (in == null || out == null ? "" : ", ")
        + (out == null ? "" : "sends to " + out.block())
        + (closing.isClosed() ? ", closed]" : "]");
  }
}
