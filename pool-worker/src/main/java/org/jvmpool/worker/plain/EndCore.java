package org.jvmpool.worker.plain;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One end of a pipe: the messages that it is to receive. Who sends waits while there are more than
 * a pipe holds, as between processes; a message of any size goes when it finds less.
 *
 * <p>Each end is a core of its own, with a monitor of its own; nobody holds both.
 */
final class EndCore extends Core {
  private static final int PIPE_BYTES = 64 << 10;

  final boolean readable;
  final boolean writable;

  /** The other end; set once, before anybody sees this one. */
  private @Nullable EndCore other;

  /* Guarded by the monitor. */
  private final Deque<byte[]> messages = new ArrayDeque<>();
  private long bytes;
  private final Line readers = new Line();
  private final Line pollers = new Line();

  /** Those of the other end that wait for room here. */
  private final Line senders = new Line();

  /** Nobody holds this end any more, or the other. */
  private boolean gone;

  private boolean otherGone;

  private EndCore(boolean readable, boolean writable) {
    super("connection");
    this.readable = readable;
    this.writable = writable;
  }

  /** The two ends of a pipe; without duplex the first receives and the second sends. */
  static EndCore[] pair(boolean duplex) {
    EndCore first = new EndCore(true, duplex);
    EndCore second = new EndCore(duplex, true);
    first.other = second;
    second.other = first;
    return new EndCore[] {first, second};
  }

  @Override
  Handle<?> newHandle(Session session) {
    return new PlainConnection(this, session);
  }

  private EndCore other() {
    if (other == null) {
      throw new IllegalStateException(this + " has no other end");
    }
    return other;
  }

  // ---- sending: what is called on the end of the receiver

  void send(PlainConnection through, byte[] message) throws IOException {
    other().deliver(through, message);
  }

  private void deliver(PlainConnection through, byte[] message) throws IOException {
    Waiter waiter;
    synchronized (this) {
      if (gone) {
        throw new IOException(through + ": the other end is closed; nobody can receive");
      }
      if (bytes < PIPE_BYTES && senders.isEmpty()) {
        add(message);
        return;
      }
      waiter = join(senders, Owner.current(), through);
      waiter.item = message;
    }
    if (awaitMessage(waiter, senders) != Waiter.End.GRANTED) {
      throw new IOException(through + ": the other end was closed while it waited to send");
    }
  }

  private void add(byte[] message) {
    Waiter reader = readers.poll();
    if (reader != null) {
      reader.item = message;
      end(reader, Waiter.End.GRANTED);
      return;
    }
    messages.addLast(message);
    bytes += message.length;
    endAll(pollers, all -> true, Waiter.End.GRANTED);
  }

  // ---- receiving

  byte[] receive(PlainConnection through) throws IOException {
    Waiter waiter;
    synchronized (this) {
      byte[] message = messages.pollFirst();
      if (message != null) {
        bytes -= message.length;
        letSend();
        return message;
      }
      if (otherGone) {
        throw endOf(through);
      }
      waiter = join(readers, Owner.current(), through);
    }
    Waiter.End end = awaitMessage(waiter, readers);
    if (end == Waiter.End.GRANTED && waiter.item instanceof byte[] message) {
      return message;
    }
    throw endOf(through);
  }

  private void letSend() {
    Waiter sender = bytes < PIPE_BYTES ? senders.poll() : null;
    while (sender != null) {
      if (sender.item instanceof byte[] message) {
        add(message);
      }
      end(sender, Waiter.End.GRANTED);
      sender = bytes < PIPE_BYTES ? senders.poll() : null;
    }
  }

  /** Whether a message or the end is there, at the latest at the deadline. */
  boolean poll(PlainConnection through, Deadline deadline) throws InterruptedException {
    Waiter waiter;
    synchronized (this) {
      boolean there = !messages.isEmpty() || otherGone;
      if (there || deadline.left() <= 0) {
        return there;
      }
      throwIfInterrupted();
      waiter = join(pollers, Owner.current(), through);
    }
    Waiter.End end = await(waiter, pollers, deadline, true);
    if (end == Waiter.End.INTERRUPTED) {
      throw new InterruptedException();
    }
    return end != Waiter.End.TIMED_OUT;
  }

  private static EOFException endOf(PlainConnection through) {
    return new EOFException(through + ": the other end is closed, and nothing is left to receive");
  }

  /* Streams tell an interrupt by this exception; the flag is set again. Nothing is lost. */
  private Waiter.End awaitMessage(Waiter waiter, Line line) throws IOException {
    Waiter.End end = await(waiter, line, Deadline.NEVER, true);
    if (end == Waiter.End.INTERRUPTED) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(waiter.through + ": interrupted while it waited");
    }
    return end;
  }

  // ---- ends

  @Override
  void released() {
    synchronized (this) {
      gone = true;
      messages.clear();
      bytes = 0;
      endAll(senders, all -> true, Waiter.End.BROKEN);
    }
    other().otherIsGone();
  }

  private synchronized void otherIsGone() {
    otherGone = true;
    endAll(readers, all -> true, Waiter.End.BROKEN);
    endAll(pollers, all -> true, Waiter.End.GRANTED);
  }

  @Override
  void sessionEnded(Session session) {
    synchronized (this) {
      endAll(readers, of(session), Waiter.End.SESSION_ENDED);
      endAll(pollers, of(session), Waiter.End.SESSION_ENDED);
      endAll(senders, of(session), Waiter.End.SESSION_ENDED);
    }
  }

  @Override
  void handleClosed(Handle<?> handle) {
    synchronized (this) {
      endAll(readers, through(handle), Waiter.End.CLOSED);
      endAll(pollers, through(handle), Waiter.End.CLOSED);
    }
    other().senderClosed(handle);
  }

  private synchronized void senderClosed(Handle<?> handle) {
    endAll(senders, through(handle), Waiter.End.CLOSED);
  }
}
