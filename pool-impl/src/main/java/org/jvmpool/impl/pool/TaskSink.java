package org.jvmpool.impl.pool;

import java.util.function.Supplier;
import org.jvmpool.worker.wire.Frame;

/** What waits for a task's end. Called once, by any thread, under no lock. */
interface TaskSink {
  /** The worker has answered. */
  void answered(PoolTask task, Frame answer);

  /**
   * The task ended without an answer.
   *
   * @param why makes the exception; called once, by the thread that first wants to see it
   */
  void failed(PoolTask task, Supplier<? extends Throwable> why);
}
