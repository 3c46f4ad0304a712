package org.jvmpool.impl.pool;

import java.lang.ref.Cleaner;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;

/**
 * Pools that were dropped without having been closed: they finish what they have and end, and the
 * log says so, as Python's does.
 */
final class Abandoned {
  private static final Log LOG = Logs.of(Abandoned.class);
  private static final Cleaner CLEANER = Cleaner.create();

  private Abandoned() {}

  /**
   * @param handle what everything refers to through which the pool is used: the pool, its views,
   *     the results of its imaps; and nothing that the core refers to for good
   */
  static void watch(Object handle, PoolCore core) {
    CLEANER.register(handle, () -> shutDown(core));
  }

  private static void shutDown(PoolCore core) {
    if (core.isOpen()) {
      LOG.warn(
          "{} was dropped without close(); it is shut down. Use it in a try block.", core.name());
      core.shutdown();
    }
  }
}
