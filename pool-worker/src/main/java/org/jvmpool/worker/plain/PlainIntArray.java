package org.jvmpool.worker.plain;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jvmpool.shared.SharedIntArray;

/** What a session holds of an array of ints. */
final class PlainIntArray extends ValueHandle<AtomicIntegerArray> implements SharedIntArray {
  private static final long serialVersionUID = 1;

  PlainIntArray(ValueCore<AtomicIntegerArray> core, Session session) {
    super(core, session);
  }

  static PlainIntArray of(int length) {
    return new PlainIntArray(
        new ValueCore<>(
            "int array", new AtomicIntegerArray(ValueCore.length(length)), PlainIntArray::new),
        Session.current());
  }

  @Override
  public int length() {
    return state().length();
  }

  @Override
  public int get(int i) {
    return state().get(index(i, length()));
  }

  @Override
  public void set(int i, int v) {
    state().set(index(i, length()), v);
  }

  @Override
  public int addAndGet(int i, int d) {
    return state().addAndGet(index(i, length()), d);
  }

  @Override
  public boolean compareAndSet(int i, int expected, int v) {
    return state().compareAndSet(index(i, length()), expected, v);
  }

  @Override
  public int[] toArray() {
    AtomicIntegerArray elements = state();
    int[] copy = new int[elements.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = elements.get(i);
    }
    return copy;
  }
}
