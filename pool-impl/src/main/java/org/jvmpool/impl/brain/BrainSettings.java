package org.jvmpool.impl.brain;

/**
 * The numbers that the brain decides by. Times are nanoseconds, 0 is "never" or "no limit".
 *
 * @param workers how many workers are wanted
 * @param lazy start workers when tasks need them, not before
 * @param maxTasksPerWorker a worker retires after so many tasks
 * @param idleNanos a worker that had nothing to do for so long retires
 * @param graceNanos between asking a process to end and killing it
 * @param startNanos a worker that is not ready after so long is killed
 * @param limitSlackNanos how long after a task's limit the brain acts by itself, when the worker,
 *     which watches its own limit, did not report
 */
public record BrainSettings(
    int workers,
    boolean lazy,
    int maxTasksPerWorker,
    long idleNanos,
    long graceNanos,
    long startNanos,
    long limitSlackNanos) {

  static final long MICRO = 1_000;
  static final long MILLI = 1_000_000;
  static final long SECOND = 1_000_000_000;

  /** Longer than any program runs, and short enough to be added to a clock. */
  static final long FOREVER = Long.MAX_VALUE / 4;

  /** How much work may lie in a pipe, measured in time: enough to hide a wake-up. */
  static final long WINDOW_NANOS = 400 * MICRO;

  static final int MAX_WINDOW = 64;

  /** How much may lie in a pipe, in bytes. */
  static final long WINDOW_BYTES = 1 << 20;

  /** A worker that has been silent for so long gets nothing more put behind its task. */
  static final long SILENT_NANOS = MILLI;

  /** After so long behind one task, tasks are taken back: for a worker that is idle, and anyhow. */
  static final long TAKE_BACK_IDLE_NANOS = 5 * MILLI;

  static final long TAKE_BACK_NANOS = 50 * MILLI;

  /** A worker that has not begun with a task that has a limit for so long hangs. */
  static final long HANGS_NANOS = 5 * SECOND;

  /** So many starts in a row may fail. */
  static final int START_TRIES = 3;

  static final long FIRST_BACKOFF_NANOS = 100 * MILLI;
  static final long MAX_BACKOFF_NANOS = 10 * SECOND;

  /** A worker that lived for so long is no failed start. */
  static final long LIVED_NANOS = SECOND;

  /** After so many workers in a row that died without having run a task, none is kept in store. */
  static final int IDLE_DEATHS = 3;

  /** A task is lost when so many workers have died on it before they began with it. */
  static final int STRANDINGS = 3;

  /** A killed process that has not ended after so long is given up. */
  static final long ABANDON_NANOS = 10 * SECOND;

  /** Takes times that are too long to be added to a clock for as long as can be. */
  public BrainSettings {
    idleNanos = Math.min(idleNanos, FOREVER);
    graceNanos = Math.min(graceNanos, FOREVER);
    startNanos = Math.min(startNanos, FOREVER);
    limitSlackNanos = Math.min(limitSlackNanos, FOREVER);
  }
}
