package org.jvmpool.worker.manager;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.link.Handshake;
import org.jvmpool.worker.plain.Owner;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameException;
import org.jvmpool.worker.wire.FrameReader;
import org.jvmpool.worker.wire.FrameType;

/**
 * The server's end of one connection. Its thread has it prove the key, reads a call, does it,
 * writes the answer, and reads the next: nothing is handed to another thread, and a client that is
 * slow or silent holds up this thread alone.
 *
 * <p>One daemon thread, from the connection's begin to its end.
 */
final class Peer implements Runnable {
  private static final Log LOG = Logs.of(Peer.class);

  private final ManagerServer server;
  private final SocketChannel channel;
  private final @Nullable SSLContext tls;
  private final boolean familyMayCome;
  private final long number;
  private final FrameBuffer frames = new FrameBuffer();

  /** For which session each connection's thread works. */
  private static final ThreadLocal<@Nullable ServerSession> SERVING = new ThreadLocal<>();

  /** The session to which it belongs, once it has joined one. */
  private volatile @Nullable ServerSession session;

  // Guarded by this.
  private int running;
  private @Nullable Owner runningFor;

  /** The last call that was to be given up before it came, and whether nobody waits for it. */
  private int cancelled;

  private boolean cancelledUnread;

  /** Whether nobody waits for the answer to the one that runs. */
  private boolean unread;

  /**
   * The last call, if it gives something, until the next begins or its answer is known as unread.
   */
  private @Nullable Call answered;

  private int answeredNumber;
  private @Nullable Thread thread;
  private boolean ended;

  // Of its thread: whom the last call was made for.
  private long lastThread;
  private @Nullable Owner lastOwner;

  Peer(
      ManagerServer server,
      SocketChannel channel,
      @Nullable SSLContext tls,
      boolean familyMayCome,
      long number) {
    this.server = server;
    this.channel = channel;
    this.tls = tls;
    this.familyMayCome = familyMayCome;
    this.number = number;
  }

  long number() {
    return number;
  }

  /** The session for which the calling thread works, or null. */
  static @Nullable ServerSession currentSession() {
    return SERVING.get();
  }

  @Override
  public void run() {
    synchronized (this) {
      thread = Thread.currentThread();
    }
    try {
      ManagerAddress.prepare(channel);
      Wire socket = new BlockingWire(channel);
      Wire wire = tls == null ? socket : TlsWire.server(socket, tls);
      FrameReader reader = welcome(wire);
      if (reader != null) {
        serve(java.util.Objects.requireNonNull(session), reader, wire);
      }
    } catch (IOException e) {
      // It has gone, or is not one of ours: no reason to say so to all the world.
      LOG.debug("{}: connection {} ended: {}", server, number, e.toString());
    } catch (RuntimeException | Error e) {
      LOG.warn("{}: connection {} ended", server, number, e);
    } finally {
      server.doorkeeper().passed(this);
      ServerSession joined = session;
      if (joined != null) {
        joined.left(this);
        if (isControl) { // also if it went before it was welcomed
          joined.end();
        }
      }
      end();
      server.left(this);
    }
  }

  // ---- at the door

  /** Of its thread: whether the session lives as long as this connection. */
  private boolean isControl;

  /** Has it prove the key and join a session; null when it may not. */
  private @Nullable FrameReader welcome(Wire wire) throws IOException {
    int which = wire.in().read();
    boolean family = which == LinkConnection.FAMILY;
    if (which < 0 || !family && which != LinkConnection.OTHERS || family && !familyMayCome) {
      throw new FrameException("it began with the byte " + which);
    }
    Handshake.asServer(wire.in(), wire.out(), server.key(family));
    FrameReader door = new FrameReader(wire.in(), ManagerServer.MAX_JOIN);
    Frame frame = door.read();
    if (frame == null || frame.type() != FrameType.JOIN) {
      throw new FrameException("expected it to join, but got " + frame);
    }
    JoinMessage join = frame.message(JoinMessage::read);
    isControl = join.session().isEmpty();
    WelcomeMessage welcome = server.join(this, join, !family);
    welcome.write(frames.begin());
    frames.end(FrameType.WELCOME, 0, 0, 0);
    frames.writeTo(wire.out());
    if (session == null) {
      return null;
    }
    server.doorkeeper().passed(this);
    return new FrameReader(wire.in(), welcome.maxMessage());
  }

  void joins(ServerSession joined) {
    session = joined;
  }

  // ---- calls

  private void serve(ServerSession joined, FrameReader reader, Wire wire) throws IOException {
    SERVING.set(joined);
    Frame frame;
    while ((frame = reader.read()) != null) {
      switch (frame.type()) {
        case CALL -> call(joined, frame, reader, wire);
        case HOLD -> server.objects().give(frame.id(), joined);
        case LET_GO ->
            server.objects().letGo(frame.id(), frame.slot(), frame.has(Frame.MADE_HERE), joined);
        case CANCEL -> joined.cancel(frame.id(), frame.slot(), frame.flags());
        default -> throw new FrameException("a manager cannot be sent a " + frame);
      }
    }
  }

