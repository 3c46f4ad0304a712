package org.jvmpool.worker.memory;

import java.io.Serializable;
import org.jvmpool.shared.SharedDouble;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Family;

/** The bits of a double in shared memory, behind its lock. */
final class MemoryDouble extends LockedHandle implements SharedDouble {
  private static final long serialVersionUID = 1;
  private static final int VALUE = Mutex.WORDS;

  private MemoryDouble(Block block) {
    super(block);
  }

  static MemoryDouble create(double value) {
    MemoryDouble made = new MemoryDouble(Family.current().newBlock(VALUE + 1));
    made.set(value);
    return made;
  }

  private record Ticket(long block) implements Serializable {
    private Object readResolve() {
      return new MemoryDouble(Family.current().blockAt(block));
    }
  }

  @Override
  Object ticket() {
    return new Ticket(block().send());
  }

  @Override
  public double get() {
    return Double.longBitsToDouble(open().get(VALUE));
  }

  @Override
  public void set(double v) {
    open().set(VALUE, Double.doubleToRawLongBits(v));
  }

  @Override
  public double addAndGet(double d) {
    Block block = open();
    while (true) {
      long seen = block.get(VALUE);
      double next = Double.longBitsToDouble(seen) + d;
      if (block.compareAndSet(VALUE, seen, Double.doubleToRawLongBits(next))) {
        return next;
      }
    }
  }

  @Override
  public boolean compareAndSet(double expected, double v) {
    return open()
        .compareAndSet(VALUE, Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(v));
  }

  @Override
  String describe() {
    return String.valueOf(get());
  }
}
