package org.jvmpool.worker.family;

import java.nio.ByteBuffer;

/**
 * What members of a family and its coordinator tell each other over the coordinator's socket; the
 * byte layouts. Numbers are big-endian.
 *
 * <pre>
 *   to the coordinator
 *   0        4         8               16
 *   ┌────────┬─────────┬───────────────┬─────────────┬─────────────┬─────
 *   │ kind   │ entries │ argument      │ first       │ second      │ …      16 bytes an entry
 *   └────────┴─────────┴───────────────┴─────────────┴─────────────┴─────
 *
 *   from the coordinator
 *   0        4         8
 *   ┌────────┬─────────┐
 *   │ kind   │ value   │
 *   └────────┴─────────┘
 * </pre>
 */
final class Messages {
  static final int HEADER = 16;
  static final int ENTRY = 16;
  static final int REPLY = 8;

  /** More words than this cannot be waited for at once. */
  static final int MAX_ENTRIES = 4096;

  // ---- to the coordinator

  /** First on a process's connection for life. Argument: its pid. Reply: {@link #WELCOME}. */
  static final int JOIN = 1;

  /** First on a further connection. Argument: the process's number. No reply. */
  static final int HELLO = 2;

  /**
   * Waits for one of several words to change. Argument: the deaths known; an entry is a word's
   * reference and what it was. One reply, then or later: {@link #GO}, {@link #CANCELLED} or {@link
   * #FAILED}.
   */
  static final int WAIT = 3;

  /** Ends the wait of this connection, if it has one. */
  static final int CANCEL = 4;

  /**
   * Wakes who waits for words. Argument: how many for each; first: a word's reference. No reply.
   */
  static final int WAKE = 5;

  /** An end of a pipe was put on its way. Argument: a ticket. Reply: {@link #DONE}. */
  static final int DEPART = 6;

  /** An end of a pipe is held by this process. Argument: its ticket, or 0. Reply: DONE. */
  static final int HOLD = 7;

  /** An end of a pipe is held by this process no longer. Reply: DONE. */
  static final int RELEASE = 8;

  /**
   * An end of a pipe that was put on its way will not arrive. Argument: its ticket. Reply: DONE.
   */
  static final int LOSE = 9;

  // ---- from the coordinator

  /** Value: the process's number. */
  static final int WELCOME = 1;

  /** The wait is over: a word changed, or was different, or somebody ended. Look again. */
  static final int GO = 2;

  static final int CANCELLED = 3;

  /** A word cannot be read. */
  static final int FAILED = 4;

  static final int DONE = 5;

  private Messages() {}

  static void header(ByteBuffer out, int kind, int entries, long argument) {
    out.clear();
    out.putInt(kind).putInt(entries).putLong(argument);
  }
}
