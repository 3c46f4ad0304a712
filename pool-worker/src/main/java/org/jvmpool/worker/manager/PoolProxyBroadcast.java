package org.jvmpool.worker.manager;

import org.jspecify.annotations.Nullable;
import org.jvmpool.Broadcast;

/**
 * A broadcast of a manager's pool where it was made. What travels is the handle of the pool's own;
 * it is released with the pool.
 */
final class PoolProxyBroadcast<T extends @Nullable Object> implements Broadcast<T> {
  private static final long serialVersionUID = 1;

  private final transient T value;
  private final transient Broadcast<T> handle;

  PoolProxyBroadcast(T value, Broadcast<T> handle) {
    this.value = value;
    this.handle = handle;
  }

  @Override
  public T value() {
    return value;
  }

  @Override
  public void close() {
    // Workers have it until the pool ends.
  }

  private Object writeReplace() {
    return handle;
  }
}
