package org.jvmpool.worker.memory;

import java.io.Serializable;
import org.jvmpool.shared.SharedLong;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Family;

/** A long in shared memory, behind its lock. */
final class MemoryLong extends LockedHandle implements SharedLong {
  private static final long serialVersionUID = 1;
  private static final int VALUE = Mutex.WORDS;

  private MemoryLong(Block block) {
    super(block);
  }

  static MemoryLong create(long value) {
    MemoryLong made = new MemoryLong(Family.current().newBlock(VALUE + 1));
    made.set(value);
    return made;
  }

  private record Ticket(long block) implements Serializable {
    private Object readResolve() {
      return new MemoryLong(Family.current().blockAt(block));
    }
  }

  @Override
  Object ticket() {
    return new Ticket(block().send());
  }

  @Override
  public long get() {
    return open().get(VALUE);
  }

  @Override
  public void set(long v) {
    open().set(VALUE, v);
  }

  @Override
  public long getPlain() {
    return open().getPlain(VALUE);
  }

  @Override
  public void setPlain(long v) {
    open().setPlain(VALUE, v);
  }

  @Override
  public long addAndGet(long d) {
    return open().addAndGet(VALUE, d);
  }

  @Override
  public long incrementAndGet() {
    return open().addAndGet(VALUE, 1);
  }

  @Override
  public boolean compareAndSet(long expected, long v) {
    return open().compareAndSet(VALUE, expected, v);
  }

  @Override
  String describe() {
    return String.valueOf(get());
  }
}
