package org.jvmpool.impl.pool;

import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Worker;

/** Starts the worker threads of one pool of {@code Multiprocessing.threads()}. */
final class ThreadWorkers implements PoolCore.WorkerStarter {
  private final @Nullable FunctionRef initializer;
  private final ClassLoader loader;

  ThreadWorkers(@Nullable FunctionRef initializer) {
    this.initializer = initializer;
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    this.loader = context == null ? ClassLoader.getSystemClassLoader() : context;
  }

  @Override
  public void start(PoolCore core, Worker worker) {
    ThreadWorker port = new ThreadWorker(core, worker, initializer, loader);
    worker.attach(port);
    port.start();
  }

  @Override
  public void close() {
    // Threads share nothing that would have to be given back.
  }
}
