package org.jvmpool.impl.pool;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Worker;

/** Starts the worker threads of one pool of {@code Multiprocessing.threads()}. */
final class ThreadWorkers implements PoolCore.WorkerStarter {
  private final @Nullable FunctionRef initializer;
  private final ClassLoader loader;
  private final AtomicInteger initializerFailures = new AtomicInteger();

  ThreadWorkers(@Nullable FunctionRef initializer) {
    this.initializer = initializer;
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    this.loader = context == null ? ClassLoader.getSystemClassLoader() : context;
  }

  @Override
  public void start(PoolCore core, Worker worker) {
    ThreadWorker port = new ThreadWorker(core, worker, this);
    worker.attach(port);
    port.start();
  }

  @Nullable FunctionRef initializer() {
    return initializer;
  }

  /** The loader of who made the pool. */
  ClassLoader loader() {
    return loader;
  }

  /** Workers in a row that the initializer ended. */
  AtomicInteger initializerFailures() {
    return initializerFailures;
  }

  @Override
  public void close() {
    if (initializer != null) {
      initializer.inFlight().giveUp();
    }
  }
}
