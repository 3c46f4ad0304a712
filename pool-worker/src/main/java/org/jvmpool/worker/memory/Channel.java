package org.jvmpool.worker.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Deadline;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.family.Futex;
import org.jvmpool.worker.family.HandleClosed;
import org.jvmpool.worker.family.Mapping;

/**
 * Messages in shared memory, first in first out, from any number of processes to any number: what
 * queues and pipes are made of.
 *
 * <pre>
 *   the block    words 0–1   mutex of those that put │ 3: the newest ring's number
 *                word  8     tail, a {@link Position}: how far it is written │ 9: its bell
 *                words 16–17 mutex of those that take
 *                word  24    head, a Position: how far it is read │ 25: its bell
 *                word  32    how many messages were worked off, modulo 2^28, of a joinable queue
 *
 *   a ring       ┌────────┬─────────┬────────┬─────────┬────────┬─────┐
 *                │ header │ message │ header │ message │ PAD    │     │
 *                └────────┴─────────┴────────┴─────────┴────────┴─────┘
 *                header: kind (high half), length in bytes (low half); messages fill up whole words
 *                kind: 1 message │ 2 name of a big one │ 3 PAD │ 4 LINK; bits 3–4: {@link Message.Form}
 * </pre>
 *
 * A message is written behind the tail and is there from the one store that moves the tail; it is
 * gone from the one that moves the head. A process that ends between any two stores has done
 * nothing, or all of it: what it wrote behind the tail is written over by the next, and its mutex
 * is taken over.
 *
 * <p>A ring that is full is followed by a larger one, named by a LINK in the old: so there is
 * always room for a header behind the tail. Who reads on from a ring removes its file. Messages
 * above {@code inline} bytes travel in files of their own, which are written before the message
 * that names them and removed by who takes it.
 */
final class Channel {
  static final int PUT_MUTEX = 0;
  private static final int NEWEST = 3;
  static final int TAIL = 8;
  static final int TAKE_MUTEX = 16;
  static final int HEAD = 24;
  static final int DONE = 32;
  static final int WORDS = 40;

  private static final int ITEM = 1;
  private static final int BIG = 2;
  private static final int PAD = 3;
  private static final int LINK = 4;
  private static final int FORM_SHIFT = 3;
  private static final Message.Form[] FORMS = Message.Form.values();
  private static final int HEADER = 8;
  private static final int BIG_BYTES = 24;
  private static final long MARK = Futex.WAITED_FOR;

  private static final AtomicLong BIG_NUMBERS = new AtomicLong();

  private final Family family;
  private final Futex futex;
  private final Block block;
  private final Limits limits;
  private final OwnFiles files;
  private final Mutex putMutex;
  private final Mutex takeMutex;

  private record Ring(long number, Mapping memory) {}

  // The rings used last; each guarded by the mutex beside it, of this process's threads.
  private volatile @Nullable Ring putRing;
  private volatile @Nullable Ring takeRing;

  /**
   * How large a channel may become.
   *
   * @param messages how many messages it holds; at most {@link Position#MESSAGES} - 1
   * @param bigMessages how many it holds when the next is a big one
   * @param firstRing the size of its first ring
   * @param rings whether a full ring of the largest size is followed by another
   * @param largestRing the size of its largest ring
   * @param inline the longest message in a ring
   */
  record Limits(
      int messages, int bigMessages, int firstRing, boolean rings, int largestRing, int inline) {}

  private Channel(Block block, Limits limits, OwnFiles files) {
    this.family = Family.current();
    this.futex = family.futex();
    this.block = block;
    this.limits = limits;
    this.files = files;
    this.putMutex = new Mutex(family, block, PUT_MUTEX);
    this.takeMutex = new Mutex(family, block, TAKE_MUTEX);
  }

  static Channel create(Limits limits) {
    Block block = Family.current().newBlock(WORDS);
    Channel channel = new Channel(block, limits, OwnFiles.of(block));
    channel.putRing = channel.newRing(0, limits.firstRing);
    return channel;
  }

  static Channel at(long reference, Limits limits) {
    return new Channel(Family.current().blockAt(reference), limits, OwnFiles.ofTravelled());
  }

  /** What other processes find it by. It stays as long as the family from now on. */
  long send() {
    files.send();
    return block.send();
  }

  Block block() {
    return block;
  }

  // ---- putting

  /** What became of a message. */
  enum Put {
    DONE,
    /** There is no room, and the deadline has passed. */
    FULL,
    /** Nobody will read it: the other end of the pipe is closed. */
    GONE
  }

