package org.jvmpool.worker.memory;

import org.jvmpool.shared.SharedLock;
import org.jvmpool.worker.family.Block;

/**
 * A handle of a value or an array: its block begins with a lock for its users, whose handle opens
 * and closes with it.
 */
abstract class LockedHandle extends Handle {
  private static final long serialVersionUID = 1;

  private final transient MemoryLock lock;

  LockedHandle(Block block) {
    super(block);
    this.lock = MemoryLock.in(block, 0);
  }

  public final SharedLock lock() {
    open();
    return lock;
  }

  @Override
  public final void close() {
    super.close();
    lock.close();
  }
}
