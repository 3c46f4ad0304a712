package org.jvmpool.worker.memory;

import java.io.Serializable;
import org.jvmpool.shared.SharedByteArray;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Family;

/** Bytes in shared memory. */
final class MemoryByteArray extends MemoryArray implements SharedByteArray {
  private static final long serialVersionUID = 1;
  private static final String KIND = "SharedByteArray";
  private static final int SHIFT = 0;

  private MemoryByteArray(Block block, Cells cells) {
    super(block, cells);
  }

  static MemoryByteArray create(int length) {
    Cells cells = Cells.create(KIND, length, SHIFT);
    return new MemoryByteArray(Family.current().newBlock(Mutex.WORDS), cells);
  }

  private record Ticket(long block, String cells, int length) implements Serializable {
    private Object readResolve() {
      return new MemoryByteArray(
          Family.current().blockAt(block), Cells.open(KIND, cells, length, SHIFT));
    }
  }

  @Override
  Object ticket(long block, String cells, int length) {
    return new Ticket(block, cells, length);
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
}
