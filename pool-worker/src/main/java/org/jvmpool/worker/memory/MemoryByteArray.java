package org.jvmpool.worker.memory;

import java.io.Serializable;
import org.jvmpool.shared.SharedByteArray;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Family;

/** Bytes in shared memory: their {@link Cells}, and a block for their lock. */
final class MemoryByteArray extends Handle implements SharedByteArray {
  private static final long serialVersionUID = 1;
  private static final int SHIFT = 0;

  private final transient Cells cells;
  private final transient SharedLock lock;

  private MemoryByteArray(Block block, Cells cells) {
    super(block);
    this.cells = cells;
    this.lock = MemoryLock.in(block, 0);
  }

  static MemoryByteArray create(int length) {
    Cells cells = Cells.create(length, SHIFT);
    return new MemoryByteArray(Family.current().newBlock(Mutex.WORDS), cells);
  }

  private record Ticket(long block, String cells, int length) implements Serializable {
    private Object readResolve() {
      return new MemoryByteArray(Family.current().blockAt(block), Cells.open(cells, length, SHIFT));
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
  public byte get(int i) {
    return cells().getByte(i);
  }

  @Override
  public void set(int i, byte v) {
    cells().setByte(i, v);
  }

  @Override
  public void get(int i, byte[] into, int offset, int count) {
    cells().read(i, into, offset, count);
  }

  @Override
  public void set(int i, byte[] from, int offset, int count) {
    cells().write(i, from, offset, count);
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
