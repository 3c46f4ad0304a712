package org.jvmpool.worker.manager;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
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
  static final int PROTOCOL = 3;

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
      Cancel cancel)
      throws IOException {
    int number = ++calls;
    Runnable tellServer = () -> cancel.cancel(welcome.connection(), number);
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
    boolean interruptible = wait != null && wait.isInterruptible();
    socket.onInterrupt(interruptible ? tellServer : null);
    if (wait != null) {
      wait.begins(tellServer);
    }
    Frame frame;
    try {
      tell(manager.holdings().take());
      frames.writeTo(wire.out());
      frame = reader.read();
      if (frame == null) {
        throw new EOFException("the connection was closed");
      }
      if (frame.type() != FrameType.RETURN || frame.id() != number) {
        throw new FrameException("expected the answer to call " + number + ", but got a " + frame);
      }
      if (frame.has(Frame.ACK_WANTED)) {
        frames.begin();
        frames.end(FrameType.ACK, 0, 0, number);
        frames.writeTo(wire.out());
      }
    } finally {
      socket.onInterrupt(null);
    }
    Reply reply = new Reply(frame.payload(), manager);
    if (!frame.has(Frame.FAILED) || Arguments.mayStoreThoughItFails(op, arguments)) {
      manager.holdings().stored(references);
    }
    if (!frame.has(Frame.FAILED)) {
      socket.restoreInterrupt();
      return reply;
    }
    Throwable failure = reply.failure();
    if (failure instanceof InterruptedException
        && interruptible
        && wait != null
        && !wait.isClosed()) {
      socket.takeInterrupt(); // it has led to this
    } else {
      socket.restoreInterrupt();
    }
    throw new Failed(failure);
  }

  private void tell(List<Holdings.Note> what) throws IOException {
    if (what.isEmpty()) {
      return;
    }
    for (Holdings.Note note : what) {
      boolean hold = note.count() == Holdings.Note.HOLD;
      notes.begin();
      notes.end(hold ? FrameType.HOLD : FrameType.LET_GO, 0, hold ? 0 : note.count(), note.id());
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
  void tell(FrameType type, int slot, long id) throws IOException {
    socket.onInterrupt(null);
    try {
      frames.begin();
      frames.end(type, 0, slot, id);
      frames.writeTo(wire.out());
    } finally {
      socket.restoreInterrupt();
    }
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
    void cancel(long connection, int call);
  }

  static ProcessException gone(String message, IOException cause) {
    return new ProcessException(message, cause);
  }
}
