package org.jvmpool.worker;

import sun.misc.Signal;

/**
 * Makes Ctrl-C mean nothing to this JVM. A handler of the JVM's own, other than a signal that is
 * ignored from the start, is not handed down to processes that a task starts.
 */
final class IgnoredInterrupt {
  private IgnoredInterrupt() {}

  static void install() {
    try {
      Signal.handle(new Signal("INT"), signal -> {});
    } catch (IllegalArgumentException | LinkageError e) {
      // No such signal here, or the JVM was told to keep it (-Xrs): then it ends this JVM, and the
      // parent, which gets it too, decides what that means.
    }
  }
}
