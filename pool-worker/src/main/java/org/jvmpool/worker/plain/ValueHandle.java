package org.jvmpool.worker.plain;

import org.jspecify.annotations.Nullable;
import org.jvmpool.shared.SharedLock;

/** What a session holds of a value or an array; its lock's handle opens and closes with it. */
abstract class ValueHandle<T> extends Handle<ValueCore<T>> {
  private static final long serialVersionUID = 1;

  /* Guarded by this monitor. */
  private transient @Nullable PlainLock lock;

  ValueHandle(ValueCore<T> core, Session session) {
    super(core, session);
  }

  final T state() {
    return open().state;
  }

  /**
   * An index of an array.
   *
   * @throws IndexOutOfBoundsException if it does not have that one
   */
  final int index(int i, int length) {
    if (i < 0 || i >= length) {
      throw new IndexOutOfBoundsException(core() + " of length " + length + " has no index " + i);
    }
    return i;
  }

  public final SharedLock lock() {
    synchronized (this) {
      LockCore core = open().lock();
      if (lock == null) {
        lock = new PlainLock(core, session());
      }
      return lock;
    }
  }

  @Override
  public final void close() {
    super.close();
    PlainLock open;
    synchronized (this) {
      open = lock;
    }
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String toString() {
    return isClosed() ? super.toString() : core() + " (" + core().state + ")";
  }
}