  /**
   * Adds a message.
   *
   * @param interruptibly whether an interrupt ends the wait for room
   */
  Put put(Message message, Deadline deadline, boolean interruptibly) throws InterruptedException {
    if (message.length() <= limits.inline) {
      return put(ITEM, message, deadline, interruptibly);
    }
    long number = BIG_NUMBERS.incrementAndGet();
    String big = bigName(family.process(), number);
    writeBig(big, message);
    byte[] about = new byte[BIG_BYTES];
    ByteBuffer.wrap(about).putLong(family.process()).putLong(number).putLong(message.length());
    Message named = new Message(message.form(), about, 0, BIG_BYTES);
    Put put;
    try {
      put = put(BIG, named, deadline, interruptibly);
    } catch (InterruptedException | HandleClosed | UncheckedIOException e) {
      files.delete(big); // it was not put; after any other exception it may have been
      throw e;
    }
    if (put != Put.DONE) {
      files.delete(big);
    }
    return put;
  }

  private Put put(int kind, Message message, Deadline deadline, boolean interruptibly)
      throws InterruptedException {
    int most = kind == BIG ? limits.bigMessages : limits.messages;
    while (true) {
      long deaths = futex.deaths();
      long head = block.get(HEAD);
      if (Position.isGone(head)) {
        return Put.GONE;
      }
      if (Position.between(head, block.get(TAIL)) < most) {
        long tail = 0;
        boolean done = false;
        try {
          if (!putMutex.lock(atLeastBriefly(deadline), interruptibly)) {
            return Put.FULL;
          }
          head = block.get(HEAD);
          if (Position.between(head, block.get(TAIL)) < most) {
            tail = append(kind, message, head);
          }
          done = true;
        } finally {
          leave(putMutex, done);
        }
        if (tail != 0) {
          futex.ring(block, TAIL);
          if (tail < 0) {
            futex.wake(block, TAIL, toWake());
          }
          return Put.DONE;
        }
      }
      if (!futex.awaitAtBell(block, HEAD, head, deaths, deadline, interruptibly)) {
        return Put.FULL;
      }
    }
  }

  /**
   * How many to wake for one message more, or one less. Of a pipe all: some only look whether there
   * is something to read, and one message less may make room for several.
   */
  private long toWake() {
    return limits.rings ? 1 : Long.MAX_VALUE;
  }

  /** A mutex is held for moments: that it is held does not make a queue full, or empty. */
  private static Deadline atLeastBriefly(Deadline deadline) {
    return deadline.hasPassed() ? Deadline.never() : deadline;
  }

  /**
   * Gives the mutex of a side back, if this thread has it: an error may come between any two steps,
   * late as the JVM tells some ({@link Mapping}). Who did not do what it may have been woken for,
   * because of its deadline, an interrupt, a closed handle, or for want of memory, wakes another
   * one in its place; and the other side, since nobody knows how far it came.
   */
  private void leave(Mutex mutex, boolean done) {
    boolean left = false;
    try {
      if (mutex.isMine()) {
        mutex.unlock();
      }
      left = true;
    } finally {
      if (!done || !left) {
        mutex.giveUp();
        futex.wake(block, HEAD, toWake());
        futex.wake(block, TAIL, toWake());
      }
    }
  }

  /**
   * Under the mutex: writes a message and moves the tail.
   *
   * @return the tail that was there, with a bit more that makes it no 0; 0 when there is no room
   */
  private long append(int kind, Message message, long head) {
    long tail = block.get(TAIL);
    long newest = block.get(NEWEST);
    long number = Position.ring(tail, newest);
    Ring ring = putRing;
    if (ring == null || ring.number != number) {
      ring = open(number);
      putRing = ring;
    }
    int size = HEADER + (message.length() + 7 & ~7);
    int place = Position.place(tail);
    int capacity = ring.memory.size();
    boolean headIsHere = Position.ring(head, newest) == number;
    int read = headIsHere ? Position.place(head) : 0;
    if (headIsHere && place < read) {
      if (size + HEADER > read - place) {
        place = -1;
      }
    } else if (size + HEADER > capacity - place) {
      if (headIsHere && size + HEADER <= read) {
        ring.memory.set(place, header(PAD, 0));
        place = 0;
      } else {
        place = -1;
      }
    }
    if (place < 0) {
      Ring next = nextRing(ring, size);
      if (next == null) {
        return 0;
      }
      ring.memory.set(Position.place(tail), header(LINK, 0));
      ring = next;
      place = 0;
    }
    ring.memory.write(place + HEADER, message.bytes(), message.offset(), message.length());
    int form = message.form().ordinal() << FORM_SHIFT;
    ring.memory.set(place, header(kind | form, message.length()));
    long next = Position.of(ring.number, place + size, Position.messages(tail) + 1);
    long seen = tail;
    while (!block.compareAndSet(TAIL, seen, Position.move(seen, next))) {
      seen = block.get(TAIL); // the mark changed
    }
    putRing = ring; // not before: one that the tail does not name yet may be made anew by others
    return seen | 1;
  }

