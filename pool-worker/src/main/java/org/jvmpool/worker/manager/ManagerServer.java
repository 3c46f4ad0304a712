package org.jvmpool.worker.manager;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.ProcessException;
import org.jvmpool.VoidTask;
import org.jvmpool.manager.Manager;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;

/**
 * A manager in the JVM where it runs: listens, has clients prove the key, holds their objects.
 *
 * <p>Threads, all daemons: one that accepts for each address, one for each connection, and the
 * doorkeeper. They end with {@link #close()}, as do all objects.
 */
public final class ManagerServer implements AutoCloseable {
  private static final Log LOG = Logs.of(ManagerServer.class);

  /** Connections that have joined. */
  static final int MOST_CONNECTIONS = 8_192;

  /** The largest payload of who has not joined. */
  static final long MAX_JOIN = 1_024;

  /** The largest payload of a client of another program, and of one of the family. */
  static final long MAX_FOREIGN = 256L << 20;

  static final long MAX_FAMILY = Integer.MAX_VALUE - 64L;

  /** Between two failures to accept a connection. */
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final ManagerSettings settings;
  private final IntFunction<Pool> pools;
  private final ClassLoader loader;
  private final ClassLoader foreignLoader;
  private final Objects objects = new Objects();
  private final RegisteredTypes types;
  private final Doorkeeper doorkeeper;
  private final List<ServerSocketChannel> doors = new ArrayList<>();
  private final List<SocketAddress> addresses = new ArrayList<>();
  private final AtomicLong connections = new AtomicLong();
  private final Map<String, ServerSession> sessions = new ConcurrentHashMap<>();
  private final Set<Peer> peers = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ServerSession own;
  private final RemoteManager local;

  /** For a challenge that nobody can pass, where there is no such key. */
  private final byte[] nobodysKey =
      ManagerName.draw().getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  /** What follows when its proxy in this JVM is closed; null if it does not end then. */
  private volatile @Nullable Runnable afterClose;

  private volatile boolean closed;
  private final AtomicBoolean unlinked = new AtomicBoolean();

  private ManagerServer(
      ManagerSettings settings, IntFunction<Pool> pools, Function<String, Doorkeeper> doorkeeper) {
    this.settings = settings;
    this.pools = pools;
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    this.loader = context == null ? ManagerServer.class.getClassLoader() : context;
    this.types = new RegisteredTypes(settings.types());
    Set<String> allowed = new HashSet<>(settings.allowed());
    allowed.addAll(types.mentioned());
    this.foreignLoader = new ForeignClasses(loader, allowed);
    this.doorkeeper = doorkeeper.apply("jvmpool-" + settings.name() + "-doorkeeper");
    this.own = new ServerSession(this, ProcessHandle.current().pid(), false, loader);
    this.local = RemoteManager.within(new LocalLink(this));
    objects.root(new ServedManager(this));
  }

  /**
   * Runs the initializer, then serves.
   *
   * @param tls encrypts connections of other programs, or null
   * @throws IOException if it cannot listen where it is to
   * @throws ProcessException if the initializer throws, with that as its cause
   * @throws InterruptedException if the initializer is interrupted
   */
  public static ManagerServer start(ManagerSettings settings, @Nullable SSLContext tls)
      throws IOException, InterruptedException {
    return start(settings, tls, Multiprocessing.local()::pool, Doorkeeper::new);
  }

