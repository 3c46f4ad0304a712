package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Pool;
import org.jvmpool.Task;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;

/** A pool in a program whose classes are on no class path. */
@Behaviour
class ScriptTest {
  @Test
  void aScriptOfOneSourceFileSendsItsLambdasRecordsAndExceptions(@TempDir Path dir)
      throws Exception {
    Path script =
        Files.writeString(
            dir.resolve("Script.java"),
            """
            import java.util.*;
            import org.jvmpool.*;

            public class Script {
              record Point(int x, int y) {}

              static class Wrong extends RuntimeException {
                Wrong(String message) { super(message); }
              }

              static int twice(int x) { return 2 * x; }

              public static void main(String[] args) {
                int captured = 5;
                try (Pool pool = Pool.create(2)) {
                  System.out.println(pool.apply(() -> twice(21) + captured));
                  System.out.println(pool.map(x -> new Point(x, x * x), List.of(1, 2)));
                  try {
                    pool.apply(() -> { throw new Wrong("as it should"); });
                  } catch (TaskException e) {
                    System.out.println(e.getCause().getClass() == Wrong.class);
                    System.out.println(e.getCause().getMessage());
                  }
                }
              }
            }
            """);
    try (ChildProgram program = ChildProgram.startSource(script)) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(
          List.of("47", "[Point[x=1, y=1], Point[x=2, y=4]]", "true", "as it should"),
          program.out());
      assertEquals(List.of(), program.err());
    }
  }

  /** The launcher of 22 and later compiles the other files when their classes are wanted. */
  @Test
  void aScriptOfSeveralSourceFilesSendsTheClassesOfAll(@TempDir Path dir) throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Runtime.version().feature() >= 22, "needs a launcher of several source files");
    Files.writeString(
        dir.resolve("Other.java"),
        "class Other { static int twice(int x) { return new Third(2 * x).value(); } }");
    Files.writeString(dir.resolve("Third.java"), "record Third(int value) {}");
    Path script =
        Files.writeString(
            dir.resolve("Script.java"),
            """
            import org.jvmpool.*;

            public class Script {
              public static void main(String[] args) {
                try (Pool pool = Pool.create(1)) {
                  int twice = pool.apply(() -> Other.twice(21));
                  Third third = pool.apply(x -> x, new Third(7));
                  System.out.println(twice);
                  System.out.println(third);
                }
              }
            }
            """);
    try (ChildProgram program = ChildProgram.startSource(script)) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of("42", "Third[value=7]"), program.out());
    }
  }

  @Test
  void jshellSendsItsSnippets(@TempDir Path dir) throws Exception {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jshell");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isExecutable(tool), "needs jshell");
    Path snippets =
        Files.writeString(
            dir.resolve("snippets.jsh"),
            """
            import org.jvmpool.*;
            int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
            record Point(int x, int y) {}
            Pool pool = Pool.create(2);
            int answer = pool.apply(() -> fib(20));
            System.out.println("answer " + answer);
            System.out.println("points " + pool.map(x -> new Point(x, fib(x)), List.of(5, 6)));
            pool.close();
            /exit
            """);
    try (ChildProgram program =
        ChildProgram.startCommand(
            tool.toString(),
            "--class-path",
            System.getProperty("java.class.path"),
            "-s",
            snippets.toString())) {
      assertEquals("6765", program.awaitLine("answer "));
      assertEquals("[Point[x=5, y=5], Point[x=6, y=8]]", program.awaitLine("points "));
      assertEquals(0, program.awaitExit(), program::toString);
    }
  }

  @Test
  void aTaskWhoseClassOnlyAnotherLoaderKnowsTravels(@TempDir Path dir) throws Exception {
    Path source =
        Files.writeString(
            dir.resolve("Plugin.java"),
            """
            import java.util.List;
            import org.jvmpool.*;

            public class Plugin implements Task<List<String>> {
              record Part(String name) {}

              public List<String> call() {
                TaskFunction<Integer, String> inner = x -> "part " + x;
                try (var file = Plugin.class.getResourceAsStream("Plugin.class")) {
                  int magic = new java.io.DataInputStream(file).readInt();
                  return List.of(
                      inner.apply(1), new Part("a").toString(), Integer.toHexString(magic));
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }
            }
            """);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                dir.toString(),
                source.toString());
    assertEquals(0, compiled);
    try (URLClassLoader loader =
            new URLClassLoader(new URL[] {dir.toUri().toURL()}, getClass().getClassLoader());
        Pool pool = Pool.create(1)) {
      @SuppressWarnings("unchecked")
      Task<List<String>> plugin =
          (Task<List<String>>) loader.loadClass("Plugin").getConstructor().newInstance();
      for (int i = 0; i < 3; i++) {
        // The last is how every class file begins: libraries read those of the classes they meet.
        assertEquals(List.of("part 1", "Part[name=a]", "cafebabe"), pool.apply(plugin));
      }
    }
  }
}
