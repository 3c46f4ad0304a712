package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Sources;
import org.jvmpool.impl.testkit.TestLibraries;

/** A pool in programs whose JVM was started with agents, a debugger, assertions, openings. */
@Behaviour
class ParentOptionsTest {
  /** Tells what its worker has of the program's options. */
  public static final class Program {
    @SuppressWarnings("AssertWithSideEffects")
    private static boolean assertions() {
      boolean enabled = false;
      assert enabled = true;
      return enabled;
    }

    private static boolean opened() {
      try {
        String.class.getDeclaredField("value").setAccessible(true);
        return true;
      } catch (ReflectiveOperationException | RuntimeException e) {
        return false;
      }
    }

    public static void main(String[] args) {
      System.setProperty("test.late", "late");
      try (Pool pool = Pool.create(1)) {
        System.out.println("assertions " + pool.apply(() -> assertions()));
        System.out.println("opened " + pool.apply(() -> opened()));
        System.out.println(
            "properties "
                + pool.apply(
                    () ->
                        System.getProperty("test.early") + " " + System.getProperty("test.late")));
        System.out.println(
            "options "
                + pool.apply(
                    () ->
                        new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments())));
      }
      System.out.println("done");
    }
  }

  private static ChildProgram start(Path dir, List<String> options, String main, Path... more)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(TestLibraries.java()));
    command.addAll(options);
    List<Path> entries = new ArrayList<>(List.of(more));
    entries.add(TestLibraries.home(Program.class));
    command.addAll(List.of("-cp", TestLibraries.classPath(entries.toArray(Path[]::new)), main));
    return ChildProgram.startCommandIn(dir, command.toArray(String[]::new));
  }

  @Test
  void assertionsPropertiesOpeningsAndACoverageAgentAreInherited(@TempDir Path dir)
      throws Exception {
    List<String> options =
        List.of(
            "-ea",
            "-Dtest.early=early",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-javaagent:" + TestLibraries.jar("org.jacoco.agent-runtime") + "=destfile=own.exec");
    try (ChildProgram program = start(dir, options, Program.class.getName())) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals("true", program.awaitLine("assertions "));
      assertEquals("true", program.awaitLine("opened "));
      assertEquals("early late", program.awaitLine("properties "));
      assertEquals(List.of(), program.err(), program::toString);
    }
    // Both JVMs have appended to the one file, each behind a header of its own.
    byte[] coverage = Files.readAllBytes(dir.resolve("own.exec"));
    int headers = 0;
    for (int i = 0; i + 4 < coverage.length; i++) {
      if (coverage[i] == 1
          && coverage[i + 1] == (byte) 0xC0
          && coverage[i + 2] == (byte) 0xC0
          && coverage[i + 3] == 0x10) {
        headers++;
      }
    }
    assertEquals(2, headers);
  }

  @Test
  void aDebuggerOfTheProgramIsNotInherited(@TempDir Path dir) throws Exception {
    List<String> options =
        List.of(
            "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=localhost:0,quiet=y",
            "-Xmx200m");
    try (ChildProgram program = start(dir, options, Program.class.getName())) {
      assertEquals(0, program.awaitExit(), program::toString);
      String workers = program.awaitLine("options ");
      assertTrue(!workers.contains("jdwp") && !workers.contains("-Xmx200m"), workers);
      assertEquals("false", program.awaitLine("assertions "));
      assertEquals("false", program.awaitLine("opened "));
      assertEquals(List.of(), program.err(), program::toString);
    }
  }

  @Test
  void previewFeaturesAreInherited(@TempDir Path dir) throws Exception {
    Path classes =
        Sources.compile(
            dir,
            List.of(),
            List.of("--enable-preview", "--release", String.valueOf(Runtime.version().feature())),
            Map.of(
                "app/Preview.java",
                """
                package app;

                import org.jvmpool.*;

                public class Preview {
                  public static void main(String[] args) {
                    try (Pool pool = Pool.create(1)) {
                      System.out.println("answer " + pool.apply(() -> 6 * 7));
                    }
                  }
                }
                """));
    try (ChildProgram program = start(dir, List.of("--enable-preview"), "app.Preview", classes)) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals("42", program.awaitLine("answer "));
    }
  }
}
