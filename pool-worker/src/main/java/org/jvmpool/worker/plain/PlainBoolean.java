package org.jvmpool.worker.plain;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jvmpool.shared.SharedBoolean;

/** What a session holds of a boolean. */
final class PlainBoolean extends ValueHandle<AtomicBoolean> implements SharedBoolean {
  private static final long serialVersionUID = 1;

  PlainBoolean(ValueCore<AtomicBoolean> core, Session session) {
    super(core, session);
  }

  static PlainBoolean of(boolean value) {
    return new PlainBoolean(
        new ValueCore<>("boolean", new AtomicBoolean(value), PlainBoolean::new), Session.current());
  }

  @Override
  public boolean get() {
    return state().get();
  }

  @Override
  public void set(boolean v) {
    state().set(v);
  }

  @Override
  public boolean compareAndSet(boolean expected, boolean v) {
    return state().compareAndSet(expected, v);
  }
}
