package org.jvmpool.worker.manager;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.jvmpool.ProcessException;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.worker.link.Handshake;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameException;
import org.jvmpool.worker.wire.FrameReader;
import org.jvmpool.worker.wire.FrameType;

/**
 * One connection of a client to a manager. Used by one thread at a time: a question, its answer.
 */
final class LinkConnection {
  static final int PROTOCOL = 4;

  /** What a client says before the challenge: which of the manager's keys it has. */
  static final int FAMILY = 'F';

  static final int OTHERS = 'O';

  private final QuietWire socket;
  private final Wire wire;
  private final FrameReader reader;
  private final FrameBuffer frames = new FrameBuffer();
  private final FrameBuffer notes = new FrameBuffer();
  private final WelcomeMessage welcome;
  private int calls;

  private LinkConnection(QuietWire socket, Wire wire, ManagerKey key, String session)
      throws IOException {
    this.socket = socket;
    this.wire = wire;
    wire.out().write(key.family() ? FAMILY : OTHERS);
    Handshake.asClient(wire.in(), wire.out(), key.bytes());
    this.reader = new FrameReader(wire.in());
    new JoinMessage(PROTOCOL, session, ProcessHandle.current().pid()).write(frames.begin());
    frames.end(FrameType.JOIN, 0, 0, 0);
    frames.writeTo(wire.out());
    Frame frame = reader.read();
    if (frame == null || frame.type() != FrameType.WELCOME) {
      throw new FrameException("expected to be welcomed, but got " + frame);
    }
    this.welcome = frame.message(WelcomeMessage::read);
    if (!welcome.refusal().isEmpty()) {
      throw new Refused(welcome.refusal());
    }
  }

  /** The server does not take the connection, and says why. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why);
    }
  }

  /**
   * Connects, proves to have the key and has it proved.
   *
   * @param session the session to join, or empty to begin one
   */
  static LinkConnection open(Reach reach, String session) throws IOException {
    QuietWire socket = QuietWire.connect(reach.address());
    try {
      socket.onInterrupt(null);
      Wire wire = reach.tls() == null ? socket : TlsWire.client(socket, reach);
      return new LinkConnection(socket, wire, reach.key(), session);
    } catch (IOException | RuntimeException | Error e) {
      socket.close();
      throw e;
    } finally {
      socket.restoreInterrupt();
    }
  }

  WelcomeMessage welcome() {
    return welcome;
  }

  /**
   * Asks and waits for the answer.
   *
   * @param wait what may end the call before the server has done it; null if nothing may
   * @param taking looks at the answer before the server is told that it has arrived, and says how
   *     many of the things that came with it were taken; throws nothing
   * @param cancel is given the number of the call then
   * @throws IOException if the connection broke
   * @throws TaskSerializationException if an argument cannot travel; the connection is as before
   */
  Reply call(
      RemoteManager manager,
      long object,
      Op op,
      @Nullable Object[] arguments,
      @Nullable WaitingCall wait,
      ToIntFunction<Reply> taking,
      Cancel cancel)
      throws IOException {
    int number = nextNumber();
    Output out = frames.begin();
    out.writeVarLong(Thread.currentThread().getId(), true);
    out.writeVarInt(number, true);
    long[] references;
    try {
      references = Arguments.write(arguments, manager, out);
    } catch (RuntimeException | Error e) {
      frames.drop();
      frames.clear();
      throw e;
    }
    frames.end(FrameType.CALL, 0, op.ordinal(), object);
    if (frames.size() > welcome.maxMessage()) {
      int size = frames.size();
      frames.clear();
      throw new TaskSerializationException(
          "the arguments take "
              + size
              + " bytes, but "
              + manager
              + " accepts "
              + welcome.maxMessage()
              + " at most; send less at a time",
          null);
    }
    boolean takesInterrupt = false;
    try {
      Frame frame = exchange(manager, number, wait, cancel);
      boolean failed = frame.has(Frame.FAILED);
      Reply reply = new Reply(frame.payload(), manager);
      if (frame.has(Frame.ACK_WANTED)) {
        int taken = taking.applyAsInt(reply);
        frames.begin();
        frames.end(FrameType.ACK, 0, taken, number);
        frames.writeTo(wire.out());
      }
      if (!failed || Arguments.mayStoreThoughItFails(op, arguments)) {
        manager.holdings().stored(references);
      }
      if (!failed) {
        return reply;
      }
      Throwable failure = reply.failure();
      takesInterrupt =
          failure instanceof InterruptedException && wait != null && wait.takesInterrupt();
      throw new Failed(failure);
    } catch (CancellationException e) {
      manager.holdings().stored(references); // for all that is known here
      throw e;
    } finally {
      socket.onInterrupt(null);
      if (takesInterrupt) {
        socket.takeInterrupt(); // it has led to this
      } else {
        socket.restoreInterrupt();
      }
    }
  }

