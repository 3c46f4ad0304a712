package org.jvmpool.worker.memory;

import java.io.Serializable;
import org.jvmpool.shared.SharedDoubleArray;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Family;

/** Doubles in shared memory: their {@link Cells}, and a block for their lock. */
final class MemoryDoubleArray extends Handle implements SharedDoubleArray {
  private static final long serialVersionUID = 1;
  private static final int SHIFT = 3;

  private final transient Cells cells;
  private final transient SharedLock lock;

  private MemoryDoubleArray(Block block, Cells cells) {
    super(block);
    this.cells = cells;
    this.lock = MemoryLock.in(block, 0);
  }

  static MemoryDoubleArray create(int length) {
    Cells cells = Cells.create(length, SHIFT);
    return new MemoryDoubleArray(Family.current().newBlock(Mutex.WORDS), cells);
  }

  private record Ticket(long block, String cells, int length) implements Serializable {
    private Object readResolve() {
      return new MemoryDoubleArray(
          Family.current().blockAt(block), Cells.open(cells, length, SHIFT));
    }
  }

  @Override
  Object ticket() {
    return new Ticket(block().send(), cells.send(), cells.length());
  }

  private Cells cells() {
    open();
    return cells;
  }

  @Override
  public int length() {
    return cells.length();
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

  @Override
  public SharedLock lock() {
    open();
    return lock;
  }

  @Override
  String describe() {
    return "length " + cells.length();
  }
}
