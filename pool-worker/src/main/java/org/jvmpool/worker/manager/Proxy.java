package org.jvmpool.worker.manager;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What proxies have in common that are no collections. Two of one object are equal. */
abstract class Proxy implements Serializable {
  private static final long serialVersionUID = 1;

  private final transient RemoteObject remote;

  Proxy(RemoteObject remote) {
    this.remote = remote;
  }

  final RemoteObject remote() {
    return remote;
  }

  /** This process does not use the object any more. May be called more than once. */
  public void close() {
    remote.close();
  }

  /* Java serialization and the codec send what this returns. */
  protected final Object writeReplace() {
    return remote.handle();
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Proxy that && remote.isSame(that.remote);
  }

  @Override
  public final int hashCode() {
    return remote.identityHash();
  }

  /** Which object it is; says nothing of its state, which costs a round trip. */
  @Override
  public String toString() {
    return remote.toString();
  }
}
