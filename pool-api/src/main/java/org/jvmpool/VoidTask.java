package org.jvmpool;

import java.io.Serializable;

/**
 * Something for another JVM to do: a task without a result, the initializer of a pool's workers,
 * the main of a process.
 *
 * <p>A lambda or method reference that is given where this type is expected is serializable without
 * a cast. What it captures travels with it and is a fresh copy for each run.
 */
@FunctionalInterface
public interface VoidTask extends Serializable {

  /**
   * Does it. Runs in another JVM, or on another thread of this one with {@link
   * Multiprocessing#threads()}.
   *
   * @throws Exception if it fails; a task's exception travels to the program that submitted it
   */
  void run() throws Exception;
}
