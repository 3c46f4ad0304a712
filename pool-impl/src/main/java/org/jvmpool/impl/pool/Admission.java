package org.jvmpool.impl.pool;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.impl.brain.Brain;
import org.jvmpool.impl.settings.PoolSettings;

/**
 * What stands between a submitter and the brain: whether the pool takes tasks, whether there is
 * room for another, and the words in which it refuses.
 *
 * <p>Called under the pool's lock, to which the condition belongs.
 */
final class Admission {
  private final String pool;
  private final int maxPending;
  private final Brain brain;
  private final Messages messages;
  private final Condition room;

  Admission(PoolSettings settings, Brain brain, Messages messages, Condition room) {
    this.pool = settings.name();
    this.maxPending = settings.maxPending();
    this.brain = brain;
    this.messages = messages;
    this.room = room;
  }

  /**
   * Waits while too many tasks wait, and the pool takes any.
   *
   * @throws InterruptedSubmission when the caller is interrupted
   */
  void awaitRoom() {
    if (maxPending == 0) {
      return;
    }
    while (brain.isAccepting() && brain.backlog() >= maxPending) {
      try {
        room.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedSubmission(
            pool
                + ": interrupted while waiting to submit; "
                + brain.backlog()
                + " tasks wait, maxPending is "
                + maxPending,
            e);
      }
    }
  }

  /** Something has happened: who waits for room looks again. */
  void lookAgain() {
    if (maxPending > 0) {
      room.signalAll();
    }
  }

  /**
   * @throws RejectedExecutionException when the pool takes no more tasks
   */
  void check() {
    if (!brain.isAccepting()) {
      throw refusal();
    }
  }

  private RuntimeException refusal() {
    Object breakdown = brain.breakdown();
    if (breakdown != null) {
      return messages.broken(breakdown);
    }
    return new RejectedExecutionException(
        pool + " takes no new tasks: it was " + (brain.wasTerminated() ? "terminated" : "closed"));
  }

  /** Why no more is taken, if that is a failure: terminated or broken; else null. */
  @Nullable RuntimeException untimelyEnd() {
    if (brain.breakdown() != null) {
      return messages.broken(brain.breakdown());
    }
    return brain.wasTerminated()
        ? new PoolTerminatedException(
            pool + " was terminated before the rest of the input was run", null)
        : null;
  }
}
