package org.jvmpool.worker.manager;

import java.io.IOException;
import java.lang.ref.Reference;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.jvmpool.ProcessException;
import org.jvmpool.shared.AuthenticationException;
import org.jvmpool.worker.wire.FrameType;

/**
 * A process's session with a manager over sockets: one control connection, whose end is the
 * session's end, and as many others as calls are made at once. A call takes one that is idle, or
 * opens another, and gives it back.
 *
 * <p>It owns no thread. It opens with the first call; it ends with {@link #close()}, or when a
 * connection breaks: then the manager is gone for this process, and each call says so.
 */
final class SocketLink implements Link {
  /** Idle connections beyond these are closed. */
  private static final int IDLE = 32;

  /**
   * How long calls wait, from the moment when the manager was found gone, to learn how it ended:
   * its connections break a moment before the end of its process is known.
   */
  private static final Duration OBITUARY = Duration.ofMillis(250);

  private static final ToIntFunction<Reply> ALL = reply -> Integer.MAX_VALUE;

  private final Reach reach;
  private final LinkConnection.Cancel cancel = this::cancel;
  private final ConcurrentLinkedDeque<LinkConnection> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger idleCount = new AtomicInteger();

  private volatile @Nullable ManagerName name;
  private volatile @Nullable RemoteManager manager;
  private volatile @Nullable LinkConnection control;

  /** How the manager has ended, for the message; told how long it may wait to find out. */
  private volatile Function<Duration, String> ending = wait -> "";

  /** Why no call can be made any more, or null. Set once, also while a thread connects. */
  private final AtomicReference<@Nullable Over> over = new AtomicReference<>();

  /**
   * Why no call can be made any more.
   *
   * @param cause how that was found out; null if this process has closed the link
   * @param since by {@code System.nanoTime}
   */
  private record Over(@Nullable Exception cause, long since) {}

  /**
   * @param name of the manager that is expected there; null if any will do
   */
  SocketLink(Reach reach, @Nullable ManagerName name) {
    this.reach = reach;
    this.name = name;
  }

  void serves(RemoteManager manager) {
    this.manager = manager;
  }

  void endingIs(Function<Duration, String> ending) {
    this.ending = ending;
  }

  /** Opens the session, if it is not open. */
  LinkConnection open() throws IOException {
    LinkConnection known = control;
    if (known != null) {
      return known;
    }
    Over ended;
    synchronized (this) {
      ended = over.get();
      if (ended == null) {
        LinkConnection open = control;
        if (open == null) {
          open = LinkConnection.open(reach, "");
          String id = open.welcome().manager();
          ManagerName expected = name;
          if (expected != null && !expected.id().equals(id)) {
            open.close();
            throw new IOException("another manager listens there now");
          }
          name = new ManagerName(id, reach.key());
          control = open;
        }
        ended = over.get(); // Race: it was closed in between, and did not see this one.
        if (ended == null) {
          return open;
        }
        open.close();
      }
    }
    throw exception(ended);
  }

  @Override
  public Reply call(long object, Op op, @Nullable Object... arguments) {
    return call(object, op, arguments, null, ALL);
  }

  @Override
  public Reply callTaking(
      ToIntFunction<Reply> taking, long object, Op op, @Nullable Object... arguments) {
    return call(object, op, arguments, null, taking);
  }

