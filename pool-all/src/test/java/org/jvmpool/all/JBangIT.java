package org.jvmpool.all;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scripts that JBang compiles and runs, with the jar and nothing else. JBang itself is the one that
 * its users have; in place of its shell script, which only looks for its jar and a JDK, stands
 * {@link #jbang}.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JBangIT {
  private static final Path JAR = Path.of(System.getProperty("jar"));
  private static final Path JBANG = Path.of(System.getProperty("jbang"));

  /** The exit code by which JBang asks its shell script to run what it printed. */
  private static final int RUN_WHAT_IS_PRINTED = 255;

  @TempDir Path dir;

  private Run jbang(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Run.tool("java"));
    // Where it leaves what JShell is to read.
    command.add("-Djava.io.tmpdir=" + dir);
    command.addAll(List.of("-cp", JBANG + "/*", "dev.jbang.Main"));
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "JBANG_DIR",
            dir.resolve("jbang").toString(),
            "JBANG_NO_VERSION_CHECK",
            "true");
    Run said = Run.in(dir, environment, command.toArray(String[]::new));
    assertEquals(RUN_WHAT_IS_PRINTED, said.exit(), said::toString);
    return Run.in(dir, environment, "sh", "-c", "exec " + String.join("\n", said.out()));
  }

  @Test
  void aScriptOfJBangRuns() throws Exception {
    Files.writeString(
        dir.resolve("Script.java"),
        """
        ///usr/bin/env jbang "$0" "$@" ; exit $?
        import java.util.*;
        import org.jvmpool.*;

        public class Script {
          record Point(int x, int y) {}

          static class Wrong extends RuntimeException {}

          public static void main(String[] args) {
            try (Pool pool = Pool.create(2)) {
              System.out.println(pool.map(x -> new Point(x, x * x), List.of(1, 2, 3)));
              System.out.println(pool.apply(() -> args[0]));
              try {
                pool.apply(() -> { throw new Wrong(); });
              } catch (TaskException e) {
                System.out.println(e.getCause() instanceof Wrong);
              }
            }
          }
        }
        """);
    Run run =
        jbang("run", "--offline", "--class-path", JAR.toString(), "Script.java", "an argument");
    assertEquals(List.of(), run.err());
    assertEquals(
        List.of("[Point[x=1, y=1], Point[x=2, y=4], Point[x=3, y=9]]", "an argument", "true"),
        run.out());
    assertEquals(0, run.exit());
  }

  /** JBang runs snippets within JShell's own JVM. */
  @Test
  void snippetsOfJBangRun() throws Exception {
    assumeTrue(Run.hasTool("jshell"), "needs jshell");
    Files.writeString(
        dir.resolve("snippets.jsh"),
        """
        import org.jvmpool.*;
        int twice(int n) { return 2 * n; }
        try (Pool pool = Pool.create(1)) {
          System.out.println("answer " + pool.apply(() -> twice(21)));
        }
        System.exit(0)
        """);
    Run run = jbang("run", "--offline", "--class-path", JAR.toString(), "snippets.jsh");
    assertTrue(run.out().contains("answer 42"), run::toString);
    assertEquals(0, run.exit(), run::toString);
  }
}
