package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Sources;
import org.jvmpool.impl.testkit.TestLibraries;

/** A pool in programs whose classes come to them in all the ways in which build tools lay them. */
@Behaviour
class ClassPathTest {
  private static final String LIBRARY =
      """
      package lib;

      public record Answer(int value, String text) {
        public static Answer of(int value) {
          try (var in = Answer.class.getResourceAsStream("/lib/text.txt")) {
            return new Answer(value, new String(in.readAllBytes(), "UTF-8"));
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }
      }
      """;

  private static final String PROGRAM =
      """
      package app;

      import java.util.*;
      import lib.Answer;
      import org.jvmpool.*;

      public class Main {
        static class Wrong extends RuntimeException {}

        public interface Named { String name(); }

        public static class Anna implements Named { public String name() { return "anna"; } }

        public static void main(String[] args) {
          int captured = 40;
          try (Pool pool = Pool.create(1)) {
            System.out.println("answer " + pool.apply(() -> Answer.of(captured + 2)));
            System.out.println("map " + pool.map(x -> new Answer(x, "m"), List.of(1, 2)));
            try {
              pool.apply(() -> { throw new Wrong(); });
            } catch (TaskException e) {
              System.out.println("wrong " + (e.getCause() instanceof Wrong));
            }
            System.out.println("services " + pool.apply(() -> {
              List<String> names = new ArrayList<>();
              ServiceLoader.load(Named.class).forEach(named -> names.add(named.name()));
              Collections.sort(names);
              return names;
            }));
          }
        }
      }
      """;

  private static final String BERT =
      """
      package lib;

      public class Bert implements app.Main.Named {
        public String name() { return "bert"; }
      }
      """;

  private static final List<String> EXPECTED =
      List.of(
          "answer Answer[value=42, text=größe]",
          "map [Answer[value=1, text=m], Answer[value=2, text=m]]",
          "wrong true",
          "services [anna, bert]");

  /** The classes of the program, and of its library, each in a directory. */
  private record Built(Path program, Path library) {
    static Built in(Path dir) throws IOException {
      Path classes =
          Sources.compile(
              dir.resolve("both"),
              List.of(),
              Map.of("lib/Answer.java", LIBRARY, "app/Main.java", PROGRAM, "lib/Bert.java", BERT));
      Path library = Files.createDirectories(dir.resolve("library of größe"));
      Path program = Files.createDirectories(dir.resolve("program 日本"));
      Files.move(classes.resolve("lib"), library.resolve("lib"));
      Files.move(classes.resolve("app"), program.resolve("app"));
      Files.writeString(library.resolve("lib/text.txt"), "größe");
      service(program, "app.Main$Anna");
      service(library, "lib.Bert");
      return new Built(program, library);
    }

    private static void service(Path root, String name) throws IOException {
      Path services = Files.createDirectories(root.resolve("META-INF/services"));
      Files.writeString(services.resolve("app.Main$Named"), name + "\n");
    }
  }

  private static Path jar(Path jar, Manifest manifest, Path... roots) throws IOException {
    try (JarOutputStream out = quick(jar, manifest)) {
      for (Path root : roots) {
        add(out, "", root);
      }
    }
    return jar;
  }

