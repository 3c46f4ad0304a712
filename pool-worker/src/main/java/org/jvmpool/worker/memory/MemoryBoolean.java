package org.jvmpool.worker.memory;

import java.io.Serializable;
import org.jvmpool.shared.SharedBoolean;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Family;

/** A boolean in shared memory, a word of 0 or 1 behind its lock. */
final class MemoryBoolean extends LockedHandle implements SharedBoolean {
  private static final long serialVersionUID = 1;
  private static final int VALUE = Mutex.WORDS;

  private MemoryBoolean(Block block) {
    super(block);
  }

  static MemoryBoolean create(boolean value) {
    MemoryBoolean made = new MemoryBoolean(Family.current().newBlock(VALUE + 1));
    made.set(value);
    return made;
  }

  private record Ticket(long block) implements Serializable {
    private Object readResolve() {
      return new MemoryBoolean(Family.current().blockAt(block));
    }
  }

  @Override
  Object ticket() {
    return new Ticket(block().send());
  }

  @Override
  public boolean get() {
    return open().get(VALUE) != 0;
  }

  @Override
  public void set(boolean v) {
    open().set(VALUE, v ? 1 : 0);
  }

  @Override
  public boolean compareAndSet(boolean expected, boolean v) {
    return open().compareAndSet(VALUE, expected ? 1 : 0, v ? 1 : 0);
  }

  @Override
  String describe() {
    return String.valueOf(get());
  }
}
