package org.jvmpool.worker.plain;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jvmpool.shared.SharedLongArray;

/** What a session holds of an array of longs. */
final class PlainLongArray extends ValueHandle<AtomicLongArray> implements SharedLongArray {
  private static final long serialVersionUID = 1;

  PlainLongArray(ValueCore<AtomicLongArray> core, Session session) {
    super(core, session);
  }

  static PlainLongArray of(int length) {
    return new PlainLongArray(
        new ValueCore<>(
            "long array", new AtomicLongArray(ValueCore.length(length)), PlainLongArray::new),
        Session.current());
  }

  @Override
  public int length() {
    return state().length();
  }

  @Override
  public long get(int i) {
    return state().get(index(i, length()));
  }

  @Override
  public void set(int i, long v) {
    state().set(index(i, length()), v);
  }

  @Override
  public long addAndGet(int i, long d) {
    return state().addAndGet(index(i, length()), d);
  }

  @Override
  public boolean compareAndSet(int i, long expected, long v) {
    return state().compareAndSet(index(i, length()), expected, v);
  }

  @Override
  public long[] toArray() {
    AtomicLongArray elements = state();
    long[] copy = new long[elements.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = elements.get(i);
    }
    return copy;
  }
}