  @Override
  public Reply callWaiting(WaitingCall wait, long object, Op op, @Nullable Object... arguments)
      throws InterruptedException {
    if (wait.isInterruptible() && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return call(object, op, arguments, wait, ALL);
  }

  private Reply call(
      long object,
      Op op,
      @Nullable Object[] arguments,
      @Nullable WaitingCall wait,
      ToIntFunction<Reply> taking) {
    Over ended = over.get();
    if (ended != null) {
      throw exception(ended);
    }
    LinkConnection connection = null;
    boolean usable = false;
    try {
      connection = take();
      RemoteManager self = java.util.Objects.requireNonNull(manager);
      Reply reply = connection.call(self, object, op, arguments, wait, taking, cancel);
      usable = true;
      return reply;
    } catch (LinkConnection.Failed e) {
      usable = true;
      throw Reply.sneak(e.failure());
    } catch (org.jvmpool.TaskSerializationException e) {
      usable = true;
      throw e;
    } catch (LinkConnection.Refused e) {
      Over closed = over.get();
      if (closed != null) { // in between, and so the server has ended the session
        throw exception(closed);
      }
      throw new ProcessException(this + " refuses a connection: " + e.getMessage(), e);
    } catch (AuthenticationException e) {
      throw new ProcessException(this + " does not accept the key that came with the proxy", e);
    } catch (IOException e) {
      throw gone(e);
    } finally {
      Reference.reachabilityFence(arguments); // proxies among them hold what they stand for
      if (connection != null) {
        giveBack(connection, usable);
      }
    }
  }

  private LinkConnection take() throws IOException {
    LinkConnection connection = idle.pollFirst();
    if (connection != null) {
      idleCount.decrementAndGet();
      return connection;
    }
    LinkConnection session = open();
    try {
      return LinkConnection.open(reach, session.welcome().session());
    } catch (LinkConnection.Refused | AuthenticationException e) {
      throw e;
    } catch (IOException e) {
      if (!lives(session)) {
        throw e;
      }
      throw new ProcessException(
          this
              + ": no other connection could be opened for this call: "
              + e.getMessage()
              + ". The session goes on; make fewer calls at a time",
          e);
    }
  }

  /**
   * Whether the manager is there still: it has not hung up, and takes a word that means nothing.
   * Over TCP the first such word would be taken though it is gone.
   */
  private static boolean lives(LinkConnection control) {
    synchronized (control) {
      try {
        if (control.hungUp()) {
          return false;
        }
        control.tell(FrameType.CANCEL, 0, 0, 0);
        return true;
      } catch (IOException e) {
        return false;
      }
    }
  }

  private void giveBack(LinkConnection connection, boolean usable) {
    if (!usable || idleCount.get() >= IDLE) {
      connection.close();
      return;
    }
    idleCount.incrementAndGet();
    idle.addFirst(connection);
    // Race: the link was closed in between, and may not have seen this one.
    if (over.get() != null) {
      closeIdle();
    }
  }

  private void cancel(long connection, int call, int flags) {
    LinkConnection known = control;
    if (known != null) {
      synchronized (known) {
        try {
          known.tell(FrameType.CANCEL, flags, call, connection);
        } catch (IOException e) {
          // Then the call's own connection breaks, too.
        }
      }
    }
  }

  private ProcessException gone(Exception cause) {
    Over ended = end(cause);
    shut();
    return exception(ended);
  }

  private Over end(@Nullable Exception cause) {
    Over now = new Over(cause, System.nanoTime());
    Over before = over.compareAndExchange(null, now);
    return before == null ? now : before;
  }

  /**
   * Each caller gets an exception with a stack of its own, which says how the manager ended as soon
   * as that is known. Waits for nobody else's call.
   */
  private ProcessException exception(Over ended) {
    Exception cause = ended.cause();
    if (cause == null) {
      return new ProcessException(this + " was closed by this process", null);
    }
    Duration left = OBITUARY.minusNanos(System.nanoTime() - ended.since());
    String how = ending.apply(left.isNegative() ? Duration.ZERO : left);
    return new ProcessException(
        this
            + " is gone"
            + (how.isEmpty() ? " (" + cause.getMessage() + ")" : ": " + how)
            + "; what it held is lost. Start another one, and make its objects anew",
        cause);
  }

  @Override
  public void close() {
    end(null);
    shut();
  }

  private void shut() {
    LinkConnection known = control;
    if (known != null) {
      known.close();
    }
    closeIdle();
    RemoteManager self = manager;
    if (self != null) {
      RemoteManager.forget(self);
    }
  }

  private void closeIdle() {
    LinkConnection connection;
    while ((connection = idle.pollFirst()) != null) {
      connection.close();
    }
  }

  @Override
  public boolean runsFunctions() {
    try {
      return open().welcome().functions();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  @Override
  public ManagerName name() {
    ManagerName known = name;
    if (known != null) {
      return known;
    }
    throw new IllegalStateException("the manager's name is not known before it was reached");
  }

  @Override
  public SocketAddress address() {
    return reach.address();
  }

  @Override
  public String whereabouts() {
    if (reach.tls() != null) {
      throw new IllegalStateException(
          this
              + " is reached over an encrypted connection, and the SSLContext for it cannot be sent"
              + " to another process, so proxies cannot, either; use Manager.connect there");
    }
    return ManagerAddress.text(reach.address());
  }

  @Override
  public String toString() {
    return "the manager at " + ManagerAddress.text(reach.address());
  }
}
