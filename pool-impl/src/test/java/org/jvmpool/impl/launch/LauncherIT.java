package org.jvmpool.impl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvmpool.impl.testkit.HouseCheck;

/** What a child inherits, gets and is spared. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
@ExtendWith(HouseCheck.class)
class LauncherIT {

  /** Every JDK on this machine, as distributions place them. */
  static Stream<Path> javaHomes() throws Exception {
    List<Path> homes = new ArrayList<>();
    Path jvms = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(jvms)) {
      try (Stream<Path> entries = Files.list(jvms)) {
        entries
            .filter(home -> Files.isExecutable(home.resolve("bin/java")))
            .filter(home -> JavaHome.of(home).isAtLeast(17))
            .map(LauncherIT::real)
            .distinct()
            .forEach(homes::add);
      }
    }
    return homes.isEmpty() ? Stream.of(Path.of(System.getProperty("java.home"))) : homes.stream();
  }

  private static Path real(Path home) {
    try {
      return home.toRealPath();
    } catch (java.io.IOException e) {
      return home;
    }
  }

  @ParameterizedTest
  @MethodSource("javaHomes")
  void startsWithoutAWordOnStandardError(Path javaHome) throws Exception {
    try (Talk talk = Talk.with(builder -> builder.javaHome(javaHome))) {
      assertEquals("hello", talk.ask("echo hello"));
      talk.say("exit 0");
      assertEquals(List.of(), talk.awaitEnding().stderrTail());
    }
  }

  @ParameterizedTest
  @MethodSource("javaHomes")
  void understandsBlanksQuotesAndOtherAlphabets(Path javaHome, @TempDir Path temp)
      throws Exception {
    String name = "größe \"x\" 'y' \\z #1 日本";
    Path directory = Files.createDirectory(temp.resolve(name));
    Files.writeString(directory.resolve("marker-of-test.txt"), "x");
    Path classes =
        Path.of(TalkingMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Talk talk =
        Talk.with(
            b ->
                b.javaHome(javaHome)
                    .classPath(List.of(directory, classes))
                    .workingDirectory(directory)
                    .systemProperty("odd", "tab\tline\nend\\ \"q\" ü"))) {
      assertFalse(talk.ask("resource /marker-of-test.txt").equals("null"));
      assertEquals("tab\tline\nend\\ \"q\" ü", talk.ask("property odd"));
      assertEquals(directory.toString(), talk.ask("directory"));
    }
  }

  @Test
  void understandsThousandsOfClassPathEntries(@TempDir Path temp) throws Exception {
    List<Path> entries = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      entries.add(Files.createDirectory(temp.resolve("entry-with-a-rather-long-name-" + i)));
    }
    Files.writeString(entries.get(1_999).resolve("marker-of-test.txt"), "x");
    try (Talk talk = Talk.with(builder -> builder.classPath(entries))) {
      assertTrue(talk.ask("resource /marker-of-test.txt").contains("-1999/"));
      assertTrue(talk.launcher.describeCommand().length() < 4_000);
    }
  }

  @Test
  void putsOurClassesFirst(@TempDir Path temp) throws Exception {
    try (Talk talk = Talk.with(builder -> builder.classPath(List.of(temp)))) {
      String[] entries = talk.ask("property java.class.path").split(":");
      assertEquals(temp.toString(), entries[entries.length - 1]);
      assertTrue(Stream.of(entries).anyMatch(entry -> entry.contains("kryo5")));
      assertTrue(Stream.of(entries).anyMatch(entry -> entry.contains("pool-api")));
    }
  }

  @Test
  void givesTheParentsClassPathOnceEach() throws Exception {
    try (Talk talk = Talk.plain()) {
      List<String> entries = List.of(talk.ask("property java.class.path").split(":"));
      assertEquals(entries.stream().distinct().toList(), entries);
      for (String entry : System.getProperty("java.class.path").split(":")) {
        if (Files.exists(Path.of(entry))) {
          assertTrue(entries.contains(Path.of(entry).toAbsolutePath().toString()), entry);
        }
      }
    }
  }

  @Test
  void handsOnPropertiesSetAtRunTime() throws Exception {
    System.setProperty("org.example.late", "set by a program");
    System.setProperty("org.example.huge", "x".repeat(9_000));
    try (Talk talk = Talk.with(builder -> builder.systemProperty("org.example.own", "a b"))) {
      assertEquals("set by a program", talk.ask("property org.example.late"));
      assertEquals("null", talk.ask("property org.example.huge"));
      assertEquals("a b", talk.ask("property org.example.own"));
      assertEquals("false", talk.ask("property kryo.unsafe"));
      assertEquals("null", talk.ask("property surefire.test.class.path"));
    } finally {
      System.clearProperty("org.example.late");
      System.clearProperty("org.example.huge");
    }
  }

  @Test
  void keepsTheParentsCharset() throws Exception {
    try (Talk talk = Talk.plain()) {
      assertEquals(java.nio.charset.Charset.defaultCharset().name(), talk.ask("charset"));
    }
  }

  @Test
  void sharesTheMachineFairly() throws Exception {
    try (Talk talk = Talk.with(builder -> builder.maxHeap("96m"))) {
      String options = talk.ask("options");
      assertTrue(options.contains("-Xmx96m"), options);
      assertTrue(options.contains("-XX:+UseSerialGC"), options);
      assertTrue(options.contains("-XX:ActiveProcessorCount="), options);
      assertTrue(Long.parseLong(talk.ask("heap")) <= 96);
    }
  }

  @Test
  void letsTheUsersOptionsWin() throws Exception {
    try (Talk talk =
        Talk.with(
            builder ->
                builder.jvmOptions(
                    "-Xmx48m", "-XX:+UseParallelGC", "-XX:ActiveProcessorCount=1"))) {
      String options = talk.ask("options");
      assertFalse(options.contains("SerialGC"), options);
      assertTrue(Long.parseLong(talk.ask("heap")) <= 48);
    }
  }

  @Test
  void dropsTheLineAboutToolOptions() throws Exception {
    try (Talk talk =
        Talk.with(builder -> builder.environment("JAVA_TOOL_OPTIONS", "-Dfrom.tool.options=1"))) {
      assertEquals("1", talk.ask("property from.tool.options"));
      talk.say("exit 0");
      assertEquals(List.of(), talk.awaitEnding().stderrTail());
      assertEquals(List.of(), talk.stderr);
    }
  }

  @Test
  void setsEnvironmentAndWorkingDirectory(@TempDir Path directory) throws Exception {
    try (Talk talk =
        Talk.with(b -> b.environment("A_NAME", "a value").workingDirectory(directory))) {
      assertEquals("a value", talk.ask("env A_NAME"));
      assertEquals(directory.toString(), talk.ask("directory"));
      assertEquals(System.getenv("HOME"), nullable(talk.ask("env HOME")));
      assertEquals("null", talk.ask("env CLASSPATH"));
    }
  }

  private static String nullable(String text) {
    return text.equals("null") ? null : text;
  }

  @Test
  void startsManySideBySideFromOneCommand() throws Exception {
    Launcher launcher = Launcher.create(Talk.settings(b -> b), TalkingMain.class.getName());
    List<Talk> talks = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        talks.add(new Talk(launcher));
      }
      for (Talk talk : talks) {
        assertEquals("hello", talk.ask("echo hello"));
      }
      assertEquals(1, HouseCheck.launchDirectories().size());
    } finally {
      talks.forEach(Talk::close);
    }
  }

  @Test
  void keepsItsFilesPrivateAndRemovesThem() throws Exception {
    try (Talk talk = Talk.plain()) {
      talk.ask("echo ready");
      Path directory = HouseCheck.launchDirectories().get(0);
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
      talk.launcher.close();
      talk.launcher.close();
      assertFalse(Files.exists(directory));
      LaunchException refused =
          assertThrows(LaunchException.class, () -> talk.launcher.launch(line -> {}));
      assertTrue(refused.getMessage().contains("closed"), refused::getMessage);
    }
  }

  @Test
  void startsAgainAfterTheTempDirectoryWasCleaned() throws Exception {
    try (Talk first = Talk.plain()) {
      first.ask("echo ready");
      Path directory = HouseCheck.launchDirectories().get(0);
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
      try (Talk second = new Talk(first.launcher)) {
        assertEquals("hello", second.ask("echo hello"));
      }
    }
  }

  @Test
  void saysWhichJavaIsMissing(@TempDir Path home) throws Exception {
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    assertTrue(Files.writeString(java, "never run").toFile().setExecutable(true));
    Launcher launcher = Launcher.create(Talk.settings(b -> b.javaHome(home)), "Main");
    Files.delete(java);
    LaunchException missing =
        assertThrows(LaunchException.class, () -> launcher.launch(line -> {}));
    assertTrue(missing.getMessage().contains("there is no " + java), missing::getMessage);
    assertTrue(missing.command().startsWith(java.toString()), missing::command);

    Files.writeString(java, "not a program");
    LaunchException plain = assertThrows(LaunchException.class, () -> launcher.launch(line -> {}));
    assertTrue(plain.getMessage().contains("not executable"), plain::getMessage);
    launcher.close();
  }

  @Test
  void refusesAnOldJava(@TempDir Path home) throws Exception {
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    assertTrue(Files.writeString(java, "never run").toFile().setExecutable(true));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"1.8.0_402\"\n");
    Launcher launcher = Launcher.create(Talk.settings(b -> b.javaHome(home)), "Main");
    LaunchException old = assertThrows(LaunchException.class, () -> launcher.launch(line -> {}));
    assertTrue(old.getMessage().contains("is Java 8"), old::getMessage);
    launcher.close();
  }

  @Test
  void saysThatTheWorkingDirectoryIsGone(@TempDir Path temp) throws Exception {
    Path directory = Files.createDirectory(temp.resolve("gone"));
    Launcher launcher = Launcher.create(Talk.settings(b -> b.workingDirectory(directory)), "Main");
    Files.delete(directory);
    LaunchException gone = assertThrows(LaunchException.class, () -> launcher.launch(line -> {}));
    assertTrue(gone.getMessage().contains(directory.toString()), gone::getMessage);
    launcher.close();
  }

  @Test
  void hidesSecretsInTheDescription() {
    Launcher launcher =
        Launcher.create(Talk.settings(b -> b.systemProperty("db.password", "hush")), "the.Main");
    String command = launcher.describeCommand();
    assertTrue(command.contains("-Ddb.password=***"), command);
    assertFalse(command.contains("hush"), command);
    assertTrue(command.endsWith("the.Main fd:3 fd:4"), command);
    launcher.close();
  }

  @Test
  void countsTheStartFromTheSystem() throws Exception {
    try (Talk talk = Talk.plain()) {
      long age = System.currentTimeMillis() - talk.child.startedAt().toEpochMilli();
      assertTrue(Math.abs(age) < TimeUnit.SECONDS.toMillis(30));
    }
  }
}