  private static JarOutputStream quick(Path jar, Manifest manifest) throws IOException {
    JarOutputStream out =
        new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)), manifest);
    out.setLevel(0);
    return out;
  }

  private static void add(JarOutputStream out, String prefix, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(
            new JarEntry(prefix + root.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  private static Manifest manifest(String... pairs) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    for (int i = 0; i < pairs.length; i += 2) {
      manifest.getMainAttributes().putValue(pairs[i], pairs[i + 1]);
    }
    return manifest;
  }

  /** Runs java, which is to print what is expected and nothing on standard error. */
  private static void check(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(TestLibraries.java());
    // Names of files that are not ASCII need a locale that has them.
    command.add("-Dsun.jnu.encoding=UTF-8");
    command.add("-Dstdout.encoding=UTF-8");
    command.add("-Dfile.encoding=UTF-8");
    command.addAll(arguments);
    try (ChildProgram program =
        ChildProgram.startCommand(Map.of("LC_ALL", "C.UTF-8"), command.toArray(String[]::new))) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(EXPECTED, program.out(), program::toString);
      assertEquals(List.of(), program.err(), program::toString);
    }
  }

  private static void check(String... arguments) throws Exception {
    check(List.of(arguments));
  }

  @Test
  void mayHaveDirectoriesAndJarsWithBlanksAndOtherAlphabets(@TempDir Path dir) throws Exception {
    Built built = Built.in(dir);
    Path library = jar(dir.resolve("lib ö 1.jar"), manifest(), built.library());
    check("-cp", TestLibraries.classPath(built.program(), library), "app.Main");
  }

  @Test
  void mayHaveTwoThousandEntriesGivenByAnArgumentFile(@TempDir Path dir) throws Exception {
    Built built = Built.in(dir);
    List<Path> entries = new ArrayList<>(TestLibraries.runtime());
    for (int i = 0; i < 2_000; i++) {
      entries.add(Files.createDirectories(dir.resolve("entries/entry number " + i)));
    }
    entries.add(built.library());
    entries.add(built.program());
    String path = TestLibraries.join(entries).replace("\\", "\\\\");
    Path arguments =
        Files.writeString(dir.resolve("arguments"), "-cp \"" + path + "\"\napp.Main\n");
    check("@" + arguments);
  }

  @Test
  void mayBeInTheManifestOfAnEmptyJarAsSurefireAndIdesDo(@TempDir Path dir) throws Exception {
    Built built = Built.in(dir);
    String entries =
        Stream.concat(TestLibraries.runtime().stream(), Stream.of(built.program(), built.library()))
            .map(Path::toUri)
            .map(URI::toASCIIString)
            .collect(Collectors.joining(" "));
    Path jar = jar(dir.resolve("booter.jar"), manifest("Class-Path", entries));
    check("-cp", jar.toString(), "app.Main");
  }

  @Test
  void mayLieInAnExecutableJarOfSpringBoot(@TempDir Path dir) throws Exception {
    Built built = Built.in(dir);
    Path library = jar(dir.resolve("library.jar"), manifest(), built.library());
    check("-jar", fatJar(dir, built.program(), "app.Main", library).toString());
  }

  private static final String LOGGING =
      """
      package app;

      import ch.qos.logback.classic.Level;
      import org.jvmpool.*;
      import org.slf4j.*;

      public class Logging {
        public static void main(String[] args) {
          try (Pool pool = Pool.create(1)) {
            pool.apply(() -> LoggerFactory.getLogger("app.Task").warn("by the {}", "task"));
            pool.apply(() -> LoggerFactory.getLogger("app.Task").info("unheard"));
            System.out.println(pool.apply(() -> {
              ch.qos.logback.classic.Logger logger =
                  (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("app.Task");
              logger.setLevel(Level.ERROR);
              return logger.getLevel();
            }) == Level.ERROR);
          }
        }
      }
      """;

  private static final String CONFIGURATION =
      """
      <configuration>
        <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%level %logger %thread %msg%n</pattern></encoder>
        </appender>
        <root level="WARN"><appender-ref ref="OUT"/></root>
      </configuration>
      """;

  /** With Logback among the jars within, which are on nobody's class path. */
  @Test
  void recordsOfAnExecutableJarsTasksReachTheParentsLoggers(@TempDir Path dir) throws Exception {
    Path logback = TestLibraries.jar("logback-classic");
    Path core = TestLibraries.jar("logback-core");
    Path program =
        Sources.compile(dir, List.of(logback, core), Map.of("app/Logging.java", LOGGING));
    Files.writeString(program.resolve("logback.xml"), CONFIGURATION);
    Path fat = fatJar(dir, program, "app.Logging", logback, core);
    try (ChildProgram child =
        ChildProgram.startCommand(TestLibraries.java(), "-jar", fat.toString())) {
      assertEquals(0, child.awaitExit(), child::toString);
      assertEquals(List.of(), child.err(), child::toString);
      String record = child.out().get(0);
      assertTrue(record.startsWith("WARN app.Task pool-1[0] "), record);
      assertTrue(record.endsWith(" main by the task"), record);
      assertEquals(List.of("true"), child.out().subList(1, child.out().size()), child::toString);
    }
  }

  /** The layout of Spring Boot: its loader outside, the program and stored jars within. */
  private static Path fatJar(Path dir, Path program, String main, Path... libraries)
      throws IOException {
    Path fat = dir.resolve("fat jar.jar");
    Manifest manifest =
        manifest(
            "Main-Class", "org.springframework.boot.loader.launch.JarLauncher",
            "Start-Class", main,
            "Spring-Boot-Classes", "BOOT-INF/classes/",
            "Spring-Boot-Lib", "BOOT-INF/lib/");
    try (JarOutputStream out = quick(fat, manifest)) {
      addJar(out, TestLibraries.jar("spring-boot-loader"));
      out.putNextEntry(new JarEntry("BOOT-INF/classes/"));
      out.closeEntry();
      add(out, "BOOT-INF/classes/", program);
      for (Path library : libraries) {
        stored(out, library);
      }
      int number = 0;
      for (Path part : TestLibraries.runtime()) {
        number++;
        stored(
            out,
            Files.isDirectory(part)
                ? jar(dir.resolve("part-" + number + ".jar"), manifest(), part)
                : part);
      }
    }
    return fat;
  }

  private static void addJar(JarOutputStream out, Path jar) throws IOException {
    try (java.util.jar.JarFile file = new java.util.jar.JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        if (entry.getName().endsWith(".class")
            || entry.getName().startsWith("META-INF/services/")) {
          out.putNextEntry(new JarEntry(entry.getName()));
          try (InputStream in = file.getInputStream(entry)) {
            in.transferTo(out);
          }
          out.closeEntry();
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void stored(JarOutputStream out, Path jar) throws IOException {
    byte[] bytes = Files.readAllBytes(jar);
    JarEntry entry = new JarEntry("BOOT-INF/lib/" + jar.getFileName());
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setMethod(JarEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  /** A program whose class is compiled anew while it runs. */
  @Test
  void aClassThatWasRebuiltUnderTheRunningProgramIsReported(@TempDir Path dir) throws Exception {
    String source =
        """
        package app;

        import java.nio.file.*;
        import javax.tools.ToolProvider;
        import org.jvmpool.*;

        public class Rebuilt {
          public static void main(String[] args) throws Exception {
            Task<String> task = () -> "old";
            ToolProvider.getSystemJavaCompiler().run(null, null, null,
                "-cp", System.getProperty("java.class.path"), "-d", args[0], args[1]);
            try (Pool pool = Pool.create(1)) {
              System.out.println("ran " + pool.apply(task));
            } catch (RuntimeException e) {
              System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
            }
          }
        }
        """;
    Path classes = Sources.compile(dir, List.of(), Map.of("app/Rebuilt.java", source));
    Path changed =
        Files.writeString(
            Files.createDirectories(dir.resolve("changed")).resolve("Rebuilt.java"),
            source.replace(
                "Task<String> task", "Task<String> other = () -> \"new\"; Task<String> task"),
            StandardCharsets.UTF_8);
    try (ChildProgram program =
        ChildProgram.startCommand(
            TestLibraries.java(),
            "-cp",
            classes + File.pathSeparator + TestLibraries.classPath(),
            "app.Rebuilt",
            classes.toString(),
            changed.toString())) {
      assertEquals(0, program.awaitExit(), program::toString);
      String said = program.awaitLine("TaskSerializationException ");
      assertTrue(said.contains("app.Rebuilt was rebuilt under the running program"), said);
    }
  }
}
