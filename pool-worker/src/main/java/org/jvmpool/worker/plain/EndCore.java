package org.jvmpool.worker.plain;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.link.OtherKind;

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

  /** What was sent, as an object or as bytes. */
  record Message(boolean object, byte[] bytes) {}

  /* Guarded by the monitor. */
  private final Deque<Message> messages = new ArrayDeque<>();
  private long bytes;
  private final Line readers = new Line();
  private final Line pollers = new Line();

  /** Of calls that wait for several things; none of them blocks. */
  private final List<Runnable> watches = new ArrayList<>();

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

  void send(PlainConnection through, Message message) throws IOException {
    other().deliver(through, message);
  }

  private void deliver(PlainConnection through, Message message) throws IOException {
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

  private void add(Message message) {
    messages.addLast(message);
    bytes += message.bytes().length;
    wakeReader();
    endAll(pollers, all -> true, Waiter.End.GRANTED);
    watches.forEach(Runnable::run);
  }

  // ---- receiving

  /**
   * The next message.
   *
   * @throws IOException if it is of the other kind; it stays
   */
  byte[] receive(PlainConnection through, boolean object) throws IOException {
    while (true) {
      Waiter waiter;
      synchronized (this) {
        Message first = messages.peekFirst();
        if (first != null) {
          try {
            return take(through, object, first);
          } finally {
            // Race: who was woken for a message may come second, may refuse it, or may be gone.
            wakeReader();
          }
        }
        if (otherGone) {
          throw new EOFException(
              through + ": the other end is closed, and nothing is left to receive");
        }
        waiter = join(readers, Owner.current(), through);
      }
      awaitMessage(waiter, readers);
    }
  }

  private byte[] take(PlainConnection through, boolean object, Message first) throws IOException {
    if (through.isClosed()) {
      throw through.closedError();
    }
    if (first.object() != object) {
      throw OtherKind.refused(through, first.object());
    }
    messages.removeFirst();
    bytes -= first.bytes().length;
    Waiter sender = bytes < PIPE_BYTES ? senders.poll() : null;
    while (sender != null) {
      if (sender.item instanceof Message message) {
        add(message);
      }
      end(sender, Waiter.End.GRANTED);
      sender = bytes < PIPE_BYTES ? senders.poll() : null;
    }
    return first.bytes();
  }

  private void wakeReader() {
    Waiter reader = messages.isEmpty() ? null : readers.poll();
    if (reader != null) {
      end(reader, Waiter.End.GRANTED);
    }
  }

  /** Runs it under the monitor whenever there is something to receive, until it is removed. */
  synchronized void watch(Runnable wake) {
    watches.add(wake);
  }

  synchronized void unwatch(Runnable wake) {
    watches.remove(wake);
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
    watches.forEach(Runnable::run);
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
      watches.forEach(Runnable::run);
    }
    other().senderClosed(handle);
  }

  private synchronized void senderClosed(Handle<?> handle) {
    endAll(senders, through(handle), Waiter.End.CLOSED);
  }
}