  private static long header(int kind, int length) {
    return (long) kind << 32 | length;
  }

  /** A ring to follow a full one; null when there is to be none. */
  private @Nullable Ring nextRing(Ring full, int message) {
    int capacity = full.memory.size();
    if (capacity >= limits.largestRing && !limits.rings) {
      return null;
    }
    long oldest = Position.ring(block.get(HEAD), block.get(NEWEST));
    if (full.number + 1 - oldest >= Position.RINGS) {
      throw new IllegalStateException(
          "the queue is full: nobody has read the last " + Position.RINGS + " rings of it");
    }
    int size = Math.min(capacity * 4, limits.largestRing);
    while (size < 2 * (message + HEADER)) {
      size *= 2;
    }
    return newRing(full.number + 1, size);
  }

  private Ring newRing(long number, int size) {
    String name = ringName(number);
    try {
      Mapping memory;
      try {
        memory = family.segments().create(name, size);
      } catch (FileAlreadyExistsException e) {
        // A process has ended after it made this ring and before it linked it.
        family.segments().delete(name);
        memory = family.segments().create(name, size);
      }
      files.add(name);
      if (number > block.get(NEWEST)) {
        block.set(NEWEST, number);
      }
      return new Ring(number, memory);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no room for " + size + " bytes more of a queue: " + e.getMessage(), e);
    }
  }

  private Ring open(long number) {
    try {
      return new Ring(number, family.segments().open(ringName(number)));
    } catch (IOException e) {
      throw new UncheckedIOException("the memory of a queue is gone: " + e.getMessage(), e);
    }
  }

  private String ringName(long number) {
    return "ring-" + block + "-" + number;
  }

  // ---- taking

  /**
   * A message that was taken.
   *
   * @param file where its bytes are to be read from; null if they have been
   */
  private record Taken(Message message, @Nullable String file, boolean putterWaits) {}

  /** The first message is an object and bytes were to be taken, or the other way; it stays. */
  static final class OtherKindIsFirst extends Exception {
    private static final long serialVersionUID = 1;

    OtherKindIsFirst() {
      super(null, null, false, false);
    }
  }

  /**
   * Takes the first message, in an array of its own.
   *
   * @param object whether it is to be taken as an object, and not as bytes
   * @return null when there is none, and the deadline has passed or {@link #isGone()}
   */
  @Nullable Message take(boolean object, Deadline deadline, boolean interruptibly)
      throws InterruptedException, OtherKindIsFirst {
    while (true) {
      long deaths = futex.deaths();
      long tail = block.get(TAIL);
      if (Position.between(block.get(HEAD), tail) > 0) {
        Taken taken;
        boolean done = false;
        try {
          if (!takeMutex.lock(atLeastBriefly(deadline), interruptibly)) {
            return null;
          }
          taken = remove(object);
          done = true;
        } finally {
          leave(takeMutex, done);
        }
        if (taken != null) {
          futex.ring(block, HEAD);
          if (taken.putterWaits) {
            futex.wake(block, HEAD, toWake());
          }
          if (taken.file != null) {
            readBig(taken.file, taken.message.bytes());
          }
          return taken.message;
        }
        continue;
      }
      if (Position.isGone(tail)) {
        return null;
      }
      if (!futex.awaitAtBell(block, TAIL, tail, deaths, deadline, interruptibly)) {
        return null;
      }
    }
  }

