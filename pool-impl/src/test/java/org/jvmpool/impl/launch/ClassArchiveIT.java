package org.jvmpool.impl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.HouseCheck;

/** The class-data archive from one program to the next. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@ExtendWith(HouseCheck.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassArchiveIT {
  @TempDir Path jars;
  @TempDir Path temp;

  private String classPath = "";

  @BeforeAll
  void packOurClasses() throws Exception {
    List<String> path = new ArrayList<>();
    for (Class<?> type :
        List.of(
            Launcher.class,
            org.jvmpool.worker.WorkerMain.class,
            Pool.class,
            com.esotericsoftware.kryo.kryo5.Kryo.class,
            org.slf4j.Logger.class)) {
      path.add(TinyModules.jarOf(type, jars, type.getSimpleName()).toString());
    }
    Path tests =
        Path.of(ArchiveProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    path.add(tests.toString());
    classPath = String.join(":", path);
  }

  private static Path ownJava() {
    return Path.of(System.getProperty("java.home"));
  }

  private ChildProgram start(Path directory, Path javaHome, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ownJava().resolve("bin/java").toString());
    command.addAll(List.of("-cp", classPath, "-D" + ClassArchive.PROPERTY + "=" + directory));
    command.addAll(List.of(ArchiveProgram.class.getName(), javaHome.toString()));
    command.add(directory.toString());
    command.addAll(List.of(more));
    return ChildProgram.startCommand(command.toArray(String[]::new));
  }

  /** Runs the program to its end, and returns all that it has printed. */
  private List<String> run(Path directory, Path javaHome) throws Exception {
    try (ChildProgram program = start(directory, javaHome)) {
      program.awaitExit();
      List<String> printed = new ArrayList<>(program.out());
      printed.addAll(program.err());
      return printed;
    }
  }

  /** Lets a program make the archive. */
  private Path make(Path directory, Path javaHome) throws Exception {
    try (ChildProgram program = start(directory, javaHome, "wait")) {
      assertEquals("false", program.awaitLine("mapped "));
      Eventually.until(() -> !archives(directory).isEmpty());
      program.process().getOutputStream().close();
      program.awaitExit();
      assertEquals(List.of(), program.err());
    }
    return archives(directory).get(0);
  }

  /** One that is made once for all tests. */
  private Path sound(Path javaHome) throws Exception {
    Path directory = temp.resolve("sound-" + javaHome.getFileName());
    return archives(directory).isEmpty() ? make(directory, javaHome) : archives(directory).get(0);
  }

  private static Path copy(Path archive, Path directory) throws IOException {
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path copy = directory.resolve(archive.getFileName());
    return Files.copy(archive, copy, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static List<Path> archives(Path directory) throws IOException {
    return files(directory).stream().filter(file -> file.toString().endsWith(".jsa")).toList();
  }

  @ParameterizedTest
  @MethodSource("org.jvmpool.impl.launch.LauncherIT#javaHomes")
  void isMadeByOneProgramAndUsedByTheNext(Path javaHome) throws Exception {
    Path directory = temp.resolve("next-" + javaHome.getFileName());
    Path archive = make(directory, javaHome);
    assertEquals(List.of(archive, directory.resolve("lock")), files(directory));
    assertEquals("rwx------", posix(directory));
    assertEquals(List.of("mapped true", "bye"), run(directory, javaHome));
    assertEquals(List.of(archive, directory.resolve("lock")), files(directory));
  }

  private static String posix(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  enum Damage {
    CUT_SHORT,
    CUT_SHORT_UNSEEN,
    EMPTY,
    /** With the size and time of the sound one: only the JVM can see it. */
    BLANK_HEADER,
    /** The same, where the JVM does not look before it uses it. */
    BLANK_MIDDLE
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedOneBreaksNoStart(Damage damage) throws Exception {
    for (Path javaHome : LauncherIT.javaHomes().toList()) {
      Path directory = temp.resolve(damage + "-" + javaHome.getFileName());
      Path archive = copy(sound(javaHome), directory);
      FileTime time = Files.getLastModifiedTime(archive);
      assertEquals(true, archive.toFile().setWritable(true, true));
      try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
        switch (damage) {
          case CUT_SHORT, CUT_SHORT_UNSEEN -> file.setLength(file.length() / 2);
          case EMPTY -> file.setLength(0);
          case BLANK_HEADER -> file.write(new byte[4096]);
          case BLANK_MIDDLE -> {
            file.seek(4096);
            file.write(new byte[(int) file.length() - 8192]);
          }
        }
      }
      Files.setLastModifiedTime(archive, time);
      if (damage == Damage.CUT_SHORT_UNSEEN) {
        String name = archive.getFileName().toString();
        String[] parts = name.split("-");
        parts[2] = String.valueOf(Files.size(archive));
        Files.move(archive, directory.resolve(String.join("-", parts)));
      }
      List<String> printed = run(directory, javaHome);
      // A JVM that crashes over it leaves word; the archive is gone then, and the program goes on.
      if (damage == Damage.BLANK_MIDDLE) {
        assertEquals(true, printed.contains("bye"), printed.toString());
        printed = run(directory, javaHome);
      }
      assertEquals(true, printed.contains("bye"), printed.toString());
      assertFalse(printed.stream().anyMatch(line -> line.contains("warning")), printed.toString());
    }
  }

  @Test
  void aProgramThatIsKilledTakesTheTrainingWithIt() throws Exception {
    Path directory = temp.resolve("killed");
    ProcessHandle training;
    try (ChildProgram program = start(directory, ownJava(), "wait")) {
      Eventually.until(() -> trainingOf(program) != null);
      training = trainingOf(program);
      program.process().destroyForcibly();
      program.awaitExit();
    }
    Eventually.until(() -> training == null || !training.isAlive());
    Path archive = make(directory, ownJava());
    assertEquals(List.of(archive, directory.resolve("lock")), files(directory));
  }

  private static ProcessHandle trainingOf(ChildProgram program) {
    return program
        .process()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains("TrainingMain"))
        .findFirst()
        .orElse(null);
  }

  @Test
  void programsThatStartAtOnceMakeOne() throws Exception {
    Path directory = temp.resolve("many");
    List<ChildProgram> programs = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        programs.add(start(directory, ownJava(), "wait"));
      }
      Eventually.until(() -> !archives(directory).isEmpty());
      List<Path> made = archives(directory);
      for (ChildProgram program : programs) {
        program.awaitLine("mapped ");
        program.process().getOutputStream().close();
        program.awaitExit();
        assertEquals(List.of(), program.err());
      }
      assertEquals(made, archives(directory));
    } finally {
      programs.forEach(ChildProgram::close);
    }
  }

  @Test
  void offMeansThatNoneIsMade() throws Exception {
    Path off = Path.of("off");
    assertEquals(List.of("mapped false", "bye"), run(off, ownJava()));
    assertFalse(Files.exists(off));
  }
}
