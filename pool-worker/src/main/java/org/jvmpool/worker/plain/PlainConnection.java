package org.jvmpool.worker.plain;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jvmpool.shared.BufferTooShortException;
import org.jvmpool.shared.Connection;
import org.jvmpool.worker.codec.InFlight;
import org.jvmpool.worker.link.Waitable;
import org.jvmpool.worker.plain.EndCore.Message;

/** What a session holds of one end of a pipe. */
final class PlainConnection extends Handle<EndCore> implements Connection, Waitable {
  private static final long serialVersionUID = 1;

  PlainConnection(EndCore core, Session session) {
    super(core, session);
  }

  // ---- sending

  @Override
  public void send(Object value) throws IOException {
    Objects.requireNonNull(value, "value must not be null");
    sender();
    InFlight inFlight = new InFlight();
    byte[] bytes = inFlight.noteDuring(() -> Copies.encode(value));
    boolean sent = false;
    try {
      sendMessage(new Message(true, bytes));
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
    sendMessage(new Message(false, Arrays.copyOfRange(bytes, offset, offset + length)));
  }

  private void sendMessage(Message message) throws IOException {
    try {
      sender().send(this, message);
    } catch (IllegalStateException closed) {
      throw new IOException(closed.getMessage(), closed);
    }
  }

  // ---- receiving

  @Override
  public Object recv() throws IOException {
    return Objects.requireNonNull(Copies.decode(receive(true)));
  }

  @Override
  public <T> T recv(Class<T> type) throws IOException {
    Objects.requireNonNull(type, "type must not be null");
    return type.cast(recv());
  }

  @Override
  public byte[] recvBytes() throws IOException {
    return receive(false);
  }

  private byte[] receive(boolean object) throws IOException {
    try {
      return receiver().receive(this, object);
    } catch (IllegalStateException closed) {
      throw new IOException(closed.getMessage(), closed);
    }
  }

  @Override
  public byte[] recvBytes(int maxLength) throws IOException {
    if (maxLength < 0) {
      throw new IllegalArgumentException("maxLength must be 0 or more, but was " + maxLength);
    }
    byte[] message = recvBytes();
    checkRoom(message, maxLength);
    return message;
  }

  @Override
  public int recvBytesInto(byte[] buffer, int offset) throws IOException {
    Objects.requireNonNull(buffer, "buffer must not be null");
    Objects.checkIndex(offset, buffer.length + 1);
    byte[] message = recvBytes();
    checkRoom(message, buffer.length - offset);
    System.arraycopy(message, 0, buffer, offset, message.length);
    return message.length;
  }

  private static void checkRoom(byte[] message, int room) throws BufferTooShortException {
    if (message.length > room) {
      throw new BufferTooShortException(
          "the message has " + message.length + " bytes, and there is room for " + room, message);
    }
  }

  @Override
  public boolean poll() throws IOException {
    try {
      return receiver().poll(this, Deadline.NOW);
    } catch (InterruptedException e) {
      throw new AssertionError("a call that does not wait was interrupted", e);
    }
  }

  @Override
  public boolean poll(Duration limit) throws IOException, InterruptedException {
    Deadline deadline = Deadline.after(limit);
    try {
      return receiver().poll(this, deadline);
    } catch (IllegalStateException closed) {
      throw new IOException(closed.getMessage(), closed);
    }
  }

  // ---- waiting for several

  @Override
  public boolean isReady() throws IOException {
    return poll();
  }

  @Override
  public Watch watch(Runnable wake) {
    EndCore end = core();
    Runnable own = wake::run; // one of its own, as a wake may watch several
    end.watch(own);
    return () -> end.unwatch(own);
  }

  // ---- what it is

  @Override
  public boolean isReadable() {
    return core().readable;
  }

  @Override
  public boolean isWritable() {
    return core().writable;
  }

  private EndCore sender() throws IOException {
    checkOpen();
    if (!core().writable) {
      throw new IOException(core() + " only receives: it is the first end of a one-way pipe");
    }
    return core();
  }

  private EndCore receiver() throws IOException {
    checkOpen();
    if (!core().readable) {
      throw new IOException(core() + " only sends: it is the second end of a one-way pipe");
    }
    return core();
  }

  private void checkOpen() throws IOException {
    if (isClosed()) {
      throw new IOException(closedMessage());
    }
  }
}