  /**
   * The same.
   *
   * @param pools makes its pools
   * @param doorkeeper makes its doorkeeper, of that name
   */
  static ManagerServer start(
      ManagerSettings settings,
      @Nullable SSLContext tls,
      IntFunction<Pool> pools,
      Function<String, Doorkeeper> doorkeeper)
      throws IOException, InterruptedException {
    VoidTask initializer = settings.initializer();
    if (initializer != null) {
      initialize(settings, initializer);
    }
    ManagerServer server = new ManagerServer(settings, pools, doorkeeper);
    try {
      server.listen(ManagerAddress.parse(settings.familyAddress()), null, true);
      String address = settings.address();
      if (address != null) {
        server.listen(ManagerAddress.parse(address), tls, false);
      }
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    server.doorkeeper.start();
    return server;
  }

  private static void initialize(ManagerSettings settings, VoidTask initializer)
      throws InterruptedException {
    try {
      initializer.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new ProcessException(settings.name() + " did not start: its initializer threw " + e, e);
    }
  }

  /** A manager that listens nowhere: it is called by threads of this JVM. */
  public static Manager inThisJvm(ManagerSettings settings) {
    ManagerServer server =
        new ManagerServer(settings, Multiprocessing.threads()::pool, Doorkeeper::new);
    return server.managerOfThisJvm(() -> {});
  }

  /**
   * This manager for the JVM in which it runs; closing it ends it.
   *
   * @param then is done after that
   */
  public Manager managerOfThisJvm(Runnable then) {
    afterClose = then;
    RemoteManager.remember(local);
    return local;
  }

  /** Its proxy in this JVM was closed. */
  void closedHere() {
    Runnable then = afterClose;
    if (then != null) {
      close();
      RemoteManager.forget(local);
      then.run();
    }
  }

  private void listen(SocketAddress address, @Nullable SSLContext tls, boolean family)
      throws IOException {
    open(ManagerAddress.listen(address), tls, family);
  }

  void open(ServerSocketChannel door, @Nullable SSLContext tls, boolean family) throws IOException {
    doors.add(door);
    addresses.add(door.getLocalAddress());
    Thread thread =
        new Thread(
            () -> accept(door, tls, family),
            "jvmpool-" + settings.name() + "-accept-" + addresses.size());
    thread.setDaemon(true);
    thread.start();
  }

  /** Where other programs reach it, else where its family does; with the port it has got. */
  public SocketAddress address() {
    if (addresses.isEmpty()) {
      throw new UnsupportedOperationException(
          this + " is a manager on threads of this JVM, which has no address");
    }
    return addresses.get(addresses.size() - 1);
  }

  /** What makes its pools. */
  IntFunction<Pool> pools() {
    return pools;
  }

  /** Where its family reaches it; null if it listens nowhere. */
  @Nullable SocketAddress familyAddress() {
    return addresses.isEmpty() ? null : addresses.get(0);
  }

  boolean isClosed() {
    return closed;
  }

  private void accept(ServerSocketChannel door, @Nullable SSLContext tls, boolean family) {
    boolean failing = false;
    while (!closed) {
      SocketChannel channel;
      try {
        channel = door.accept();
        failing = false;
      } catch (IOException e) {
        if (closed || !door.isOpen()) {
          return;
        }
        // Out of descriptors, for one: those who stand at the door go first.
        if (!failing) {
          LOG.warn("{}: a connection could not be accepted: {}", this, e.toString());
        }
        failing = true;
        LockSupport.parkNanos(this, RETRY_NANOS); // it would fail at once
        continue;
      }
      long number = connections.incrementAndGet();
      Peer peer = new Peer(this, channel, tls, family, number);
      doorkeeper.came(peer);
      peers.add(peer);
      Thread thread = new Thread(peer, "jvmpool-" + settings.name() + "-client-" + number);
      thread.setDaemon(true);
      thread.setContextClassLoader(loader);
      try {
        thread.start();
      } catch (OutOfMemoryError e) {
        // No more threads: this connection goes, the others stay.
        doorkeeper.passed(peer);
        left(peer);
        peer.end();
      }
      if (closed) {
        peer.end();
      }
    }
  }

  // ---- for its connections

  Doorkeeper doorkeeper() {
    return doorkeeper;
  }

  Objects objects() {
    return objects;
  }

  RegisteredTypes types() {
    return types;
  }

  /** The manager for code that runs in the server. */
  RemoteManager local() {
    return local;
  }

  ManagerName name() {
    return new ManagerName(settings.id(), new ManagerKey(settings.familyKey(), true));
  }

  byte[] key(boolean family) {
    byte[] others = settings.authKey();
    return family ? settings.familyKey() : others == null ? nobodysKey : others;
  }

  /** A connection has proved to have a key. */
  WelcomeMessage join(Peer peer, JoinMessage join, boolean foreign) {
    if (join.protocol() != LinkConnection.PROTOCOL) {
      return WelcomeMessage.refusing(
          "it speaks protocol "
              + LinkConnection.PROTOCOL
              + ", the client "
              + join.protocol()
              + "; use the same version of jvmpool on both sides");
    }
    if (peers.size() > MOST_CONNECTIONS + Doorkeeper.MOST) {
      return WelcomeMessage.refusing(
          "it has " + MOST_CONNECTIONS + " connections already; make fewer calls at a time");
    }
    ServerSession session;
    if (join.session().isEmpty()) {
      session = new ServerSession(this, join.pid(), foreign, foreign ? foreignLoader : loader);
      sessions.put(session.secret(), session);
    } else {
      ServerSession known = sessions.get(join.session());
      if (known == null || known.isForeign() != foreign) {
        return WelcomeMessage.refusing("the session of process " + join.pid() + " has ended");
      }
      session = known;
    }
    if (closed || !session.joined(peer)) {
      return WelcomeMessage.refusing("it is ending");
    }
    peer.joins(session);
    return new WelcomeMessage(
        "",
        settings.id(),
        session.secret(),
        peer.number(),
        !foreign,
        foreign ? MAX_FOREIGN : MAX_FAMILY);
  }

  void forget(ServerSession session) {
    sessions.remove(session.secret());
  }

  void left(Peer peer) {
    peers.remove(peer);
  }

  /** On whose behalf code of the server calls that runs on no connection's thread. */
  ServerSession ownSession() {
    return own;
  }

  /** Lets go what proxies in this JVM held that are there no more. Not with a lock. */
  void settle() {
    for (Holdings.Note note : local.holdings().take()) {
      objects.letGo(note.id(), note.count(), note.made(), own);
    }
  }

  /** Does what a call asks; the calling thread acts for who made it. */
  void perform(long object, Op op, Call call) throws Exception {
    switch (op) {
      case CLOSE -> objects.close(object, call.number(), call.number() != 0, call.holder());
      case END -> objects.end(object);
      case EXISTS -> call.answer(objects.find(object) != null);
      case LOCK_UNLOCK_OWN -> {
        Served lock = objects.find(object);
        if (lock == null) {
          call.answer(false);
        } else {
          lock.call(op, call);
        }
      }
      case TO_STRING -> call.answer(objects.get(object).toString());
      default -> objects.get(object).call(op, call);
    }
  }

  int sessionCount() {
    return sessions.size();
  }

  int connectionCount() {
    return peers.size();
  }

  // ---- its end

  /** A client asks it to end: whoever waits for that is told. */
  void stop() {
    stopped.countDown();
  }

  /** Waits until a client asks it to end. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** Ends it with all its connections and objects. May be called more than once. */
  @Override
  public void close() {
    closed = true;
    stop();
    if (unlinked.compareAndSet(false, true)) {
      // Before a door closes: from then on another manager may take its place.
      deleteSockets();
    }
    for (ServerSocketChannel door : doors) {
      try {
        door.close();
      } catch (IOException e) {
        LOG.warn("{}: its door does not close", this, e);
      }
    }
    doorkeeper.end();
    sessions.values().forEach(ServerSession::end);
    peers.forEach(Peer::end);
    objects.endAllObjects();
  }

  private void deleteSockets() {
    for (SocketAddress address : addresses) {
      if (address instanceof UnixDomainSocketAddress unix) {
        try {
          Files.deleteIfExists(unix.getPath());
        } catch (IOException e) {
          LOG.warn("{}: {} is left behind", this, unix.getPath(), e);
        }
      }
    }
  }

  @Override
  public String toString() {
    return settings.name();
  }
}
