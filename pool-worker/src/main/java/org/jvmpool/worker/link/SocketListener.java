package org.jvmpool.worker.link;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.shared.AuthenticationException;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Listener;

/**
 * Listens at an address. Peers pass the challenge side by side, each on a thread of its own, so
 * that one that is silent keeps nobody waiting; it has ten seconds.
 *
 * <p>One daemon thread, {@code jvmpool-listener-<n>}, from the beginning to {@link #close}: it
 * takes peers and ends those that are late. One daemon thread, {@code jvmpool-handshake-<n>}, for
 * each peer until its challenge is over. At most 64 peers are in their challenge or wait for {@link
 * #accept}; more wait with the operating system.
 */
public final class SocketListener implements Listener {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_PEERS = 64;
  private static final int BACKLOG = 128;
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final ServerSocketChannel server;
  private final SocketAddress address;
  private final byte[] key;
  private final Duration patience;
  private final LongSupplier clock;
  private final Selector selector;
  private final int number = NUMBERS.incrementAndGet();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final ArrayDeque<Peer> peers = new ArrayDeque<>(); // whose challenge is over
  private final Map<SocketChannel, Long> challenged = new HashMap<>(); // until when
  private boolean closed;

  /** How a challenge ended. */
  private record Peer(@Nullable Connection connection, @Nullable IOException failure) {}

  private SocketListener(
      ServerSocketChannel server, byte[] key, Duration patience, LongSupplier clock)
      throws IOException {
    this.server = server;
    this.key = key;
    this.patience = patience;
    this.clock = clock;
    this.address = server.getLocalAddress();
    this.selector = Selector.open();
    server.configureBlocking(false);
  }

  /**
   * Listens.
   *
   * @param authKey not kept by reference
   * @throws IllegalArgumentException when the address is neither of a Unix domain nor of TCP
   */
  public static Listener open(SocketAddress address, byte[] authKey) throws IOException {
    return open(address, authKey, PATIENCE, System::nanoTime);
  }

  /**
   * The same, with another time that peers have.
   *
   * @param clock tells the time in nanoseconds
   */
  static Listener open(SocketAddress address, byte[] authKey, Duration patience, LongSupplier clock)
      throws IOException {
    byte[] key = Objects.requireNonNull(authKey, "authKey must not be null").clone();
    ServerSocketChannel server = ServerSocketChannel.open(Addresses.family(address));
    try {
      if (address instanceof InetSocketAddress) {
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      server.bind(address, BACKLOG);
      SocketListener listener = new SocketListener(server, key, patience, clock);
      listener.daemon(listener::listen, "jvmpool-listener-" + listener.number);
      return listener;
    } catch (BindException e) {
      server.close();
      BindException inUse =
          new BindException(
              "cannot listen at "
                  + address
                  + ": "
                  + e.getMessage()
                  + (address instanceof UnixDomainSocketAddress
                      ? "; if a program was killed that listened there, delete the file"
                      : ""));
      inUse.initCause(e);
      throw inUse;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      server.close();
      throw e;
    }
  }

  private void daemon(Runnable work, String name) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.start();
  }

  // ---- for its users

  @Override
  public Connection accept() throws IOException {
    lock.lock();
    try {
      while (true) {
        if (closed) {
          throw new IOException(this + " is closed");
        }
        Peer peer = peers.poll();
        if (peer != null) {
          selector.wakeup(); // there is room for another
          if (peer.connection() != null) {
            return peer.connection();
          }
          throw failure(peer.failure());
        }
        try {
          changed.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException(this + ": interrupted; no peer is lost");
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private IOException failure(@Nullable IOException why) {
    return why instanceof AuthenticationException
        ? new AuthenticationException(this + ": " + why.getMessage(), why)
        : new IOException(this + ": a peer failed: " + (why == null ? "" : why.getMessage()), why);
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      changed.signalAll();
      for (Peer peer : peers) {
        if (peer.connection() != null) {
          peer.connection().close();
        }
      }
      peers.clear();
      challenged.keySet().forEach(SocketListener::close);
      try {
        if (address instanceof UnixDomainSocketAddress file) {
          Files.deleteIfExists(file.getPath()); // first: what is found there is ours
        }
      } finally {
        server.close();
        selector.close();
      }
    } catch (IOException e) {
      // What could be closed is closed.
    } finally {
      lock.unlock();
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing more can be done for it.
    }
  }

  // ---- its thread

  private void listen() {
    try {
      SelectionKey acceptable = server.register(selector, SelectionKey.OP_ACCEPT);
      while (true) {
        long left = endTheLate();
        acceptable.interestOps(hasRoom() ? SelectionKey.OP_ACCEPT : 0);
        selector.select(
            left == Long.MAX_VALUE ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        selector.selectedKeys().clear();
        if (hasRoom()) {
          SocketChannel peer = server.accept();
          if (peer != null) {
            challenge(peer);
          }
        }
      }
    } catch (IOException | ClosedSelectorException | CancelledKeyException e) {
      // It was closed, or the system does not let it listen any more.
      close();
    }
  }

  private boolean hasRoom() {
    lock.lock();
    try {
      return peers.size() + challenged.size() < MOST_PEERS;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how long until the next one is late. */
  private long endTheLate() {
    long now = clock.getAsLong();
    long left = Long.MAX_VALUE;
    lock.lock();
    try {
      for (Map.Entry<SocketChannel, Long> peer : challenged.entrySet()) {
        long time = peer.getValue() - now;
        if (time <= 0) {
          close(peer.getKey()); // its thread sees that
        } else {
          left = Math.min(left, time);
        }
      }
    } finally {
      lock.unlock();
    }
    return left;
  }

  private void challenge(SocketChannel peer) {
    lock.lock();
    try {
      if (closed) {
        close(peer);
        return;
      }
      challenged.put(peer, clock.getAsLong() + patience.toNanos());
    } finally {
      lock.unlock();
    }
    try {
      daemon(() -> settle(peer), "jvmpool-handshake-" + number);
    } catch (OutOfMemoryError e) {
      close(peer);
      settled(peer, new Peer(null, new IOException("no thread is to be had for its challenge", e)));
    }
  }

  // ---- a peer's thread

  private void settle(SocketChannel channel) {
    Peer peer;
    try {
      peer = new Peer(challenged(channel), null);
    } catch (IOException e) {
      close(channel);
      peer = new Peer(null, e);
    } catch (RuntimeException | Error e) {
      close(channel);
      peer = new Peer(null, new IOException(e));
    }
    settled(channel, peer);
  }

  private void settled(SocketChannel channel, Peer how) {
    Peer peer = how;
    lock.lock();
    try {
      Long deadline = challenged.remove(channel);
      if (closed) {
        close(channel);
        return;
      }
      if (peer.failure() != null && deadline != null && deadline - clock.getAsLong() <= 0) {
        peer =
            new Peer(
                null,
                new AuthenticationException(
                    "a peer did not prove its key within " + patience.toMillis() / 1000.0 + " s"));
      }
      peers.add(peer);
      changed.signal();
      selector.wakeup();
    } finally {
      lock.unlock();
    }
  }

  private Connection challenged(SocketChannel channel) throws IOException {
    channel.configureBlocking(true);
    Addresses.tune(channel);
    Handshake.asServer(Channels.newInputStream(channel), Channels.newOutputStream(channel), key);
    return new SocketConnection(channel, Addresses.peer(channel, address));
  }

  @Override
  public String toString() {
    return "listener at " + address;
  }
}
