package org.jvmpool.worker.wire;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The page on which a parent and one worker settle who owns a task: one 64-bit word a slot of the
 * worker's window, changed by compare-and-set from both processes.
 *
 * <pre>
 *   0                8                16      (native byte order)
 *   ┌────────────────┬────────────────┬────────────────┬─────┬──────────┬──────────┬───────────┬───────────┐
 *   │ magic          │ slots          │ word of slot 0 │ …   │ segment, │ segment, │ written   │ written   │
 *   │                │                │                │     │ worker   │ parent   │ to worker │ to parent │
 *   └────────────────┴────────────────┴────────────────┴─────┴──────────┴──────────┴───────────┴───────────┘
 *   word of a slot: task id × 8 + state
 *   segment: 1 while a payload lies in the segment of that direction, else 0
 *   written: how many bytes were ever written to the pipe of that direction; each with 15 unused
 *     words before it, since both sides look at one of them all the time
 * </pre>
 *
 * The worker moves a word from {@link #SENT} to {@link #CLAIMED} before it runs the task, and on to
 * {@link #DONE} before it answers. The parent moves it from SENT to {@link #REVOKED}, or either
 * side from CLAIMED to {@link #CONDEMNED}. Whoever loses a race sees it by its failed
 * compare-and-set.
 *
 * <p>Safe for many threads and both processes. A process that dies leaves its last word standing.
 */
public final class ClaimPage {
  /** Places in a worker's window. */
  public static final int SLOTS = 256;

  public static final int SENT = 1;
  public static final int CLAIMED = 2;
  public static final int DONE = 3;
  public static final int REVOKED = 4;
  public static final int CONDEMNED = 5;

  /** The directions of segments. */
  public static final int TO_WORKER = 0;

  public static final int TO_PARENT = 1;

  private static final long MAGIC = 0x6a766d706f6f6c33L; // "jvmpool3"
  private static final int WORDS_AT = 16;
  private static final int STATE_BITS = 3;

  /** Words between those that one side writes while the other looks at its own: two cache lines. */
  private static final int APART = 16;

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer page;
  private final int slots;

  private ClaimPage(ByteBuffer page, int slots) {
    this.page = page;
    this.slots = slots;
  }

  /** A page in this JVM's memory: for workers that are threads. */
  public static ClaimPage inMemory(int slots) {
    return new ClaimPage(ByteBuffer.allocateDirect(bytes(slots)), slots);
  }

  /** Makes the file and maps it. The file's space is written, so that no store can fail later. */
  public static ClaimPage create(Path file, int slots) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer blank = ByteBuffer.allocate(bytes(slots));
      while (blank.hasRemaining()) {
        channel.write(blank);
      }
      ByteBuffer page = channel.map(MapMode.READ_WRITE, 0, bytes(slots));
      page.order(ByteOrder.nativeOrder()).putLong(0, MAGIC).putLong(8, slots);
      return new ClaimPage(page, slots);
    }
  }

  /** Maps the page that the other side has made. */
  public static ClaimPage open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer page = channel.map(MapMode.READ_WRITE, 0, channel.size());
      page.order(ByteOrder.nativeOrder());
      if (page.capacity() < WORDS_AT || page.getLong(0) != MAGIC) {
        throw new IOException(file + " is no claim page");
      }
      int slots = (int) page.getLong(8);
      if (slots < 1 || bytes(slots) > page.capacity()) {
        throw new IOException(file + " is too short for " + slots + " slots");
      }
      return new ClaimPage(page, slots);
    }
  }

  private static int bytes(int slots) {
    return WORDS_AT + (slots + 3 * APART) * Long.BYTES;
  }

  /** Parent: the slot is this task's from now on. */
  public void offer(int slot, long id) {
    WORD.setVolatile(page, at(slot), word(id, SENT));
  }

  /** Worker: starts the task, unless it was taken back. */
  public boolean claim(int slot, long id) {
    return move(slot, id, SENT, CLAIMED);
  }

  /** Worker: has finished the task; false when it was condemned meanwhile. */
  public boolean finish(int slot, long id) {
    return move(slot, id, CLAIMED, DONE);
  }

  /** Parent: takes the task back, unless it was started. */
  public boolean revoke(int slot, long id) {
    return move(slot, id, SENT, REVOKED);
  }

  /** Either side: dooms the worker for this task, unless the task is finished or not started. */
  public boolean condemn(int slot, long id) {
    return move(slot, id, CLAIMED, CONDEMNED);
  }

  /** The state of the task's word, 0 when the slot is another task's. */
  public int state(int slot, long id) {
    long word = (long) WORD.getVolatile(page, at(slot));
    return word >>> STATE_BITS == id ? (int) word & ((1 << STATE_BITS) - 1) : 0;
  }

  /** Whether no payload lies in the segment of that direction. */
  boolean isFree(int direction) {
    return (long) WORD.getVolatile(page, segmentAt(direction)) == 0;
  }

  /** Sender: a payload lies in the segment. */
  void filled(int direction) {
    WORD.setVolatile(page, segmentAt(direction), 1L);
  }

  /** Receiver: the payload was taken out. */
  void emptied(int direction) {
    WORD.setVolatile(page, segmentAt(direction), 0L);
  }

  /** Sender: so much is in the pipe, or was read already. */
  void wrote(int direction, long bytes) {
    WORD.setVolatile(page, writtenAt(direction), bytes);
  }

  /** Receiver: how much was ever written. */
  long written(int direction) {
    return (long) WORD.getVolatile(page, writtenAt(direction));
  }

  private int writtenAt(int direction) {
    return WORDS_AT + (slots + (1 + direction) * APART) * Long.BYTES;
  }

  private int segmentAt(int direction) {
    return WORDS_AT + (slots + direction) * Long.BYTES;
  }

  private boolean move(int slot, long id, int from, int to) {
    return WORD.compareAndSet(page, at(slot), word(id, from), word(id, to));
  }

  private int at(int slot) {
    if (slot < 0 || slot >= slots) {
      throw new IllegalArgumentException("slot " + slot + " is not one of " + slots);
    }
    return WORDS_AT + slot * Long.BYTES;
  }

  private static long word(long id, int state) {
    return id << STATE_BITS | state;
  }
}
