package org.jvmpool.impl.pool;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jvmpool.Broadcast;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.worker.BroadcastHandle;
import org.jvmpool.worker.BroadcastStore;

/** The broadcasts of one pool. They end when they are closed, or with the pool. */
final class Broadcasts {
  private final PoolCore core;
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final AtomicInteger numbers = new AtomicInteger();

  Broadcasts(PoolCore core) {
    this.core = core;
  }

  <T> Broadcast<T> create(T value) {
    core.checkAccepting();
    String key = core.name() + "/" + numbers.incrementAndGet() + "/" + UUID.randomUUID();
    try {
      BroadcastStore.make(key, value);
    } catch (TaskSerializationException e) {
      throw Messages.cannotTravel(core.name(), "the value of a broadcast", e);
    }
    keys.add(key);
    return new BroadcastHandle<>(key, this::close);
  }

  private void close(String key) {
    if (keys.remove(key)) {
      BroadcastStore.release(key);
      core.release(key.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The pool has ended. */
  void closeAll() {
    keys.forEach(BroadcastStore::release);
    keys.clear();
  }
}
