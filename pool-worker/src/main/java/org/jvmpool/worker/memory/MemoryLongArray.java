package org.jvmpool.worker.memory;

import java.io.Serializable;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedLongArray;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Family;

/** Longs in shared memory: their {@link Cells}, and a block for their lock. */
final class MemoryLongArray extends Handle implements SharedLongArray {
  private static final long serialVersionUID = 1;
  private static final int SHIFT = 3;

  private final transient Cells cells;
  private final transient SharedLock lock;

  private MemoryLongArray(Block block, Cells cells) {
    super(block);
    this.cells = cells;
    this.lock = MemoryLock.in(block, 0);
  }

  static MemoryLongArray create(int length) {
    Cells cells = Cells.create(length, SHIFT);
    return new MemoryLongArray(Family.current().newBlock(Mutex.WORDS), cells);
  }

  private record Ticket(long block, String cells, int length) implements Serializable {
    private Object readResolve() {
      return new MemoryLongArray(Family.current().blockAt(block), Cells.open(cells, length, SHIFT));
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