  /**
   * Under the mutex: copies the first message and moves the head. For want of memory it fails
   * before: the message stays, and another process may have room for it.
   */
  private @Nullable Taken remove(boolean object) throws OtherKindIsFirst {
    long head = block.get(HEAD);
    if (Position.between(head, block.get(TAIL)) == 0) {
      return null;
    }
    long newest = block.get(NEWEST);
    long first = Position.ring(head, newest);
    Ring ring = takeRing;
    if (ring == null || ring.number != first) {
      ring = open(first);
    }
    int place = Position.place(head);
    long header = ring.memory.get(place);
    while (kind(header) == PAD || kind(header) == LINK) {
      if (kind(header) == LINK) {
        ring = open(ring.number + 1);
      }
      place = 0;
      header = ring.memory.get(0);
    }
    int form = (int) (header >>> 32 + FORM_SHIFT);
    int length = (int) header;
    if (form >= FORMS.length || length < 0 || length > ring.memory.size() - place - HEADER) {
      throw new IllegalStateException(
          "the memory of a queue is damaged: a message of " + length + " bytes at " + place);
    }
    if (FORMS[form].isObject() != object) {
      throw new OtherKindIsFirst();
    }
    takeRing = ring;
    byte[] bytes = new byte[length];
    ring.memory.read(place + HEADER, bytes, 0, length);
    String file = null;
    if (kind(header) == BIG) {
      ByteBuffer about = ByteBuffer.wrap(bytes);
      file = bigName(about.getLong(), about.getLong());
      bytes = new byte[(int) about.getLong()];
    }
    int end = place + HEADER + (length + 7 & ~7);
    long next = Position.of(ring.number, end, Position.messages(head) + 1);
    long seen = head;
    while (!block.compareAndSet(HEAD, seen, Position.move(seen, next))) {
      seen = block.get(HEAD); // a flag changed
    }
    for (long done = first; done < ring.number; done++) {
      files.delete(ringName(done));
    }
    return new Taken(new Message(FORMS[form], bytes, 0, bytes.length), file, seen < 0);
  }

  private static int kind(long header) {
    return (int) (header >>> 32) & (1 << FORM_SHIFT) - 1;
  }

  // ---- big messages

  private static String bigName(long process, long number) {
    return "big-" + process + "-" + number;
  }

  private void writeBig(String name, Message message) {
    try {
      family.segments().write(name, message.bytes(), message.offset(), message.length());
      files.add(name);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no room for a message of " + message.length() + " bytes: " + e.getMessage(), e);
    }
  }

  private void readBig(String name, byte[] into) {
    try {
      family.segments().read(name, into);
      files.delete(name);
    } catch (IOException e) {
      throw new UncheckedIOException("a big message is gone: " + e.getMessage(), e);
    }
  }

  // ---- looking

  /** How many messages there are. */
  int size() {
    while (true) {
      long head = block.get(HEAD);
      int size = Position.between(head, block.get(TAIL));
      if (block.get(HEAD) == head) {
        return size;
      }
    }
  }

  boolean isEmpty() {
    return size() == 0;
  }

  /** The tail while there is nothing to read; something that it never is when there is. */
  long tailToWaitFor() {
    long tail = block.get(TAIL);
    boolean readable = Position.isGone(tail) || Position.between(block.get(HEAD), tail) > 0;
    return readable ? ~tail : tail;
  }

  /** Whether nobody can put any more. */
  boolean isGone() {
    return Position.isGone(block.get(TAIL));
  }

  /**
   * Of a pipe: waits until there is a message, or nobody can put any more.
   *
   * @return false when the deadline has passed
   */
  boolean awaitMessage(Deadline deadline) throws InterruptedException {
    while (true) {
      long deaths = futex.deaths();
      long tail = block.get(TAIL);
      if (Position.isGone(tail) || Position.between(block.get(HEAD), tail) > 0) {
        return true;
      }
      if (!futex.awaitAtBell(block, TAIL, tail, deaths, deadline, true)) {
        return false;
      }
    }
  }

  // ---- what is worked off, of a joinable queue

  /** One more is worked off; false if there are not as many. */
  boolean workedOff() {
    while (true) {
      long done = block.get(DONE);
      int open = Position.between(done, block.get(TAIL));
      if (open == 0) {
        return false;
      }
      long next = done & MARK | Position.messages(Position.messages(done) + 1);
      if (block.compareAndSet(DONE, done, next)) {
        if (open == 1 && done < 0) {
          futex.wake(block, DONE, Long.MAX_VALUE);
        }
        return true;
      }
    }
  }

  /** Waits until all is worked off; false when the deadline has passed. */
  boolean awaitWorkedOff(Deadline deadline) throws InterruptedException {
    while (true) {
      long deaths = futex.deaths();
      long done = block.get(DONE);
      if (Position.between(done, block.get(TAIL)) == 0) {
        return true;
      }
      if (!futex.awaitInterruptibly(block, DONE, done, deaths, deadline)) {
        return false;
      }
    }
  }
}