  private void call(ServerSession joined, Frame frame, FrameReader reader, Wire wire)
      throws IOException {
    Input in = frame.input();
    long caller;
    int call;
    try {
      caller = in.readVarLong(true);
      call = in.readVarInt(true);
    } catch (RuntimeException e) {
      throw new FrameException("no call is in a " + frame, e);
    }
    Call context = new Call(server, joined, joined, in, frames.begin());
    Owner owner = ownerOf(joined, caller);
    if (!begin(call, owner)) {
      throw new EOFException("nobody waits for the answer to call " + call);
    }
    boolean read;
    try {
      server.settle();
      Op op = Op.of(frame.slot());
      if (op == null) {
        throw new IllegalArgumentException("nothing that can be asked has number " + frame.slot());
      }
      server.perform(frame.id(), op, context);
      frames.end(FrameType.RETURN, context.isHandedOut() ? Frame.ACK_WANTED : 0, 0, call);
    } catch (Throwable t) {
      context.lost();
      fail(call, t);
    } finally {
      context.end();
      read = finish(context);
    }
    if (!read) {
      context.lost();
      throw new EOFException("nobody waits for the answer to call " + call);
    }
    answer(context, call, reader, wire);
  }

  private void answer(Call context, int call, FrameReader reader, Wire wire) throws IOException {
    int taken = -1;
    try {
      frames.writeTo(wire.out());
      taken = context.isHandedOut() ? acknowledged(call, reader) : 0;
    } finally {
      if (taken >= 0) {
        context.arrived(taken);
      } else if (takeAnswered()) {
        context.lost();
      }
    }
  }

  /** How many of the things that were handed out the client has taken. */
  private static int acknowledged(int call, FrameReader reader) throws IOException {
    Frame answer = reader.read();
    if (answer == null) {
      throw new EOFException("the answer to call " + call + " was not acknowledged");
    }
    if (answer.type() != FrameType.ACK || answer.id() != call || answer.slot() < 0) {
      throw new FrameException("expected call " + call + " to be acknowledged, but got " + answer);
    }
    return answer.slot();
  }

  private void fail(int call, Throwable thrown) {
    frames.drop();
    Crossing.during(
        server.local(),
        false,
        () -> {
          Codec.shared().encodeThrowable(thrown, frames.begin());
          return Boolean.TRUE;
        });
    frames.end(FrameType.RETURN, Frame.FAILED, 0, call);
  }

  private Owner ownerOf(ServerSession joined, long caller) {
    Owner owner = lastOwner;
    if (owner == null || lastThread != caller) {
      owner = joined.owner(caller);
      owner.actsFromNowOn();
      lastOwner = owner;
      lastThread = caller;
    }
    return owner;
  }

  /** Whether somebody waits for the answer. */
  private synchronized boolean begin(int call, Owner owner) {
    running = call;
    runningFor = owner;
    answered = null;
    unread = false;
    if (cancelled == call) {
      // Race: the word that it is to be given up, on another connection, has overtaken the call.
      Thread.currentThread().interrupt();
      unread = cancelledUnread;
    }
    return !unread && !ended; // a session that has ended must not take anything
  }

  /**
   * An interrupt is for the call that ran, and not for what this thread does next.
   *
   * @return whether somebody waits for the answer
   */
  private synchronized boolean finish(Call context) {
    answered = context.gives() ? context : null;
    answeredNumber = running;
    running = 0;
    runningFor = null;
    Thread.interrupted();
    if (ended) {
      Thread.currentThread().interrupt();
    }
    return !unread;
  }

  /** Whether who asks is the one to undo what the last call would have given its client. */
  private synchronized boolean takeAnswered() {
    boolean there = answered != null;
    answered = null;
    return there;
  }

  /**
   * That call is to be given up: its thread was interrupted, or its handle was closed.
   *
   * @param flags of the frame that says so
   */
  void cancel(int call, int flags) {
    Call lost = null;
    synchronized (this) {
      if (running == call && thread != null) {
        unread |= (flags & Frame.UNREAD) != 0;
        thread.interrupt();
        ServerSession joined = session;
        if ((flags & Frame.CLOSED) != 0 && joined != null && runningFor != null) {
          joined.endWait(runningFor); // here, lest it hits the next call
        }
      } else if (answered != null && answeredNumber == call && (flags & Frame.UNREAD) != 0) {
        lost = answered;
        answered = null;
      } else if (call - cancelled > 0) {
        // Over already, or yet to come: calls have rising numbers, and an older word that comes
        // late must not make a newer one forgotten.
        cancelled = call;
        cancelledUnread = (flags & Frame.UNREAD) != 0;
      }
    }
    if (lost != null) {
      lost.lost();
    }
  }

  /** Ends the connection, and what runs for it is told to stop. */
  void end() {
    Thread interrupts = null;
    synchronized (this) {
      if (!ended) {
        ended = true;
        interrupts = running != 0 ? thread : null;
      }
    }
    if (interrupts != null) {
      interrupts.interrupt();
    }
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no more use in any case.
    }
  }
}
