package org.jvmpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkerOutputTest {
  private static final WorkerOutput.Line OUT = new WorkerOutput.Line(0, 7, false, "hello  ");
  private static final WorkerOutput.Line ERR = new WorkerOutput.Line(1, 8, true, "oh");

  @Test
  void inheritPrintsToTheStreamsOfTheMoment() {
    WorkerOutput output = WorkerOutput.inherit();
    assertEquals(
        List.of("hello  " + System.lineSeparator(), "oh" + System.lineSeparator()),
        printedWhile(
            () -> {
              output.accept(OUT);
              output.accept(ERR);
            }));
  }

  @Test
  void discardPrintsNothing() {
    assertEquals(List.of("", ""), printedWhile(() -> WorkerOutput.discard().accept(ERR)));
  }

  @Test
  void toHandsLinesToTheConsumer() {
    List<WorkerOutput.Line> lines = new ArrayList<>();
    WorkerOutput output = WorkerOutput.to(lines::add);
    output.accept(OUT);
    output.accept(ERR);
    assertEquals(List.of(OUT, ERR), lines);
    assertThrows(NullPointerException.class, () -> WorkerOutput.to(null));
  }

  @Test
  void inheritAndDiscardAreSingletonsThatTellTheirNames() {
    assertSame(WorkerOutput.inherit(), WorkerOutput.inherit());
    assertSame(WorkerOutput.discard(), WorkerOutput.discard());
    assertEquals("WorkerOutput.inherit()", WorkerOutput.inherit().toString());
    assertEquals("WorkerOutput.discard()", WorkerOutput.discard().toString());
    assertTrue(WorkerOutput.to(line -> {}).toString().startsWith("WorkerOutput.to("));
  }

  @Test
  void slf4jWithoutAnImplementationNamesTheDependency() {
    IllegalStateException missing = assertThrows(IllegalStateException.class, WorkerOutput::slf4j);
    assertTrue(missing.getMessage().contains("org.jvmpool:pool-impl:"), missing::getMessage);
  }

  @Test
  void linesRefuseWrongValues() {
    assertThrows(IllegalArgumentException.class, () -> new WorkerOutput.Line(-1, 1, false, "text"));
    assertThrows(NullPointerException.class, () -> new WorkerOutput.Line(0, 1, false, null));
  }

  private static List<String> printedWhile(Runnable action) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream newOut = new ByteArrayOutputStream();
    ByteArrayOutputStream newErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(newOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(newErr, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return List.of(
        newOut.toString(StandardCharsets.UTF_8), newErr.toString(StandardCharsets.UTF_8));
  }
}
