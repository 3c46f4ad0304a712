package org.jvmpool.worker.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ends of pipes that left with a message, to be given up when it is known that nobody will read
 * it: else they would count as held until the family ends. Owns no thread; safe for all.
 */
public final class SentEnds {
  private static final ThreadLocal<@Nullable SentEnds> CURRENT = new ThreadLocal<>();

  /** One for each end; guarded by itself. */
  private final Deque<Runnable> losses = new ArrayDeque<>();

  /**
   * Encodes the message, and notes the ends that this thread serialises meanwhile. When that fails
   * they are given up at once.
   */
  public <T> T noteDuring(Supplier<T> encoding) {
    SentEnds before = CURRENT.get();
    CURRENT.set(this);
    boolean encoded = false;
    try {
      T message = encoding.get();
      encoded = true;
      return message;
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
      if (!encoded) {
        giveUp();
      }
    }
  }

  static void note(Runnable loss) {
    SentEnds current = CURRENT.get();
    if (current != null) {
      synchronized (current.losses) {
        current.losses.add(loss);
      }
    }
  }

  /** Nobody will read the message any more. What has arrived nevertheless stays held there. */
  public void giveUp() {
    while (true) {
      Runnable loss;
      synchronized (losses) {
        loss = losses.poll();
      }
      if (loss == null) {
        return;
      }
      loss.run();
    }
  }
}
