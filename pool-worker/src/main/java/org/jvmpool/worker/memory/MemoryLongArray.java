package org.jvmpool.worker.memory;

import java.io.Serializable;
import org.jvmpool.shared.SharedLongArray;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Family;

/** Longs in shared memory. */
final class MemoryLongArray extends MemoryArray implements SharedLongArray {
  private static final long serialVersionUID = 1;
  private static final String KIND = "SharedLongArray";
  private static final int SHIFT = 3;

  private MemoryLongArray(Block block, Cells cells) {
    super(block, cells);
  }

  static MemoryLongArray create(int length) {
    Cells cells = Cells.create(KIND, length, SHIFT);
    return new MemoryLongArray(Family.current().newBlock(Mutex.WORDS), cells);
  }

  private record Ticket(long block, String cells, int length) implements Serializable {
    private Object readResolve() {
      return new MemoryLongArray(
          Family.current().blockAt(block), Cells.open(KIND, cells, length, SHIFT));
    }
  }

  @Override
  Object ticket(long block, String cells, int length) {
    return new Ticket(block, cells, length);
  }

  @Override
  public long get(int i) {
    return cells().getLong(i);
  }

  @Override
  public void set(int i, long v) {
    cells().setLong(i, v);
  }

  @Override
  public long addAndGet(int i, long d) {
    return cells().addAndGetLong(i, d);
  }

  @Override
  public boolean compareAndSet(int i, long expected, long v) {
    return cells().compareAndSetLong(i, expected, v);
  }

  @Override
  public long[] toArray() {
    Cells all = cells();
    long[] copy = new long[all.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = all.getLong(i);
    }
    return copy;
  }
}
