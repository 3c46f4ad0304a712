package org.jvmpool.impl.behaviour.process;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes the place of this JVM's standard streams for a test, and keeps what is printed. */
final class Printed implements AutoCloseable {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream toOut = new ByteArrayOutputStream();
  private final ByteArrayOutputStream toErr = new ByteArrayOutputStream();

  Printed() {
    System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
  }

  List<String> out() {
    return toOut.toString(StandardCharsets.UTF_8).lines().toList();
  }

  String err() {
    return toErr.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
  }
}
