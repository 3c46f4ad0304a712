package org.jvmpool.impl.behaviour.shared;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jvmpool.impl.testkit.Eventually;

/** A thread of the test, beside its main one; it ends with what it runs. */
public final class Beside<T> {
  private final FutureTask<T> task;
  private final Thread thread;

  private Beside(Callable<T> action) {
    this.task = new FutureTask<>(action);
    this.thread = new Thread(task, "test-beside");
    thread.setDaemon(true);
    thread.start();
  }

  public static <T> Beside<T> call(Callable<T> action) {
    return new Beside<>(action);
  }

  /** What it returned, or threw: the cause. */
  public T get() throws InterruptedException, ExecutionException {
    try {
      return task.get(Eventually.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("still runs: " + thread, e);
    }
  }

  /** What it threw. */
  public Throwable failure() throws InterruptedException {
    try {
      throw new AssertionError("returned " + get() + " and threw nothing");
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  public boolean isDone() {
    return task.isDone();
  }

  /** Waits until it is blocked. */
  public Beside<T> blocked() {
    Eventually.waits(thread);
    return this;
  }

  public void interrupt() {
    thread.interrupt();
  }
}
