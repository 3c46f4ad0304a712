package org.jvmpool.spi;

import org.jspecify.annotations.Nullable;
import org.jvmpool.WorkerContext;

/**
 * Where an engine sets what {@link WorkerContext#current()} returns.
 *
 * <p>A worker JVM runs one task at a time, so its engine sets one context for all of its threads.
 * An engine that runs tasks on threads of one JVM sets a context for each thread; threads that the
 * task starts inherit it, and keep it for as long as they live. The context of the thread wins over
 * that of the JVM. All methods may be called by any thread.
 */
public final class WorkerContexts {
  private static final InheritableThreadLocal<@Nullable WorkerContext> OF_THREAD =
      new InheritableThreadLocal<>();
  private static volatile @Nullable WorkerContext ofJvm;

  private WorkerContexts() {}

  /**
   * Sets the context of the calling thread, and of the threads that it starts from now on.
   *
   * <p>An engine sets it before it runs a task and takes it away after it; threads that it starts
   * for its own use while a task runs should take away what they inherited.
   *
   * @param context the context of the task that this thread runs, or null to take it away
   */
  public static void set(@Nullable WorkerContext context) {
    if (context == null) {
      OF_THREAD.remove();
    } else {
      OF_THREAD.set(context);
    }
  }

  /**
   * Sets the context of all threads of this JVM that have none of their own.
   *
   * @param context the context of the task that this JVM runs, or null to take it away
   */
  public static void setForJvm(@Nullable WorkerContext context) {
    ofJvm = context;
  }

  /**
   * The context of the calling thread if it has one, else that of the JVM.
   *
   * @return the context, or null if this thread runs no task
   */
  public static @Nullable WorkerContext currentOrNull() {
    WorkerContext ofThread = OF_THREAD.get();
    return ofThread != null ? ofThread : ofJvm;
  }
}
