package org.jvmpool.worker.family;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Wakes who waits for a word of shared memory, and sees who of the family ends. Runs on the thread
 * {@code jvmpool-coordinator} of the root JVM, which {@link Family} starts with the first shared
 * object and which ends with the JVM.
 *
 * <p>A waiter says what the word was when it looked. The coordinator compares before it lets it
 * wait, and takes one message after the other; so a change is either seen by the comparison or its
 * {@code WAKE} comes after the waiter is on the list. That is all there is to losing no wake-up
 * ({@code docs/models/futex.pml}).
 *
 * <p>Bit 63 of a word says that somebody may wait for it. Waiters set it before they say so here;
 * here alone it is cleared, when nobody is left on the word's list.
 *
 * <p>When a process ends, all who wait look again: whatever they wait for may have been its. That
 * is rare, and they are few.
 */
final class Coordinator implements Runnable {
  private static final int BACKLOG = 4096;

  /** So long nobody is let in when there is no descriptor for one more. */
  private static final long DOOR_CLOSED_MILLIS = 100;

  private static final int MESSAGE = Messages.HEADER + Messages.MAX_ENTRIES * Messages.ENTRY;

  private final Path sockets;
  private final ServerSocketChannel server;
  private final SelectionKey door;
  private final Selector selector;
  private final ProcessTable processes;
  private final Arenas arenas;
  private final PipeEnds ends;

  /** Who waits for a word, by its reference; in the order in which they came. */
  private final Map<Long, LinkedHashSet<Peer>> waiting = new HashMap<>();

  private final Set<Peer> waiters = new LinkedHashSet<>();

  /** One connection. Either a process's life, or a thread that may wait. */
  private final class Peer {
    final SocketChannel channel;
    final SelectionKey key;
    final ByteBuffer reply = ByteBuffer.allocateDirect(Messages.REPLY);
    ByteBuffer in = ByteBuffer.allocateDirect(4096);
    int process;
    boolean isLife;
    long @Nullable [] words; // what it waits for

    Peer(SocketChannel channel, SelectionKey key) {
      this.channel = channel;
      this.key = key;
    }
  }

