package org.jvmpool.worker.plain;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jvmpool.shared.SharedDoubleArray;

/** What a session holds of an array of doubles. Its state is the doubles' bits. */
final class PlainDoubleArray extends ValueHandle<AtomicLongArray> implements SharedDoubleArray {
  private static final long serialVersionUID = 1;

  PlainDoubleArray(ValueCore<AtomicLongArray> core, Session session) {
    super(core, session);
  }

  static PlainDoubleArray of(int length) {
    return new PlainDoubleArray(
        new ValueCore<>(
            "double array", new AtomicLongArray(ValueCore.length(length)), PlainDoubleArray::new),
        Session.current());
  }

  @Override
  public int length() {
    return state().length();
  }

  @Override
  public double get(int i) {
    return Double.longBitsToDouble(state().get(index(i, length())));
  }

  @Override
  public void set(int i, double v) {
    state().set(index(i, length()), Double.doubleToRawLongBits(v));
  }

  @Override
  public double addAndGet(int i, double d) {
    return Double.longBitsToDouble(
        state()
            .updateAndGet(
                index(i, length()),
                now -> Double.doubleToRawLongBits(Double.longBitsToDouble(now) + d)));
  }

  @Override
  public double[] toArray() {
    AtomicLongArray elements = state();
    double[] copy = new double[elements.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = Double.longBitsToDouble(elements.get(i));
    }
    return copy;
  }

  @Override
  public String toString() {
    return isClosed() ? super.toString() : core() + " (" + length() + " elements)";
  }
}
