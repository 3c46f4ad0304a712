package org.jvmpool.worker.plain;

import java.util.concurrent.atomic.AtomicInteger;
import org.jvmpool.shared.SharedInt;

/** What a session holds of an int. */
final class PlainInt extends ValueHandle<AtomicInteger> implements SharedInt {
  private static final long serialVersionUID = 1;

  PlainInt(ValueCore<AtomicInteger> core, Session session) {
    super(core, session);
  }

  static PlainInt of(int value) {
    return new PlainInt(
        new ValueCore<>("int", new AtomicInteger(value), PlainInt::new), Session.current());
  }

  @Override
  public int get() {
    return state().get();
  }

  @Override
  public void set(int v) {
    state().set(v);
  }

  @Override
  public int getPlain() {
    return state().getPlain();
  }

  @Override
  public void setPlain(int v) {
    state().setPlain(v);
  }

  @Override
  public int addAndGet(int d) {
    return state().addAndGet(d);
  }

  @Override
  public int incrementAndGet() {
    return state().incrementAndGet();
  }

  @Override
  public boolean compareAndSet(int expected, int v) {
    return state().compareAndSet(expected, v);
  }
}
