package org.jvmpool.worker.codec;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A thread with a large stack, for object graphs so deep that the caller's stack is too small.
 *
 * <p>Started by the call that needs it, which waits for it; it ends with that one graph, and
 * inherits what the caller has bound to its thread. Memory is used only as far as the stack is
 * used.
 */
final class DeepStack extends Thread {
  private static final long STACK_BYTES = 512L << 20;

  /**
   * For code of the user that calls itself, and may do so without end: to fill a stack takes long.
   */
  private static final long STACK_BYTES_OF_RECURSION = 16L << 20;

  private final Runnable work;
  private final AtomicReference<@Nullable Throwable> failure;

  private DeepStack(long bytes, Runnable work, AtomicReference<@Nullable Throwable> failure) {
    super(null, null, "jvmpool-codec-deep", bytes, true);
    this.work = work;
    this.failure = failure;
    setDaemon(true);
    setContextClassLoader(Thread.currentThread().getContextClassLoader());
  }

  /** Whether the caller is such a thread already, so that another one would not help. */
  static boolean isCurrent() {
    return Thread.currentThread() instanceof DeepStack;
  }

  /**
   * Runs the work to its end, whether or not the caller is interrupted meanwhile.
   *
   * @param overflow how the caller's stack was too small for it
   */
  static void call(StackOverflowError overflow, Runnable work) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    long bytes = OwnRecursion.place(overflow) == null ? STACK_BYTES : STACK_BYTES_OF_RECURSION;
    DeepStack thread = new DeepStack(bytes, work, failure);
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable thrown = failure.get();
    if (thrown instanceof Error error) {
      throw error;
    } else if (thrown instanceof RuntimeException runtime) {
      throw runtime;
    }
  }

  @Override
  public void run() {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failure.set(e);
    }
  }
}
