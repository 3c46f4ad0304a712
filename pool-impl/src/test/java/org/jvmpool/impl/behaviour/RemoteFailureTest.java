package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.TaskException;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Sources;
import org.jvmpool.impl.testkit.Tasks;

/**
 * A task that throws: the caller gets that exception, and sees where it was thrown (184, 188, 225).
 */
@Behaviour
class RemoteFailureTest {
  private static int line() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
  }

  private static int throwsHere(String argument) {
    throw new IllegalStateException(argument + " line=" + line());
  }

  /** Two fields, no constructor that takes a message. */
  static final class OrderRejected extends Exception {
    private static final long serialVersionUID = 1;
    final int order;
    final List<String> reasons;

    OrderRejected(int order, List<String> reasons) {
      super("order " + order + " was rejected: " + reasons);
      this.order = order;
      this.reasons = reasons;
    }
  }

  static final class FatalError extends Error {
    private static final long serialVersionUID = 1;

    FatalError(String message) {
      super(message);
    }
  }

  /** Holds what no serializer takes. */
  static final class HoldsALambda extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial")
    final Supplier<String> detail = () -> "detail";

    HoldsALambda(String message) {
      super(message);
    }
  }

  /** Is written well, and throws when it is read. */
  static final class BreaksWhenRead extends RuntimeException {
    private static final long serialVersionUID = 1;

    BreaksWhenRead(String message) {
      super(message);
    }

    private Object readResolve() {
      throw new IllegalStateException("broke while being read");
    }
  }

  @OnEveryEngine
  void sameTypeSameMessageAndTheLineThatThrew(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      TaskException failure =
          Outcome.thrownBy(
              TaskException.class, () -> pool.apply(RemoteFailureTest::throwsHere, "because"));
      Throwable cause = failure.getCause();
      assertSame(IllegalStateException.class, cause.getClass());
      String message = cause.getMessage();
      assertTrue(message.startsWith("because line="), message);
      String frame =
          "throwsHere(RemoteFailureTest.java:" + message.substring(message.indexOf('=') + 1) + ")";
      assertTrue(Outcome.printed(failure).contains(frame), () -> Outcome.printed(failure));
      assertTrue(Outcome.printed(cause).contains(frame), () -> Outcome.printed(cause));
      assertTrue(
          Arrays.stream(cause.getStackTrace())
              .anyMatch(f -> f.getMethodName().equals("throwsHere")));
      assertTrue(
          Arrays.stream(failure.getStackTrace())
              .anyMatch(f -> f.getMethodName().startsWith("sameTypeSameMessage")),
          "the trace must show the caller, too");
    }
  }

  @OnEveryEngine
  void getThrowsTheSameFailure(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      AsyncResult<Integer> result = pool.applyAsync(RemoteFailureTest::throwsHere, "async");
      Throwable failure = Outcome.failureOf(result, IllegalStateException.class);
      assertTrue(
          Outcome.printed(failure).contains("throwsHere(RemoteFailureTest.java:"),
          () -> Outcome.printed(failure));
      assertSame(failure, Outcome.failureOf(result));
    }
  }

  @OnEveryEngine
  void checkedExceptionsErrorsAndOnesOfOnesOwnKeepTheirType(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      assertFailure(
          pool,
          IOException.class,
          "disk",
          () -> {
            throw new IOException("disk");
          });
      assertFailure(
          pool,
          FileNotFoundException.class,
          "gone",
          () -> {
            throw new FileNotFoundException("gone");
          });
      assertFailure(
          pool,
          SQLException.class,
          "sql",
          () -> {
            throw new SQLException("sql", "08001", 17);
          });
      assertFailure(
          pool,
          FatalError.class,
          "fatal",
          () -> {
            throw new FatalError("fatal");
          });
      assertFailure(
          pool,
          AssertionError.class,
          "no",
          () -> {
            throw new AssertionError("no");
          });
      assertFailure(
          pool,
          InterruptedException.class,
          "thrown by the task",
          () -> {
            throw new InterruptedException("thrown by the task");
          });
      assertFailure(
          pool,
          NullPointerException.class,
          null,
          () -> {
            throw new NullPointerException();
          });
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  private static void assertFailure(
      Pool pool, Class<? extends Throwable> type, String message, VoidTask task) {
    Throwable cause = Outcome.thrownBy(TaskException.class, () -> pool.apply(task)).getCause();
    assertSame(type, cause.getClass(), () -> Outcome.printed(cause));
    assertEquals(message, cause.getMessage());
  }

  @OnEveryEngine
  void fieldsOfAnExceptionArrive(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      AsyncResult<Void> result =
          pool.applyAsync(
              (VoidTask)
                  () -> {
                    throw new OrderRejected(17, List.of("late", "wet"));
                  });
      OrderRejected rejected = Outcome.failureOf(result, OrderRejected.class);
      assertEquals(17, rejected.order);
      assertEquals(List.of("late", "wet"), rejected.reasons);
      assertEquals("order 17 was rejected: [late, wet]", rejected.getMessage());
    }
  }

  @OnEveryEngine
  void causesAndSuppressedArrive(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      AsyncResult<Void> result =
          pool.applyAsync(
              (VoidTask)
                  () -> {
                    IllegalStateException top =
                        new IllegalStateException("top", new IOException("bottom"));
                    top.addSuppressed(new IllegalArgumentException("beside"));
                    throw top;
                  });
      Throwable failure = Outcome.failureOf(result, IllegalStateException.class);
      assertSame(IOException.class, failure.getCause().getClass());
      assertEquals("bottom", failure.getCause().getMessage());
      assertTrue(
          Arrays.stream(failure.getSuppressed())
              .anyMatch(
                  s -> s instanceof IllegalArgumentException && "beside".equals(s.getMessage())),
          () -> Outcome.printed(failure));
    }
  }

  @OnEveryEngine
  void anEndlessRecursionFailsItsTaskOnly(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      Outcome.failureOf(pool.applyAsync(() -> recurse(1)), StackOverflowError.class);
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  private static int recurse(int depth) {
    return recurse(depth + 1) + 1;
  }

  @OnEveryEngine
  void eachFailureIsAnExceptionOfItsOwn(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      Throwable one = Outcome.failureOf(pool.applyAsync(RemoteFailureTest::throwsHere, "x"));
      Throwable two = Outcome.failureOf(pool.applyAsync(RemoteFailureTest::throwsHere, "x"));
      assertNotSame(one, two);
      assertEquals(one.getStackTrace().length, two.getStackTrace().length);
    }
  }

  @OnEveryEngine
  void theErrorCallbackGetsTheTasksOwnException(Engine engine) throws Exception {
    BlockingQueue<Object> results = new LinkedBlockingQueue<>();
    BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    try (Pool pool = engine.pool(1)) {
      AsyncResult<Integer> result =
          pool.applyAsync(RemoteFailureTest::throwsHere, "x", results::add, errors::add);
      Throwable error = errors.poll(10, TimeUnit.SECONDS);
      assertNotNull(error);
      assertSame(Outcome.failureOf(result), error);
      assertSame(IllegalStateException.class, error.getClass());
    }
    assertEquals(0, results.size());
  }

  @OnEveryEngine
  void anExceptionThatCannotTravelStillTellsItsTypeMessageAndPlace(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      for (int i = 0; i < 5; i++) {
        RuntimeException failure =
            failureOf(
                pool,
                () -> {
                  throw new HoldsALambda("the message");
                });
        assertTells(failure, "HoldsALambda");
      }
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @OnEveryEngine
  void anExceptionThatBreaksWhenItIsReadStillTellsItsTypeMessageAndPlace(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      for (int i = 0; i < 5; i++) {
        RuntimeException failure =
            failureOf(
                pool,
                () -> {
                  throw new BreaksWhenRead("the message");
                });
        assertTells(failure, "BreaksWhenRead");
      }
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  private static RuntimeException failureOf(Pool pool, VoidTask task) {
    return Outcome.thrownBy(RuntimeException.class, () -> pool.apply(task));
  }

  private static void assertTells(RuntimeException failure, String type) {
    assertTrue(
        failure instanceof TaskException || failure instanceof TaskSerializationException,
        () -> Outcome.printed(failure));
    String text = Outcome.printed(failure);
    assertTrue(text.contains(type), text);
    assertTrue(text.contains("the message"), text);
    assertTrue(text.contains("RemoteFailureTest.java"), text);
  }

  @OnEveryEngine
  void aNullPointerTellsWhatWasNull(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      TaskException failure =
          Outcome.thrownBy(
              TaskException.class,
              () ->
                  pool.apply(
                      () -> {
                        Object[] row = {1, null};
                        return row[1].hashCode();
                      }));
      String message = String.valueOf(failure.getCause().getMessage());
      assertTrue(failure.getCause() instanceof NullPointerException, message);
      assertTrue(message.contains("\"Object.hashCode()\" because"), message);
    }
  }

  @Test
  void anExceptionWhoseClassOnlyTheWorkerHasTellsItsTypeMessageAndPlace(@TempDir Path dir)
      throws Exception {
    Path classes =
        Sources.compile(
            dir,
            List.of(),
            Map.of(
                "app/Absent.java",
                """
                package app;
                public class Absent extends RuntimeException implements Runnable {
                  private final int[] code = {7};
                  public Absent() { super("no luck with 7"); }
                  public void run() { throw new Absent(); }
                }
                """));
    try (Pool pool = Pool.builder().workers(1).classPath(List.of(classes)).build()) {
      RuntimeException failure =
          failureOf(
              pool,
              () -> {
                Class<?> absent = ClassLoader.getSystemClassLoader().loadClass("app.Absent");
                ((Runnable) absent.getConstructor().newInstance()).run();
              });
      String text = Outcome.printed(failure);
      assertTrue(text.contains("app.Absent: no luck with 7"), text);
      assertTrue(text.contains("Absent.java:5"), text);
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @OnEveryEngine
  void theMessageNamesThePool(Engine engine) {
    try (Pool pool = engine.builder().name("reports").workers(1).build()) {
      TaskException failure =
          Outcome.thrownBy(
              TaskException.class, () -> pool.apply(RemoteFailureTest::throwsHere, "x"));
      assertTrue(failure.getMessage().contains("reports"), failure.getMessage());
    }
  }
}
