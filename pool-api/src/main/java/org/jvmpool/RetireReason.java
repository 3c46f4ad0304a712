package org.jvmpool;

/**
 * Why a worker of a pool ended.
 *
 * @see PoolStats#retired()
 */
public enum RetireReason {
  /** Its process ended by itself: exit, crash, exhausted heap, killed by someone else. */
  CRASHED,
  /** It was killed because its task outlived its limit. */
  TIMED_OUT,
  /** It was killed because its task was cancelled. */
  CANCELLED,
  /** It had run as many tasks as {@link PoolBuilder#maxTasksPerWorker(int)} allows. */
  MAX_TASKS,
  /** It was above {@link PoolBuilder#memoryLimit(long)} between two tasks. */
  MEMORY,
  /** It had nothing to do for {@link PoolBuilder#idleTimeout(java.time.Duration)}. */
  IDLE,
  /** The pool was made smaller with {@link Pool#resize(int)}. */
  RESIZED,
  /** The pool was closed and there was nothing left to do. */
  CLOSED,
  /** The pool was terminated. */
  TERMINATED,
  /** It sent something that the pool could not understand, and was killed for it. */
  PROTOCOL
}
