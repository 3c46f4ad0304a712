package org.jvmpool.worker.memory;

import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jvmpool.worker.family.Failing;

/** A thread of the test, beside its main one; it ends with what it runs. */
final class Beside<T> {
  private final FutureTask<T> task;
  private final Thread thread;

  private Beside(Callable<T> action) {
    this.task = new FutureTask<>(action);
    this.thread = new Thread(task, "test-beside");
    thread.setDaemon(true);
    thread.start();
  }

  static <T> Beside<T> call(Callable<T> action) {
    return new Beside<>(action);
  }

  T get() throws Exception {
    return task.get(30, TimeUnit.SECONDS);
  }

  boolean isDone() {
    return task.isDone();
  }

  Beside<T> interrupt() {
    thread.interrupt();
    return this;
  }

  /** Waits until it runs a method of that class. */
  Beside<T> isIn(Class<?> type) {
    await()
        .atMost(30, TimeUnit.SECONDS)
        .pollDelay(0, TimeUnit.MILLISECONDS)
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(
            () ->
                Arrays.stream(thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(type.getName())));
    return this;
  }

  /** Waits until it is over, or is blocked at the coordinator, which knows of it. */
  Beside<T> blocked() {
    await()
        .atMost(30, TimeUnit.SECONDS)
        .pollDelay(0, TimeUnit.MILLISECONDS)
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(() -> task.isDone() || isBlocked(thread.getStackTrace()));
    Failing.untilCoordinatorKnows();
    return this;
  }

  /** Not while it connects, and not at its bell, where it is for a moment only. */
  private static boolean isBlocked(StackTraceElement[] stack) {
    return stack.length > 0
        && stack[0].isNativeMethod()
        && stack[0].getClassName().startsWith("sun.nio.ch.")
        && Arrays.stream(stack)
            .anyMatch(
                frame ->
                    frame.getClassName().endsWith(".CoordinatorLine")
                        && frame.getMethodName().equals("receive"));
  }
}
