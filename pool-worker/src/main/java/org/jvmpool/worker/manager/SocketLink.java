package org.jvmpool.worker.manager;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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

  private final Reach reach;
  private final ConcurrentLinkedDeque<LinkConnection> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger idleCount = new AtomicInteger();

  private volatile @Nullable ManagerName name;
  private volatile @Nullable RemoteManager manager;
  private volatile @Nullable LinkConnection control;

  /** How the manager has ended, for the message; asked when it is gone. */
  private volatile Supplier<String> ending = () -> "";

  /** Why no call can be made any more, or null. */
  private volatile @Nullable ProcessException over;

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

  void endingIs(Supplier<String> ending) {
    this.ending = ending;
  }

  /** Opens the session, if it is not open. */
  LinkConnection open() throws IOException {
    LinkConnection known = control;
    if (known != null) {
      return known;
    }
    synchronized (this) {
      ProcessException ended = over;
      if (ended != null) {
        throw ended;
      }
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
      return open;
    }
  }

  @Override
  public Reply call(long object, Op op, @Nullable Object... arguments) {
    return call(object, op, arguments, null);
  }

  @Override
  public Reply callInterruptibly(long object, Op op, @Nullable Object... arguments)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return call(object, op, arguments, this::cancel);
  }

  private Reply call(
      long object, Op op, @Nullable Object[] arguments, LinkConnection.@Nullable Cancel cancel) {
    ProcessException ended = over;
    if (ended != null) {
      throw again(ended);
    }
    LinkConnection connection = null;
    boolean usable = false;
    try {
      connection = take();
      RemoteManager self = java.util.Objects.requireNonNull(manager);
      Reply reply = connection.call(self, object, op, arguments, cancel);
      usable = true;
      return reply;
    } catch (LinkConnection.Failed e) {
      usable = true;
      throw Reply.sneak(e.failure());
    } catch (org.jvmpool.TaskSerializationException e) {
      usable = true;
      throw e;
    } catch (LinkConnection.Refused e) {
      throw new ProcessException(this + " refuses a connection: " + e.getMessage(), e);
    } catch (AuthenticationException e) {
      throw new ProcessException(this + " does not accept the key that came with the proxy", e);
    } catch (IOException | ClosedSelectorException e) {
      throw gone(e);
    } finally {
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
    return LinkConnection.open(reach, open().welcome().session());
  }

  private void giveBack(LinkConnection connection, boolean usable) {
    if (!usable || idleCount.get() >= IDLE) {
      connection.close();
      return;
    }
    idleCount.incrementAndGet();
    idle.addFirst(connection);
    // Race: the link was closed in between, and may not have seen this one.
    if (over != null) {
      closeIdle();
    }
  }

  private void cancel(long connection, int call) {
    LinkConnection known = control;
    if (known != null) {
      synchronized (known) {
        try {
          known.tell(FrameType.CANCEL, call, connection);
        } catch (IOException e) {
          // Then the call's own connection breaks, too.
        }
      }
    }
  }

  private ProcessException gone(Exception cause) {
    ProcessException first;
    synchronized (this) {
      first = over;
      if (first == null) {
        String how = ending.get();
        first =
            new ProcessException(
                this
                    + " is gone"
                    + (how.isEmpty() ? " (" + cause.getMessage() + ")" : ": " + how)
                    + "; what it held is lost. Start another one, and make its objects anew",
                cause);
        over = first;
      }
    }
    shut();
    return first.getCause() == cause ? first : again(first);
  }

  /** Each caller gets an exception with a stack of its own. */
  private static ProcessException again(ProcessException first) {
    return new ProcessException(String.valueOf(first.getMessage()), first.getCause());
  }

  @Override
  public void close() {
    synchronized (this) {
      if (over == null) {
        over = new ProcessException(this + " was closed by this process", null);
      }
    }
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
    return ManagerAddress.text(reach.address());
  }

  @Override
  public String toString() {
    return "the manager at " + ManagerAddress.text(reach.address());
  }
}
