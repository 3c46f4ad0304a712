package org.jvmpool.worker.memory;

import org.jvmpool.worker.family.Block;

/** An array in shared memory: its {@link Cells}, and a block for its lock. */
abstract class MemoryArray extends LockedHandle {
  private static final long serialVersionUID = 1;

  private final transient Cells cells;

  MemoryArray(Block block, Cells cells) {
    super(block);
    this.cells = cells;
  }

  /** The elements, for a call. */
  final Cells cells() {
    open();
    return cells;
  }

  public final int length() {
    return cells.length();
  }

  @Override
  final Object ticket() {
    return ticket(block().send(), cells.send(), cells.length());
  }

  abstract Object ticket(long block, String cells, int length);

  @Override
  final String describe() {
    return "length " + cells.length();
  }
}
