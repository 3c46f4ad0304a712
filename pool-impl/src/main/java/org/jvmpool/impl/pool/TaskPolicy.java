package org.jvmpool.impl.pool;

/**
 * What holds for the tasks submitted through one view of a pool.
 *
 * @param limitNanos how long each may run, 0 for no limit
 * @param retries how often each may be run again after its worker was lost
 */
record TaskPolicy(long limitNanos, int retries) {
  TaskPolicy withLimit(long newLimitNanos) {
    return new TaskPolicy(newLimitNanos, retries);
  }

  TaskPolicy withRetries(int newRetries) {
    return new TaskPolicy(limitNanos, newRetries);
  }
}
