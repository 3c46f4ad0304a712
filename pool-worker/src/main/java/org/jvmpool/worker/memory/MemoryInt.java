package org.jvmpool.worker.memory;

import java.io.Serializable;
import org.jvmpool.shared.SharedInt;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Family;

/** An int in shared memory, behind its lock. */
final class MemoryInt extends LockedHandle implements SharedInt {
  private static final long serialVersionUID = 1;
  private static final int VALUE = Mutex.WORDS;

  private MemoryInt(Block block) {
    super(block);
  }

  static MemoryInt create(int value) {
    MemoryInt made = new MemoryInt(Family.current().newBlock(VALUE + 1));
    made.set(value);
    return made;
  }

  private record Ticket(long block) implements Serializable {
    private Object readResolve() {
      return new MemoryInt(Family.current().blockAt(block));
    }
  }

  @Override
  Object ticket() {
    return new Ticket(block().send());
  }

  @Override
  public int get() {
    return open().getInt(VALUE);
  }

  @Override
  public void set(int v) {
    open().setInt(VALUE, v);
  }

  @Override
  public int getPlain() {
    return open().getPlainInt(VALUE);
  }

  @Override
  public void setPlain(int v) {
    open().setPlainInt(VALUE, v);
  }

  @Override
  public int addAndGet(int d) {
    return open().addAndGetInt(VALUE, d);
  }

  @Override
  public int incrementAndGet() {
    return open().addAndGetInt(VALUE, 1);
  }

  @Override
  public boolean compareAndSet(int expected, int v) {
    return open().compareAndSetInt(VALUE, expected, v);
  }

  @Override
  String describe() {
    return String.valueOf(get());
  }
}
