package org.jvmpool.worker.manager;

import com.esotericsoftware.kryo.kryo5.io.Input;
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
  private int cancelled;
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
    boolean control = false;
    try {
      ManagerAddress.prepare(channel);
      Wire socket = new BlockingWire(channel);
      Wire wire = tls == null ? socket : TlsWire.server(socket, tls);
      FrameReader reader = welcome(wire);
      if (reader != null) {
        ServerSession joined = java.util.Objects.requireNonNull(session);
        control = isControl;
        serve(joined, reader, wire);
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
        if (control) {
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
        case LET_GO -> server.objects().release(frame.id(), frame.slot(), joined);
        case CANCEL -> joined.cancel(frame.id(), frame.slot());
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
    begin(call);
    try {
      server.settle();
      Op op = Op.of(frame.slot());
      if (op == null) {
        throw new IllegalArgumentException("nothing that can be asked has number " + frame.slot());
      }
      ownerOf(joined, caller)
          .call(
              () -> {
                server.perform(frame.id(), op, context);
                return Boolean.TRUE;
              });
      int flags = context.undo() == Call.NOTHING ? 0 : Frame.ACK_WANTED;
      frames.end(FrameType.RETURN, flags, 0, call);
    } catch (Throwable t) {
      context.failed();
      fail(call, t);
    } finally {
      context.end();
      finish();
    }
    boolean arrived = context.undo() == Call.NOTHING;
    try {
      frames.writeTo(wire.out());
      if (!arrived) {
        Frame answer = reader.read();
        arrived = answer != null && answer.type() == FrameType.ACK && answer.id() == call;
        if (answer != null && !arrived) {
          throw new FrameException(
              "expected call " + call + " to be acknowledged, but got " + answer);
        }
      }
    } finally {
      (arrived ? context.then() : context.undo()).run();
    }
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
      lastOwner = owner;
      lastThread = caller;
    }
    return owner;
  }

  private synchronized void begin(int call) {
    running = call;
    if (cancelled == call) {
      // Race: the word of the interrupt, on another connection, has overtaken the call.
      Thread.currentThread().interrupt();
    }
  }

  /** An interrupt is for the call that ran, and not for what this thread does next. */
  private synchronized void finish() {
    running = 0;
    Thread.interrupted();
    if (ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** The client's thread was interrupted during that call. */
  synchronized void cancel(int call) {
    if (running == call && thread != null) {
      thread.interrupt();
    } else {
      cancelled = call; // over already, or yet to come: calls have rising numbers
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
