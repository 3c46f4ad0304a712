package org.jvmpool.impl.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waiting for a condition, and the project's words for time: at once, eventually. */
public final class Eventually {
  /** What happens at once happens within this. */
  public static final Duration AT_ONCE = Duration.ofMillis(500);

  /** What happens eventually happens within this. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  private Eventually() {}

  /** Waits until the condition holds. */
  public static void until(Callable<Boolean> condition) {
    until(LIMIT, condition);
  }

  public static void until(Duration limit, Callable<Boolean> condition) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(limit)
        .until(condition);
  }

  /** Waits until the assertions hold; the last failure is reported. */
  public static void holds(ThrowingRunnable assertions) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(LIMIT)
        .untilAsserted(assertions);
  }

  /** Waits until a thread is blocked in a wait. */
  public static void waits(Thread thread) {
    until(
        () ->
            thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING
                || isBlockedInSelector(thread));
  }

  /** A thread that waits in shared memory is blocked by the system, which Java calls running. */
  private static boolean isBlockedInSelector(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length > 0
        && stack[0].isNativeMethod()
        && Arrays.stream(stack)
            .anyMatch(frame -> frame.getClassName().equals("sun.nio.ch.SelectorImpl"));
  }
}
