package org.jvmpool.worker.memory;

import org.jvmpool.worker.family.Futex;

/**
 * How far a queue was written or read: one word, so that a record is published, or consumed, by one
 * store.
 *
 * <pre>
 *   63      62      61 … 49        48 … 28                    27 … 0
 *   ┌──────┬──────┬──────────────┬──────────────────────────┬──────────────────────────┐
 *   │ mark │ gone │ ring, mod    │ where in the ring,       │ how many messages before,│
 *   │      │      │ 2^13         │ in units of 8 bytes      │ mod 2^28                 │
 *   └──────┴──────┴──────────────┴──────────────────────────┴──────────────────────────┘
 * </pre>
 *
 * The mark says that somebody may wait for the word ({@link Futex}); gone, of a pipe, that nobody
 * holds the end that writes it any more.
 */
final class Position {
  /** The largest ring. */
  static final int LARGEST_RING = 1 << 24;

  /** So many rings may be in use at a time. */
  static final int RINGS = 1 << 13;

  /** So many messages may be in a queue at a time. */
  static final int MESSAGES = 1 << 28;

  static final long GONE = 1L << 62;
  private static final long FLAGS = Futex.WAITED_FOR | GONE;
  private static final int RING_SHIFT = 49;
  private static final int PLACE_SHIFT = 28;
  private static final int PLACES = 1 << 21;

  private Position() {}

  static long of(long ring, int place, int messages) {
    return (ring & RINGS - 1) << RING_SHIFT
        | (long) (place >>> 3) << PLACE_SHIFT
        | messages & MESSAGES - 1;
  }

  /** The number of the ring, of which the newest is known. */
  static long ring(long position, long newest) {
    return newest - (newest - (position >>> RING_SHIFT) & RINGS - 1);
  }

  /** The place in the ring in bytes. */
  static int place(long position) {
    return (int) (position >>> PLACE_SHIFT & PLACES - 1) << 3;
  }

  /** How many messages came before, modulo {@link #MESSAGES}. */
  static int messages(long position) {
    return (int) position & MESSAGES - 1;
  }

  /** How many messages lie between two positions. */
  static int between(long head, long tail) {
    return messages(tail) - messages(head) & MESSAGES - 1;
  }

  /** The flags of one word and the rest of another. */
  static long move(long seen, long next) {
    return seen & FLAGS | next;
  }

  static boolean isGone(long position) {
    return (position & GONE) != 0;
  }
}
