package org.jvmpool.worker.plain;

import java.util.concurrent.atomic.AtomicLong;
import org.jvmpool.shared.SharedLong;

/** What a session holds of a long. */
final class PlainLong extends ValueHandle<AtomicLong> implements SharedLong {
  private static final long serialVersionUID = 1;

  PlainLong(ValueCore<AtomicLong> core, Session session) {
    super(core, session);
  }

  static PlainLong of(long value) {
    return new PlainLong(
        new ValueCore<>("long", new AtomicLong(value), PlainLong::new), Session.current());
  }

  @Override
  public long get() {
    return state().get();
  }

  @Override
  public void set(long v) {
    state().set(v);
  }

  @Override
  public long getPlain() {
    return state().getPlain();
  }

  @Override
  public void setPlain(long v) {
    state().setPlain(v);
  }

  @Override
  public long addAndGet(long d) {
    return state().addAndGet(d);
  }

  @Override
  public long incrementAndGet() {
    return state().incrementAndGet();
  }

  @Override
  public boolean compareAndSet(long expected, long v) {
    return state().compareAndSet(expected, v);
  }
}
