package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Tasks;

/** A pool in a program that comes as one jar, and in one that is a named module. */
@Behaviour
class PackagingTest {
  /** The program in the fat jar. */
  public static final class Program {
    public static void main(String[] args) {
      try (Pool pool = Pool.create(1)) {
        System.out.println("squares " + pool.map(Tasks::square, List.of(1, 2, 3)));
      }
    }
  }

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** The class path entries that a program needs: ours and our libraries', not the test's. */
  private static List<Path> runtime() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::exists)
        .filter(
            entry ->
                entry.toString().matches(".*(pool-(api|worker|impl)|kryo5|slf4j-api|jspecify).*"))
        .filter(entry -> !entry.endsWith("test-classes"))
        .toList();
  }

  @Test
  void aFatJarNeedsNothingElse(@TempDir Path dir) throws Exception {
    List<Path> parts = new ArrayList<>(runtime());
    parts.add(Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    Path jar = dir.resolve("fat jar.jar");
    Set<String> names = new HashSet<>();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path part : parts) {
        if (Files.isDirectory(part)) {
          addDirectory(out, part, names);
        } else {
          addJar(out, part, names);
        }
      }
    }
    try (ChildProgram program =
        ChildProgram.startCommand(JAVA, "-cp", jar.toString(), Program.class.getName())) {
      assertEquals("[1, 4, 9]", program.awaitLine("squares "));
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of(), program.err(), program::toString);
    }
  }

  private static void addDirectory(JarOutputStream out, Path root, Set<String> names)
      throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                try (InputStream in = Files.newInputStream(file)) {
                  add(out, root.relativize(file).toString().replace('\\', '/'), in, names);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  private static void addJar(JarOutputStream out, Path jar, Set<String> names) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        if (!entry.isDirectory() && !entry.getName().startsWith("META-INF/versions")) {
          try (InputStream in = file.getInputStream(entry)) {
            add(out, entry.getName(), in, names);
          }
        }
      }
    }
  }

  private static void add(JarOutputStream out, String name, InputStream in, Set<String> names)
      throws IOException {
    if (!name.endsWith("module-info.class")
        && !name.equals("META-INF/MANIFEST.MF")
        && names.add(name)) {
      out.putNextEntry(new ZipEntry(name));
      in.transferTo(out);
      out.closeEntry();
    }
  }

  private static Path compileModule(Path dir, String moduleInfo) throws IOException {
    Path source = Files.createDirectories(dir.resolve("source/app"));
    Path info = Files.writeString(dir.resolve("source/module-info.java"), moduleInfo);
    Path main =
        Files.writeString(
            source.resolve("Main.java"),
            """
            package app;

            import java.util.List;
            import org.jvmpool.Pool;

            public class Main {
              record Point(int x, int y) {}

              public static void main(String[] args) {
                int captured = 5;
                try (Pool pool = Pool.create(1)) {
                  System.out.println("module " + Main.class.getModule().getName());
                  System.out.println("lambda " + pool.apply(() -> captured + 37));
                  System.out.println("there "
                      + pool.apply(() -> Main.class.getModule().getName()));
                  try {
                    System.out.println("points " + pool.map(x -> new Point(x, 2), List.of(1)));
                  } catch (RuntimeException e) {
                    System.out.println("refused " + e.getMessage().replace('\\n', ' '));
                  }
                }
              }
            }
            """);
    Path classes = dir.resolve("classes");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "--module-path",
                modulePath(List.of()),
                info.toString(),
                main.toString());
    assertEquals(0, result);
    return classes;
  }

  private static String modulePath(List<Path> more) {
    List<Path> entries = new ArrayList<>(more);
    entries.addAll(runtime());
    return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
  }

  private static ChildProgram startModule(Path classes) throws IOException {
    return ChildProgram.startCommand(
        JAVA, "--module-path", modulePath(List.of(classes)), "-m", "app/app.Main");
  }

  @Test
  void aNamedModuleSendsLambdasAndItsOpenPackages(@TempDir Path dir) throws Exception {
    Path classes =
        compileModule(
            dir,
            """
            module app {
              requires org.jvmpool.api;
              requires org.jvmpool.impl;
              opens app to com.esotericsoftware.kryo.kryo5, org.jvmpool.worker;
            }
            """);
    try (ChildProgram program = startModule(classes)) {
      assertEquals("app", program.awaitLine("module "));
      assertEquals("42", program.awaitLine("lambda "));
      assertEquals("app", program.awaitLine("there "));
      assertEquals("[Point[x=1, y=2]]", program.awaitLine("points "));
      assertEquals(0, program.awaitExit(), program::toString);
    }
  }

  @Test
  void aPackageThatIsNotOpenIsRefusedWithTheLineToAdd(@TempDir Path dir) throws Exception {
    Path classes =
        compileModule(
            dir,
            """
            module app {
              requires org.jvmpool.api;
              requires org.jvmpool.impl;
            }
            """);
    try (ChildProgram program = startModule(classes)) {
      assertEquals("42", program.awaitLine("lambda "));
      String refused = program.awaitLine("refused ");
      assertTrue(refused.contains("opens app to"), refused);
      assertEquals(0, program.awaitExit(), program::toString);
    }
  }
}
