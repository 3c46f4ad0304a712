package org.jvmpool.impl.testkit;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.core.ThrowingRunnable;

/** How a result ended. Nothing here waits more than 30 seconds. */
public final class Outcome {
  private Outcome() {}

  public static <R> R of(Future<R> result) throws ExecutionException, InterruptedException {
    try {
      return result.get(30, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no result after 30 s: " + result, e);
    }
  }

  /** What the result failed with: the cause of {@code get}'s exception, or the cancellation. */
  public static Throwable failureOf(Future<?> result) throws InterruptedException {
    try {
      return fail("expected a failure, but got " + of(result));
    } catch (ExecutionException e) {
      return java.util.Objects.requireNonNull(e.getCause());
    } catch (CancellationException e) {
      return e;
    }
  }

  public static <X extends Throwable> X failureOf(Future<?> result, Class<X> type)
      throws InterruptedException {
    Throwable failure = failureOf(result);
    return assertInstanceOf(type, failure, () -> printed(failure));
  }

  /** What the call throws, which must be of that type; its print is in the report if it is not. */
  public static <X extends Throwable> X thrownBy(Class<X> type, ThrowingRunnable call) {
    Throwable thrown = null;
    try {
      call.run();
    } catch (Throwable t) {
      thrown = t;
    }
    Throwable seen = thrown;
    if (seen == null) {
      return fail("expected " + type.getName() + ", but nothing was thrown");
    }
    return assertInstanceOf(type, seen, () -> printed(seen));
  }

  /** The stack trace as a program that does not catch it would show it. */
  public static String printed(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  /** Whether an exception of that type is among the failure and its causes. */
  public static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }
}
