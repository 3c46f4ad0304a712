package org.jvmpool.worker.manager;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what comes with the next collection, or from another thread. */
final class Until {
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(30);

  private Until() {}

  /** Collects garbage until something holds. */
  static void collected(String what, BooleanSupplier holds) {
    until(what, holds, System::gc);
  }

  static void holds(String what, BooleanSupplier holds) {
    until(what, holds, Thread::onSpinWait);
  }

  private static void until(String what, BooleanSupplier holds, Runnable meanwhile) {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT) {
        fail("not within 30 s: " + what);
      }
      meanwhile.run();
    }
  }
}
