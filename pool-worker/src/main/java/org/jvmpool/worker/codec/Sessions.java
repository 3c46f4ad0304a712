package org.jvmpool.worker.codec;

import java.lang.ref.SoftReference;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Idle sessions, for any number of threads.
 *
 * <p>A session is taken out while it is used and put back only after success. Few are kept,
 * whatever the number of threads is, so that a million virtual threads do not own a million of
 * them; memory pressure takes them.
 */
/* Implementation notes: slots without a lock. A thread starts to look at the slot of its own id,
 * so that threads mostly find the session they used last. */
final class Sessions {
  private final AtomicReferenceArray<@Nullable SoftReference<Session>> slots;
  private final int mask;

  Sessions() {
    int size = Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 4 - 1) * 2;
    slots = new AtomicReferenceArray<>(Math.max(4, size));
    mask = slots.length() - 1;
  }

  Session take() {
    int start = (int) Thread.currentThread().getId();
    for (int i = 0; i <= mask; i++) {
      int slot = start + i & mask;
      if (slots.getPlain(slot) != null) {
        SoftReference<Session> reference = slots.getAndSet(slot, null);
        Session session = reference == null ? null : reference.get();
        if (session != null) {
          return session;
        }
      }
    }
    return new Session();
  }

  void giveBack(Session session) {
    if (session.isBloated()) {
      return;
    }
    int start = (int) Thread.currentThread().getId();
    for (int i = 0; i <= mask; i++) {
      int slot = start + i & mask;
      if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, session.handle())) {
        return;
      }
    }
    // All slots taken: keep what others used lately, and forget this one now and then.
    if (ThreadLocalRandom.current().nextInt(16) == 0) {
      slots.set(start & mask, session.handle());
    }
  }
}
