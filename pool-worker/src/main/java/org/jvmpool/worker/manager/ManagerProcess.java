package org.jvmpool.worker.manager;

import java.time.Duration;

/** The process of a manager, for who started it. */
public interface ManagerProcess {
  /**
   * Ends it: asks it to, and kills it when it does not.
   *
   * @param stop asks it to end
   */
  void end(Runnable stop);

  /**
   * How it has ended, in words; empty while that is not known.
   *
   * @param limit how long to wait until it is
   */
  String ending(Duration limit);
}
