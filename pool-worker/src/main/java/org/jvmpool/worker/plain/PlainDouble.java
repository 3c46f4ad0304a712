package org.jvmpool.worker.plain;

import java.util.concurrent.atomic.AtomicLong;
import org.jvmpool.shared.SharedDouble;

/** What a session holds of a double. Its state is the double's bits. */
final class PlainDouble extends ValueHandle<AtomicLong> implements SharedDouble {
  private static final long serialVersionUID = 1;

  PlainDouble(ValueCore<AtomicLong> core, Session session) {
    super(core, session);
  }

  static PlainDouble of(double value) {
    return new PlainDouble(
        new ValueCore<>("double", new AtomicLong(bits(value)), PlainDouble::new),
        Session.current());
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  @Override
  public double get() {
    return Double.longBitsToDouble(state().get());
  }

  @Override
  public void set(double v) {
    state().set(bits(v));
  }

  @Override
  public double addAndGet(double d) {
    return Double.longBitsToDouble(
        state().updateAndGet(now -> bits(Double.longBitsToDouble(now) + d)));
  }

  @Override
  public boolean compareAndSet(double expected, double v) {
    return state().compareAndSet(bits(expected), bits(v));
  }

  @Override
  public String toString() {
    return isClosed() ? super.toString() : core() + " (" + get() + ")";
  }
}
