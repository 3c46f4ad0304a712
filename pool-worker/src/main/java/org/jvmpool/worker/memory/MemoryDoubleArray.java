package org.jvmpool.worker.memory;

import java.io.Serializable;
import org.jvmpool.shared.SharedDoubleArray;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Family;

/** Doubles in shared memory. */
final class MemoryDoubleArray extends MemoryArray implements SharedDoubleArray {
  private static final long serialVersionUID = 1;
  private static final String KIND = "SharedDoubleArray";
  private static final int SHIFT = 3;

  private MemoryDoubleArray(Block block, Cells cells) {
    super(block, cells);
  }

  static MemoryDoubleArray create(int length) {
    Cells cells = Cells.create(KIND, length, SHIFT);
    return new MemoryDoubleArray(Family.current().newBlock(Mutex.WORDS), cells);
  }

  private record Ticket(long block, String cells, int length) implements Serializable {
    private Object readResolve() {
      return new MemoryDoubleArray(
          Family.current().blockAt(block), Cells.open(KIND, cells, length, SHIFT));
    }
  }

  @Override
  Object ticket(long block, String cells, int length) {
    return new Ticket(block, cells, length);
  }

  @Override
  public double get(int i) {
    return Double.longBitsToDouble(cells().getLong(i));
  }

  @Override
  public void set(int i, double v) {
    cells().setLong(i, Double.doubleToRawLongBits(v));
  }

  @Override
  public double addAndGet(int i, double d) {
    Cells all = cells();
    while (true) {
      long seen = all.getLong(i);
      double next = Double.longBitsToDouble(seen) + d;
      if (all.compareAndSetLong(i, seen, Double.doubleToRawLongBits(next))) {
        return next;
      }
    }
  }

  @Override
  public double[] toArray() {
    Cells all = cells();
    double[] copy = new double[all.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = Double.longBitsToDouble(all.getLong(i));
    }
    return copy;
  }
}
