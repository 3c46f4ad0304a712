package org.jvmpool.worker.memory;

import java.io.Serializable;
import org.jvmpool.shared.SharedIntArray;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Family;

/** Ints in shared memory. */
final class MemoryIntArray extends MemoryArray implements SharedIntArray {
  private static final long serialVersionUID = 1;
  private static final String KIND = "SharedIntArray";
  private static final int SHIFT = 2;

  private MemoryIntArray(Block block, Cells cells) {
    super(block, cells);
  }

  static MemoryIntArray create(int length) {
    Cells cells = Cells.create(KIND, length, SHIFT);
    return new MemoryIntArray(Family.current().newBlock(Mutex.WORDS), cells);
  }

  private record Ticket(long block, String cells, int length) implements Serializable {
    private Object readResolve() {
      return new MemoryIntArray(
          Family.current().blockAt(block), Cells.open(KIND, cells, length, SHIFT));
    }
  }

  @Override
  Object ticket(long block, String cells, int length) {
    return new Ticket(block, cells, length);
  }

  @Override
  public int get(int i) {
    return cells().getInt(i);
  }

  @Override
  public void set(int i, int v) {
    cells().setInt(i, v);
  }

  @Override
  public int addAndGet(int i, int d) {
    return cells().addAndGetInt(i, d);
  }

  @Override
  public boolean compareAndSet(int i, int expected, int v) {
    return cells().compareAndSetInt(i, expected, v);
  }

  @Override
  public int[] toArray() {
    Cells all = cells();
    int[] copy = new int[all.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = all.getInt(i);
    }
    return copy;
  }
}