  Coordinator(FamilyDirectory directory, ProcessTable processes, Arenas arenas) throws IOException {
    this.sockets = directory.sockets();
    this.processes = processes;
    this.arenas = arenas;
    this.ends = new PipeEnds(this::closeWords);
    selector = Selector.open();
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(directory.socket()), BACKLOG);
    server.configureBlocking(false);
    door = server.register(selector, SelectionKey.OP_ACCEPT);
  }

  @Override
  public void run() {
    while (true) {
      try {
        boolean isOpen = door.interestOps() != 0;
        selector.select(this::serve, isOpen ? 0 : DOOR_CLOSED_MILLIS);
        if (!isOpen) {
          door.interestOps(SelectionKey.OP_ACCEPT);
        }
      } catch (IOException e) {
        // Of the server or the selector: connections are dealt with where they fail.
      }
    }
  }

  private void serve(SelectionKey key) {
    if (key.attachment() instanceof Peer peer) {
      try {
        read(peer);
      } catch (IOException | RuntimeException e) {
        end(peer);
      }
    } else {
      accept();
    }
  }

  private void accept() {
    try {
      SocketChannel channel = server.accept();
      if (channel != null) {
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        key.attach(new Peer(channel, key));
      }
    } catch (IOException e) {
      // No descriptor is left. Who connects waits; nobody tells when there is one again, and the
      // selector would ask without a pause.
      door.interestOps(0);
    }
  }

  private void read(Peer peer) throws IOException {
    if (peer.channel.read(peer.in) < 0) {
      end(peer);
      return;
    }
    peer.in.flip();
    while (peer.in.remaining() >= Messages.HEADER) {
      int entries = peer.in.getInt(peer.in.position() + 4);
      if (entries < 0 || entries > Messages.MAX_ENTRIES) {
        throw new IOException("a message with " + entries + " entries");
      }
      int size = Messages.HEADER + entries * Messages.ENTRY;
      if (peer.in.remaining() < size) {
        if (peer.in.capacity() < size) {
          peer.in = ByteBuffer.allocateDirect(MESSAGE).put(peer.in).flip();
        }
        break;
      }
      int end = peer.in.position() + size;
      handle(peer, peer.in.getInt(), peer.in.getInt(), peer.in.getLong());
      peer.in.position(end);
    }
    peer.in.compact();
  }

  private void handle(Peer peer, int kind, int entries, long argument) throws IOException {
    switch (kind) {
      case Messages.JOIN -> {
        peer.process = processes.add();
        peer.isLife = peer.process != 0;
        reply(peer, Messages.WELCOME, peer.process);
      }
      case Messages.HELLO -> peer.process = (int) argument;
      case Messages.WAIT -> await(peer, entries, argument);
      case Messages.CANCEL -> {
        if (peer.words != null) {
          stopWaiting(peer);
          reply(peer, Messages.CANCELLED, 0);
        }
      }
      case Messages.WAKE -> {
        for (int i = 0; i < entries; i++) {
          wake(peer.in.getLong(), argument);
          peer.in.getLong();
        }
      }
      case Messages.DEPART -> {
        ends.departs(argument, peer.in.getLong(), peer.in.getLong());
        reply(peer, Messages.DONE, 0);
      }
      case Messages.HOLD -> {
        long first = peer.in.getLong();
        long second = peer.in.getLong();
        if (processes.lives(peer.process)) {
          ends.holds(peer.process, argument, first, second);
        } else {
          ends.lost(argument, first, second); // its end was seen before this, its last message
        }
        reply(peer, Messages.DONE, 0);
      }
      case Messages.LOSE -> {
        ends.lost(argument, peer.in.getLong(), peer.in.getLong());
        reply(peer, Messages.DONE, 0);
      }
      case Messages.RELEASE -> {
        ends.releases(peer.process, peer.in.getLong(), peer.in.getLong());
        reply(peer, Messages.DONE, 0);
      }
      default -> throw new IOException("a message of kind " + kind);
    }
  }

  // ---- waiting

  private void await(Peer peer, int entries, long deaths) throws IOException {
    if (!peer.key.isValid()) {
      return; // it has ended, and this is what was left of it
    }
    long[] words = new long[entries];
    boolean asSeen = deaths == processes.deaths();
    try {
      for (int i = 0; i < entries; i++) {
        words[i] = peer.in.getLong();
        long seen = peer.in.getLong();
        asSeen &= arenas.mapping(words[i]).get(Arenas.offset(words[i])) == seen;
      }
    } catch (IOException | RuntimeException e) {
      reply(peer, Messages.FAILED, 0);
      return;
    }
    if (!asSeen) {
      reply(peer, Messages.GO, 0);
      return;
    }
    peer.words = words;
    waiters.add(peer);
    for (long word : words) {
      waiting.computeIfAbsent(word, w -> new LinkedHashSet<>()).add(peer);
    }
  }

  private void wake(long word, long most) {
    Set<Peer> peers = waiting.get(word);
    if (peers == null) {
      clearMark(word);
      return;
    }
    long left = most;
    while (left > 0 && !peers.isEmpty()) {
      if (go(peers.iterator().next())) {
        left--; // who cannot be told is gone, and the next one is woken in its place
      }
    }
  }

  private boolean go(Peer peer) {
    stopWaiting(peer);
    return reply(peer, Messages.GO, 0);
  }

  private void stopWaiting(Peer peer) {
    long[] words = peer.words;
    if (words == null) {
      return;
    }
    peer.words = null;
    waiters.remove(peer);
    for (long word : words) {
      Set<Peer> peers = waiting.get(word);
      if (peers != null && peers.remove(peer) && peers.isEmpty()) {
        waiting.remove(word);
        clearMark(word);
      }
    }
  }

  private void clearMark(long word) {
    try {
      Mapping memory = arenas.mapping(word);
      int at = Arenas.offset(word);
      long seen = memory.get(at);
      while (seen < 0 && !memory.compareAndSet(at, seen, seen & ~Futex.WAITED_FOR)) {
        seen = memory.get(at);
      }
    } catch (IOException | RuntimeException e) {
      // It cannot be waited for either: whoever tries is told.
    }
  }

  // ---- ending

  private void end(Peer peer) {
    stopWaiting(peer);
    peer.key.cancel();
    try {
      peer.channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
    if (peer.isLife) {
      peer.isLife = false;
      processes.remove(peer.process);
      Bells.remove(sockets, peer.process);
      ends.ended(peer.process);
      List<Peer> all = new ArrayList<>(waiters);
      for (Peer each : all) {
        if (each.words != null) {
          go(each);
        }
      }
    }
  }

  /** Nobody holds an end of a pipe any more. */
  private void closeWords(long first, long second) {
    for (long word : new long[] {first, second}) {
      if (word == 0) {
        continue;
      }
      try {
        Mapping memory = arenas.mapping(word);
        int at = Arenas.offset(word);
        long seen = memory.get(at);
        while (!memory.compareAndSet(at, seen, seen | PipeEnds.GONE)) {
          seen = memory.get(at);
        }
      } catch (IOException | RuntimeException e) {
        // Nobody can wait for it either.
      }
      wake(word, Long.MAX_VALUE);
    }
  }

  private boolean reply(Peer peer, int kind, int value) {
    peer.reply.clear();
    peer.reply.putInt(kind).putInt(value).flip();
    try {
      if (peer.channel.write(peer.reply) < Messages.REPLY) {
        throw new IOException("it asks and does not read the answers");
      }
      return true;
    } catch (IOException e) {
      end(peer);
      return false;
    }
  }
}
