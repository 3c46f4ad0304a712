package org.jvmpool.worker;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Broadcast;

/** What travels of a broadcast: its key. */
public final class BroadcastHandle<T extends @Nullable Object> implements Broadcast<T> {
  private static final long serialVersionUID = 1;

  /** Names the broadcast among all of a family of processes. */
  private final String key;

  /** Closes it for the whole pool; only where it was made. */
  private final transient @Nullable Consumer<String> closer;

  public BroadcastHandle(String key, Consumer<String> closer) {
    this.key = Objects.requireNonNull(key);
    this.closer = closer;
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // null only where T may be null
  public T value() {
    return (T) BroadcastStore.value(key);
  }

  @Override
  public void close() {
    if (closer != null) {
      closer.accept(key);
    }
  }

  @Override
  public String toString() {
    return "Broadcast " + key;
  }
}
