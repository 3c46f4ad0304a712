package org.jvmpool.worker.manager;

/** The process of a manager, for who started it. */
public interface ManagerProcess {
  /**
   * Ends it: asks it to, and kills it when it does not.
   *
   * @param stop asks it to end
   */
  void end(Runnable stop);

  /** How it has ended, in words; empty while that is not known. May wait for a moment. */
  String ending();
}
