package org.jvmpool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvmpool.shared.AuthenticationException;
import org.jvmpool.shared.BufferTooShortException;

@Timeout(30)
class ExceptionsTest {
  private static final StackTraceElement FRAME =
      new StackTraceElement("com.acme.Job", "run", "Job.java", 42);

  static Stream<BiFunction<String, Throwable, ProcessException>> constructors() {
    return Stream.of(
        ProcessException::new,
        TaskException::new,
        TaskTimeoutException::new,
        TaskSerializationException::new,
        WorkerLostException::new,
        PoolTerminatedException::new,
        PoolBrokenException::new);
  }

  @ParameterizedTest
  @MethodSource("constructors")
  void keepTheirMessageAndCause(BiFunction<String, Throwable, ProcessException> constructor) {
    Throwable cause = new IllegalStateException("why");
    ProcessException exception = constructor.apply("what", cause);
    assertEquals("what", exception.getMessage());
    assertSame(cause, exception.getCause());
    assertNull(constructor.apply("what", null).getCause());
  }

  @ParameterizedTest
  @MethodSource("constructors")
  void travelWithJavaSerialization(BiFunction<String, Throwable, ProcessException> constructor)
      throws Exception {
    ProcessException exception = constructor.apply("what", new IllegalStateException("why"));
    ProcessException copy = copy(exception);
    assertSame(exception.getClass(), copy.getClass());
    assertEquals("what", copy.getMessage());
    assertEquals("why", copy.getCause().getMessage());
  }

  @Test
  void workerLostTellsHowTheProcessEnded() throws Exception {
    List<String> tail = new ArrayList<>(List.of("one", "two"));
    WorkerLostException lost = new WorkerLostException("lost", 4711, OptionalInt.of(137), tail);
    tail.clear();
    for (WorkerLostException each : List.of(lost, copy(lost))) {
      assertEquals(4711, each.pid());
      assertEquals(OptionalInt.of(137), each.exitCode());
      assertEquals(List.of("one", "two"), each.stderrTail());
      assertThrows(UnsupportedOperationException.class, () -> each.stderrTail().clear());
    }
  }

  @Test
  void workerLostTellsExitCodeZeroFromAnUnknownOne() {
    assertEquals(
        OptionalInt.of(0),
        new WorkerLostException("lost", 1, OptionalInt.of(0), List.of()).exitCode());
    assertEquals(
        OptionalInt.empty(),
        new WorkerLostException("lost", 1, OptionalInt.empty(), List.of()).exitCode());
    WorkerLostException unknown = new WorkerLostException("lost", null);
    assertEquals(0, unknown.pid());
    assertEquals(OptionalInt.empty(), unknown.exitCode());
    assertEquals(List.of(), unknown.stderrTail());
  }

  @Test
  void taskTimeoutShowsWhereTheTaskWasAndKeepsItsOwnCopy() throws Exception {
    StackTraceElement[] stack = {FRAME};
    TaskTimeoutException timeout = new TaskTimeoutException("late", stack);
    stack[0] = null;
    timeout.taskStack()[0] = null;
    assertArrayEquals(new StackTraceElement[] {FRAME}, timeout.taskStack());
    assertArrayEquals(new StackTraceElement[] {FRAME}, copy(timeout).taskStack());
    assertEquals(0, new TaskTimeoutException("late", (Throwable) null).taskStack().length);
  }

  @Test
  void remoteThrowableLooksLikeTheOriginal() throws Exception {
    Throwable cause = new IOException("disk");
    RemoteThrowable remote =
        new RemoteThrowable("com.acme.Failure", "it broke", new StackTraceElement[] {FRAME}, cause);
    assertEquals("com.acme.Failure", remote.className());
    assertEquals("com.acme.Failure: it broke", remote.toString());
    assertSame(cause, remote.getCause());
    StringWriter printed = new StringWriter();
    remote.printStackTrace(new PrintWriter(printed, true));
    assertTrue(
        printed.toString().startsWith("com.acme.Failure: it broke" + System.lineSeparator()),
        printed::toString);
    assertTrue(printed.toString().contains("at com.acme.Job.run(Job.java:42)"), printed::toString);

    RemoteThrowable copy = copy(remote);
    assertEquals(remote.toString(), copy.toString());
    assertArrayEquals(new StackTraceElement[] {FRAME}, copy.getStackTrace());
    assertInstanceOf(IOException.class, copy.getCause());
  }

  @Test
  void remoteThrowableWithoutAMessagePrintsItsClassAlone() {
    RemoteThrowable remote =
        new RemoteThrowable("com.acme.Failure", null, new StackTraceElement[0], null);
    assertEquals("com.acme.Failure", remote.toString());
    assertNull(remote.getMessage());
    assertEquals(0, remote.getStackTrace().length);
  }

  @Test
  void bufferTooShortCarriesTheWholeMessage() {
    BufferTooShortException exception =
        new BufferTooShortException("3 bytes do not fit", new byte[] {1, 2, 3});
    assertEquals("3 bytes do not fit", exception.getMessage());
    exception.message()[0] = 9;
    assertArrayEquals(new byte[] {1, 2, 3}, exception.message());
  }

  @Test
  void authenticationKeepsItsMessageAndCause() {
    Throwable cause = new IOException("gone");
    assertEquals("no", new AuthenticationException("no").getMessage());
    assertSame(cause, new AuthenticationException("no", cause).getCause());
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