  /** 0 stands for no call. */
  private int nextNumber() {
    calls++;
    if (calls == 0) {
      calls++;
    }
    return calls;
  }

  /** Sends the call that was written, with what the server is to be told, and waits. */
  private Frame exchange(
      RemoteManager manager, int number, @Nullable WaitingCall wait, Cancel cancel)
      throws IOException {
    // Ahead of the wait, since half a word of these must not be lost when the call is given up.
    socket.onInterrupt(null);
    List<Holdings.Note> told = manager.holdings().take();
    tell(told);
    long connection = welcome.connection();
    if (wait != null) {
      if (wait.isInterruptible()) {
        socket.onInterrupt(() -> cancel.cancel(connection, number, 0));
      }
      wait.begins(
          wait.isAbandoned()
              ? () -> {
                socket.abandon();
                cancel.cancel(connection, number, Frame.CLOSED | Frame.UNREAD);
              }
              : () -> cancel.cancel(connection, number, Frame.CLOSED));
    }
    try {
      frames.writeTo(wire.out());
      Frame frame = reader.read();
      if (frame == null) {
        throw new EOFException("the connection was closed");
      }
      if (frame.type() != FrameType.RETURN || frame.id() != number) {
        throw new FrameException("expected the answer to call " + number + ", but got a " + frame);
      }
      manager.holdings().arrived(told);
      return frame;
    } finally {
      if (wait != null) {
        wait.ended(); // also if the server has hung up, since nobody is to read its answer
      }
      socket.onInterrupt(null);
    }
  }

  private void tell(List<Holdings.Note> what) throws IOException {
    if (what.isEmpty()) {
      return;
    }
    for (Holdings.Note note : what) {
      notes.begin();
      notes.end(
          note.isHold() ? FrameType.HOLD : FrameType.LET_GO,
          note.made() ? Frame.MADE_HERE : 0,
          note.count(),
          note.id());
    }
    notes.writeTo(wire.out());
  }

  /** Carries what the server has thrown past what handles broken connections. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Throwable failure;

    Failed(Throwable failure) {
      super(null, failure, false, false);
      this.failure = failure;
    }

    Throwable failure() {
      return failure;
    }
  }

  /** Sends a frame that has no answer. */
  void tell(FrameType type, int flags, int slot, long id) throws IOException {
    socket.onInterrupt(null);
    try {
      frames.begin();
      frames.end(type, flags, slot, id);
      frames.writeTo(wire.out());
    } finally {
      socket.restoreInterrupt();
    }
  }

  /** Whether the server has closed it. For one that is not asked anything. */
  boolean hungUp() throws IOException {
    return socket.hungUp();
  }

  void close() {
    try {
      wire.close();
    } catch (IOException e) {
      // Nothing of it is used any more.
    }
  }

  /** Sends word to the server that a call is to be given up. */
  interface Cancel {
    void cancel(long connection, int call, int flags);
  }

  static ProcessException gone(String message, IOException cause) {
    return new ProcessException(message, cause);
  }
}
