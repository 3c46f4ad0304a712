package org.jvmpool.worker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this JVM: by {@link System#exit}, so that exit hooks run, and by a halt when these take too
 * long. The halt has a daemon thread, {@code jvmpool-halt}, which ends with the JVM.
 */
final class JvmEnd {
  /** How long exit hooks may take: when all is well, and when the parent is gone. */
  static final long EXIT_MILLIS = 10_000;

  static final long ORPHAN_MILLIS = 500;

  private JvmEnd() {}

  static void exit(int code, long mostMillis) {
    Thread halt =
        new Thread(
            () -> {
              long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMillis);
              for (long left; (left = end - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(left);
                Thread.interrupted();
              }
              Runtime.getRuntime().halt(code);
            },
            "jvmpool-halt");
    halt.setDaemon(true);
    try {
      halt.start();
    } catch (OutOfMemoryError e) {
      // No thread is to be had: better without exit hooks than with some that hang.
      Runtime.getRuntime().halt(code);
    }
    System.exit(code);
  }
}
