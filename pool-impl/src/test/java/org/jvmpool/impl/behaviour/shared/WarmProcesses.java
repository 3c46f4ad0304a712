package org.jvmpool.impl.behaviour.shared;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jvmpool.Pool;
import org.jvmpool.WorkerInfo;
import org.jvmpool.impl.testkit.Eventually;

/**
 * Lets the tests of a class share a few other processes instead of starting some for each test: the
 * workers of a pool, which lives from the first test of the class to the last. What they run does
 * not end them; a test that is about the end of a process starts one of its own.
 */
final class WarmProcesses implements BeforeAllCallback, AfterAllCallback {
  /** As many as any test uses at a time. */
  private static final int COUNT = 4;

  private static volatile @Nullable Pool pool;

  @Override
  public void beforeAll(ExtensionContext context) {
    Pool opened = Pool.create(COUNT);
    pool = opened;
    // All are there before the first test begins, which would seem to have left them behind.
    Eventually.until(
        () -> {
          List<WorkerInfo> workers = opened.workers();
          return workers.size() == COUNT
              && workers.stream().allMatch(worker -> worker.state() == WorkerInfo.State.IDLE);
        });
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** The pool, in a class that shares one. */
  static @Nullable Pool pool() {
    return pool;
  }

  /** How many there are. */
  static int count() {
    return pool == null ? 0 : COUNT;
  }

  /** One of them still runs what a test left there: the other tests start processes. */
  static void close() {
    Pool closed = pool;
    pool = null;
    if (closed != null) {
      closed.terminate();
    }
  }
}
