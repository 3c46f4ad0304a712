package org.jvmpool.worker.plain;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A value or an array, which is safe for many threads by itself, and the lock that goes with it.
 */
final class ValueCore<T> extends Core {
  final T state;
  private final BiFunction<ValueCore<T>, Session, Handle<?>> handles;

  /** Made when it is first asked for. Guarded by the monitor. */
  private @Nullable LockCore lock;

  ValueCore(String kind, T state, BiFunction<ValueCore<T>, Session, Handle<?>> handles) {
    super(kind);
    this.state = state;
    this.handles = handles;
  }

  @Override
  Handle<?> newHandle(Session session) {
    return handles.apply(this, session);
  }

  synchronized LockCore lock() {
    if (lock == null) {
      lock = new LockCore(true);
    }
    return lock;
  }

  static int length(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("length must be 0 or more, but was " + length);
    }
    return length;
  }
}
