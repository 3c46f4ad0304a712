package org.jvmpool.worker.manager;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.ref.Reference;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.jvmpool.ProcessException;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.MessageOutput;

/**
 * The way to the manager for code that runs in it: functions of clients, registered types. What is
 * asked is done on the calling thread, for the client on whose behalf that runs; arguments and
 * answers are copied as everywhere. What its proxies hold, the manager's own session holds, until
 * they are collected.
 */
final class LocalLink implements Link {
  private final ManagerServer server;

  LocalLink(ManagerServer server) {
    this.server = server;
  }

  @Override
  public Reply call(long object, Op op, @Nullable Object... arguments) {
    return callTaking(reply -> Integer.MAX_VALUE, object, op, arguments);
  }

  @Override
  public Reply callTaking(
      ToIntFunction<Reply> taking, long object, Op op, @Nullable Object... arguments) {
    if (server.isClosed()) {
      throw new ProcessException(
          server + " was closed; what it held is lost. Start another one", null);
    }
    server.settle();
    try {
      return perform(taking, object, op, arguments);
    } catch (Exception e) {
      throw Reply.sneak(e);
    }
  }

  /**
   * The calling thread waits itself, or runs the function: an interrupt ends a wait that it may
   * end, and the close of a handle ends neither.
   */
  @Override
  public Reply callWaiting(WaitingCall wait, long object, Op op, @Nullable Object... arguments)
      throws InterruptedException {
    if (wait.isInterruptible() && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return call(object, op, arguments);
  }

  private Reply perform(
      ToIntFunction<Reply> taking, long object, Op op, @Nullable Object[] arguments)
      throws Exception {
    RemoteManager manager = server.local();
    Output in = new MessageOutput(128);
    Arguments.write(arguments, manager, in);
    Output out = new MessageOutput(128);
    ServerSession session = Objects.requireNonNullElse(Peer.currentSession(), server.ownSession());
    Call call = new Call(server, session, server.ownSession(), new BoundedInput(in.toBytes()), out);
    try {
      server.perform(object, op, call);
      Reply reply = new Reply(out.toBytes(), manager);
      call.arrived(call.isHandedOut() ? taking.applyAsInt(reply) : 0);
      return reply;
    } catch (Throwable t) {
      call.lost();
      throw t;
    } finally {
      call.end();
      Reference.reachabilityFence(arguments); // proxies among them hold what they stand for
    }
  }

  @Override
  public boolean runsFunctions() {
    ServerSession session = Peer.currentSession();
    return session == null || !session.isForeign();
  }

  @Override
  public ManagerName name() {
    return server.name();
  }

  @Override
  public SocketAddress address() {
    return server.address();
  }

  @Override
  public String whereabouts() {
    SocketAddress address = server.familyAddress();
    return address == null ? ManagerAddress.NOWHERE : ManagerAddress.text(address);
  }

  @Override
  public boolean hold(long id) {
    server.objects().give(id, server.ownSession());
    return true;
  }

  @Override
  public boolean isWithin() {
    return true;
  }

  @Override
  public void close() {
    // One that runs in a JVM of its own ends by whoever started it.
    server.closedHere();
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
