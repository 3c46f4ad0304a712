package org.jvmpool.worker.family;

import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** An error that comes on the calling thread just before one of its stores to shared memory. */
public final class Failing {
  private Failing() {}

  /**
   * Runs something on this thread.
   *
   * @param store the store before which the error comes, once, from 1; the process lives on
   */
  public static <T> T before(int store, Error error, Callable<T> action) throws Exception {
    return before(store, () -> true, error, action);
  }

  /**
   * The same, of some of its stores.
   *
   * @param counts whether a store that is about to be made is one of them
   */
  public static <T> T before(int store, BooleanSupplier counts, Error error, Callable<T> action)
      throws Exception {
    Thread me = Thread.currentThread();
    int[] left = {store};
    Stores.Watcher others = Stores.watcher;
    Stores.watcher =
        () -> {
          if (Thread.currentThread() == me && counts.getAsBoolean() && --left[0] == 0) {
            throw error;
          }
        };
    try {
      return action.call();
    } finally {
      Stores.watcher = others;
    }
  }

  /** Waits until the coordinator knows of all that this process had sent it before. */
  public static void untilCoordinatorKnows() {
    Family.current().futex().tell(Futex.PipeEnd.LOST, 0, null, 0, null, 0);
  }
}
