package org.jvmpool.impl.brain;

import java.util.List;

/**
 * How many workers there are to be: all that the pool may have, or as many as its tasks can use. It
 * sees to it that the {@link Roster} starts what is missing.
 *
 * <p>Guarded by the lock under which the brain is called.
 */
final class Demand {
  private final BrainSettings settings;
  private final Life life;
  private final Tasks tasks;
  private final Roster roster;

  /** Workers are started from now on. */
  private boolean started;

  /** The first workers were started. */
  private boolean opened;

  Demand(BrainSettings settings, Life life, Tasks tasks, Roster roster) {
    this.settings = settings;
    this.life = life;
    this.tasks = tasks;
    this.roster = roster;
  }

  /** The pool is there: it gets its workers, unless they are to be started when tasks come. */
  void open() {
    started = !settings.lazy();
  }

  /** A task has come. */
  void arise() {
    started = true;
  }

  /** The full number of workers is kept, even when there is less to do. */
  boolean isEager() {
    return !settings.lazy() && !roster.isWary() && (settings.idleNanos() == 0 || !opened);
  }

  /** How many workers there are to be now. */
  int workers() {
    if (!started || !life.isRunning() || (!life.isOpen() && tasks.waiting() == 0)) {
      return 0;
    }
    if (life.isOpen() && isEager()) {
      return roster.target();
    }
    return (int) Math.min(roster.target(), (long) roster.busy() + tasks.waiting());
  }

  /** Starts what is missing. */
  void fill(long now, List<Action> out) {
    roster.fill(workers(), now, out);
    opened |= started;
  }
}
