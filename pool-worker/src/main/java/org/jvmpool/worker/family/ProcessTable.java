package org.jvmpool.worker.family;

import java.io.IOException;

/**
 * Who of the family lives: a mapped file that the coordinator writes and everybody reads.
 *
 * <pre>
 *   0         8              64
 *   ┌─────────┬─────────┬────┬────────────────┬─────
 *   │ magic   │ deaths  │    │ word of slot 0 │ …       word: generation × 2 + (1 if it lives)
 *   └─────────┴─────────┴────┴────────────────┴─────
 * </pre>
 *
 * A process is known by its number: generation × {@value #SLOTS} + slot, never 0. When a process
 * has ended, its word says so before {@code deaths} grows; so whoever reads {@code deaths} first
 * and then the words misses no death that the coordinator counted by then.
 */
final class ProcessTable {
  static final String FILE = "processes";

  /** So many processes may live at a time. */
  static final int SLOTS = 4096;

  private static final long MAGIC = 0x6a766d7066616d31L; // "jvmpfam1"
  private static final int MAX_GENERATION = Integer.MAX_VALUE / SLOTS;
  private static final int DEATHS_AT = 8;
  private static final int WORDS_AT = 64;

  private final Mapping table;

  /** Of the coordinator. */
  private int lastSlot = -1;

  private ProcessTable(Mapping table) {
    this.table = table;
  }

  static ProcessTable create(Segments segments) throws IOException {
    Mapping table = segments.create(FILE, WORDS_AT + SLOTS * Long.BYTES);
    table.set(0, MAGIC);
    return new ProcessTable(table);
  }

  static ProcessTable open(Segments segments) throws IOException {
    Mapping table = segments.open(FILE);
    if (table.size() < WORDS_AT + SLOTS * Long.BYTES || table.get(0) != MAGIC) {
      throw new IOException(table.file() + " is no table of processes");
    }
    return new ProcessTable(table);
  }

  /** How many processes have ended. */
  long deaths() {
    return table.get(DEATHS_AT);
  }

  /** Whether a process has not ended yet. */
  boolean lives(int process) {
    return table.get(at(process % SLOTS)) == (process / SLOTS) * 2L + 1;
  }

  /**
   * Coordinator: a number for a new process.
   *
   * @return 0 when too many live
   */
  int add() {
    for (int i = 0; i < SLOTS; i++) {
      lastSlot = (lastSlot + 1) % SLOTS; // in turn, so that a number comes back as late as can be
      long word = table.get(at(lastSlot));
      if ((word & 1) == 0) {
        long generation = word / 2 % MAX_GENERATION + 1;
        table.set(at(lastSlot), generation * 2 + 1);
        return (int) generation * SLOTS + lastSlot;
      }
    }
    return 0;
  }

  /** Coordinator: a process has ended. */
  void remove(int process) {
    table.set(at(process % SLOTS), (process / SLOTS) * 2L);
    table.addAndGet(DEATHS_AT, 1);
  }

  private static int at(int slot) {
    return WORDS_AT + slot * Long.BYTES;
  }
}
