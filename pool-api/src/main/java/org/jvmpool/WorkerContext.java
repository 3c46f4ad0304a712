package org.jvmpool;

import org.jspecify.annotations.Nullable;
import org.jvmpool.spi.WorkerContexts;

/**
 * Where a task runs: its worker, its pool and its own number.
 *
 * <p>{@link #current()} is for use inside a task, in a pool's initializer and in the threads that a
 * task starts. In a worker JVM all threads have it. Where workers are threads ({@link
 * Multiprocessing#threads()}) a thread has it from the one that started it: a thread that is shared
 * by the whole JVM, such as those of parallel streams and of {@code CompletableFuture.supplyAsync},
 * has none, or that of another task. A context describes a worker and the task that it runs, or ran
 * last; it may be kept and read by any thread.
 */
public interface WorkerContext {

  /**
   * The context of the task that the calling thread runs, or that started the calling thread.
   *
   * @return the context
   * @throws IllegalStateException if the calling thread runs no task of a pool, as in the program
   *     that owns the pool and in its callbacks
   */
  static WorkerContext current() {
    @Nullable WorkerContext context = WorkerContexts.currentOrNull();
    if (context == null) {
      throw new IllegalStateException(
          "WorkerContext.current(): this thread runs no task of a pool");
    }
    return context;
  }

  /**
   * The index of the worker in its pool.
   *
   * @return the index, 0 or more; no two workers that live at the same time share one
   */
  int index();

  /**
   * The process id of the worker.
   *
   * @return the process id; that of this JVM for a pool on threads
   */
  long pid();

  /**
   * The name of the pool.
   *
   * @return the name, as {@link PoolBuilder#name(String)} set it or the pool chose it
   */
  String poolName();

  /**
   * The number of the task, the one that messages of exceptions name.
   *
   * @return the number, unique in the pool; items of one chunk share it
   */
  long taskId();
}
