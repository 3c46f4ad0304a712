package org.jvmpool.all;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as its users have it: on the class path of scripts and of JShell, alone or nearly so. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OneJarIT {
  private static final Path JAR = Path.of(System.getProperty("jar"));
  private static final Path LIBRARIES = Path.of(System.getProperty("libraries"));

  private static final String SCRIPT =
      """
      import java.util.*;
      import org.jvmpool.*;

      public class Script {
        record Point(int x, int y) {}

        static class Wrong extends RuntimeException {
          Wrong(String message) { super(message); }
        }

        public static void main(String[] args) {
          try (Pool pool = Pool.create(2)) {
            System.out.println(pool.map(x -> new Point(x, x * x), List.of(1, 2, 3)));
            System.out.println(pool.apply(x -> x, Optional.of(Map.of("key", new int[] {1})))
                .get().keySet());
            try {
              pool.apply(() -> { throw new Wrong("as it should"); });
            } catch (TaskException e) {
              System.out.println(e.getCause() instanceof Wrong);
            }
            try {
              pool.apply(() -> Runtime.getRuntime().halt(3));
            } catch (WorkerLostException e) {
              System.out.println("lost");
            }
          }
        }
      }
      """;

  @TempDir Path dir;

  private Run run(String... command) throws Exception {
    return Run.in(dir, Map.of(), command);
  }

  private static Path library(String start) throws IOException {
    try (Stream<Path> files = Files.list(LIBRARIES)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(start))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + start + " in " + LIBRARIES));
    }
  }

  @Test
  void aScriptNeedsNothingElse() throws Exception {
    Path script = Files.writeString(dir.resolve("Script.java"), SCRIPT);
    Run run = run(Run.tool("java"), "-cp", JAR.toString(), script.toString());
    assertEquals(List.of(), run.err());
    assertEquals(
        List.of("[Point[x=1, y=1], Point[x=2, y=4], Point[x=3, y=9]]", "[key]", "true", "lost"),
        run.out());
    assertEquals(0, run.exit());
  }

  @Test
  void jshellNeedsNothingElse() throws Exception {
    assumeTrue(Run.hasTool("jshell"), "needs jshell");
    Path snippets =
        Files.writeString(
            dir.resolve("snippets.jsh"),
            """
            import org.jvmpool.*;
            int twice(int n) { return 2 * n; }
            Pool pool = Pool.create(1);
            System.out.println("answer " + pool.apply(() -> twice(21)));
            pool.close();
            /exit
            """);
    Run run = run(Run.tool("jshell"), "--class-path", JAR.toString(), "-s", snippets.toString());
    assertTrue(run.out().contains("answer 42"), run::toString);
    assertEquals(0, run.exit(), run::toString);
  }

  private static final String LOGGING =
      """
      import org.jvmpool.*;
      import org.slf4j.*;

      public class Script {
        public static void main(String[] args) {
          try (Pool pool = Pool.create(1)) {
            LoggerFactory.getLogger("app").warn("by the parent");
            pool.apply(() -> LoggerFactory.getLogger("app").warn("by the {}", "task"));
            try {
              pool.apply(() -> Runtime.getRuntime().halt(3));
            } catch (WorkerLostException e) {
              // and jvmpool logs that
            }
          }
        }
      }
      """;

  @Test
  void theUsersLogbackIsUsed() throws Exception {
    Path script = Files.writeString(dir.resolve("Script.java"), LOGGING);
    Run run =
        run(
            Run.tool("java"),
            "-cp",
            Run.path(
                JAR, library("logback-classic"), library("logback-core"), library("slf4j-api-2")),
            script.toString());
    assertEquals(0, run.exit(), run::toString);
    assertEquals(List.of(), run.err());
    assertTrue(run.out().get(0).endsWith(" [main] WARN app -- by the parent"), run::toString);
    assertTrue(run.out().get(1).endsWith(" main] WARN app -- by the task"), run::toString);
    assertTrue(run.out().get(1).contains("[pool-1[0] "), run::toString);
    assertTrue(
        run.out().stream().anyMatch(line -> line.contains(" WARN org.jvmpool.")), run::toString);
  }

  @Test
  void theUsersOldSlf4jIsUsed() throws Exception {
    Path script = Files.writeString(dir.resolve("Script.java"), LOGGING);
    for (List<Path> order :
        List.of(
            List.of(JAR, library("slf4j-api-1"), library("slf4j-simple-1")),
            List.of(library("slf4j-simple-1"), library("slf4j-api-1"), JAR))) {
      Run run =
          run(Run.tool("java"), "-cp", Run.path(order.toArray(Path[]::new)), script.toString());
      assertEquals(0, run.exit(), run::toString);
      List<String> lines = new ArrayList<>(run.err());
      assertEquals("[main] WARN app - by the parent", lines.remove(0), run::toString);
      assertTrue(lines.contains("[main] WARN app - by the task"), run::toString);
      assertTrue(
          lines.stream().anyMatch(line -> line.contains(" WARN org.jvmpool.")), run::toString);
      assertTrue(lines.stream().noneMatch(line -> line.startsWith("SLF4J")), run::toString);
    }
  }

  @Test
  void holdsOurPackagesAlone() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      TreeSet<String> packages =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.endsWith(".class"))
              .map(name -> name.replaceFirst("^(META-INF/versions|[^/]*/[^/]*).*", "$1"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(List.of("org/jvmpool"), List.copyOf(packages));
      assertTrue(jar.getEntry("META-INF/services/org.jvmpool.spi.MultiprocessingProvider") != null);
      assertTrue(jar.getEntry("META-INF/LICENSE") != null);
      assertEquals(
          "org.jvmpool", jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
    }
  }

  /** What a clock of the machine puts into a jar makes each build another file. */
  @Test
  void noEntryTellsWhenItWasBuilt() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<LocalDateTime> times =
          jar.stream()
              .filter(entry -> entry.getName().startsWith("org/jvmpool/"))
              .filter(entry -> !entry.getName().startsWith("org/jvmpool/kryo"))
              .map(JarEntry::getTimeLocal)
              .distinct()
              .toList();
      assertEquals(1, times.size(), times::toString);
    }
  }
}
