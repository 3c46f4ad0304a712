package org.jvmpool.impl.launch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
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

/** Parents of all kinds: in other locales, with agents and options, ending in all ways. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@ExtendWith(HouseCheck.class)
class ParentIT {
  @TempDir Path temp;

  /** A parent's own exit is 0; gives what it printed, decoded. */
  private List<String> run(
      Path javaHome, Map<String, String> environment, List<String> options, String... arguments)
      throws Exception {
    Path errors = temp.resolve("parent-stderr");
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin/java").toString());
    command.add("-Djava.io.tmpdir=" + temp);
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ParentMain.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().putAll(environment);
    Process parent = builder.start();
    try {
      String output = new String(parent.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(parent.waitFor(30, TimeUnit.SECONDS));
      assertEquals(0, parent.exitValue(), () -> output + read(errors));
      return output
          .lines()
          .map(line -> new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8))
          .toList();
    } finally {
      parent.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  private static Path own() {
    return Path.of(System.getProperty("java.home"));
  }

  private List<Path> left() throws Exception {
    try (Stream<Path> files = Files.list(temp)) {
      return files.filter(f -> f.getFileName().toString().startsWith("jvmpool-")).toList();
    }
  }

  static Stream<Path> javaHomes() throws Exception {
    return LauncherIT.javaHomes();
  }

  @ParameterizedTest
  @MethodSource("javaHomes")
  void mayLiveInAnUtf8Locale(Path javaHome) throws Exception {
    Path directory = Files.createDirectory(temp.resolve("größe 日本"));
    Files.writeString(directory.resolve("marker-of-test.txt"), "x");
    List<String> answers =
        run(
            javaHome,
            Map.of("LC_ALL", "C.UTF-8"),
            List.of("-Dtest.child.classPath=" + directory, "-Dorg.example.word=größe"),
            "close",
            "resource /marker-of-test.txt",
            "property org.example.word",
            "print größe 日本");
    assertTrue(answers.get(0).endsWith("marker-of-test.txt"), answers::toString);
    assertEquals("größe", answers.get(1));
    assertEquals("größe 日本\ngröße 日本", answers.get(3));
  }

  @ParameterizedTest
  @MethodSource("javaHomes")
  void mayLiveInTheBareLocale(Path javaHome) throws Exception {
    List<String> answers = run(javaHome, Map.of("LC_ALL", "C"), List.of(), "close", "echo hello");
    assertEquals(List.of("hello", ""), answers);
  }

  @Test
  void isSparedTheDebuggersAndPortsOfItsOwn() throws Exception {
    List<String> options =
        List.of(
            "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=localhost:0,quiet=y",
            "-Dcom.sun.management.jmxremote.port=0",
            "-Dcom.sun.management.jmxremote.authenticate=false",
            "-Dcom.sun.management.jmxremote.ssl=false",
            "-Xmx300m",
            "-ea:org.example...",
            "--add-opens=java.base/java.lang=ALL-UNNAMED");
    List<String> answers = run(own(), Map.of(), options, "close", "options");
    String childs = answers.get(0);
    assertFalse(childs.contains("jdwp"), childs);
    assertFalse(childs.contains("jmxremote"), childs);
    assertFalse(childs.contains("300m"), childs);
    assertTrue(childs.contains("-ea:org.example..."), childs);
    assertTrue(childs.contains("--add-opens=java.base/java.lang=ALL-UNNAMED"), childs);
    assertEquals("", answers.get(1));
  }

  @Test
  void handsOnToolOptionsWithoutTheirNoise() throws Exception {
    Map<String, String> environment =
        Map.of(
            "JAVA_TOOL_OPTIONS", "-Da.tool=1 -Xmx300m",
            "_JAVA_OPTIONS", "-Xmx290m",
            "JDK_JAVA_OPTIONS", "-Da.launcher=2");
    List<String> answers =
        run(
            own(),
            environment,
            List.of(),
            "close",
            "property a.tool",
            "property a.launcher",
            "heap",
            "env _JAVA_OPTIONS",
            "env JDK_JAVA_OPTIONS");
    assertEquals("1", answers.get(0));
    assertEquals("2", answers.get(1));
    assertTrue(Integer.parseInt(answers.get(2)) <= 64, answers::toString);
    assertEquals(List.of("null", "null", ""), answers.subList(3, 6));
  }

  @ParameterizedTest
  @MethodSource("javaHomes")
  void handsOnItsAgentWithoutANoise(Path javaHome) throws Exception {
    Path agent = agentJar(temp.resolve("agent.jar"));
    List<String> answers =
        run(javaHome, Map.of(), List.of("-javaagent:" + agent), "close", "property agent.was.here");
    assertEquals(List.of("yes", ""), answers);
  }

  /** An agent that appends to the boot class path, as those of coverage and mocking tools do. */
  private static Path agentJar(Path jar) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", TinyAgent.class.getName());
    manifest.getMainAttributes().putValue("Boot-Class-Path", jar.getFileName().toString());
    String entry = TinyAgent.class.getName().replace('.', '/') + ".class";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes, manifest);
        var in = TinyAgent.class.getResourceAsStream("/" + entry)) {
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
      out.closeEntry();
    }
    return Files.write(jar, bytes.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("javaHomes")
  void mayHaveModulesBesideItsClassPath(Path javaHome) throws Exception {
    Path modules =
        TinyModules.compile(
            temp.resolve("modules"),
            List.of(),
            Map.of(
                "tiny.lib/module-info.java", "module tiny.lib { exports tiny.lib; }",
                "tiny.lib/tiny/lib/Thing.java", "package tiny.lib; public class Thing {}"));
    List<String> answers =
        run(
            javaHome,
            Map.of(),
            List.of("--module-path", modules.toString(), "--add-modules", "tiny.lib"),
            "close",
            "module tiny.lib.Thing",
            "module " + TalkingMain.class.getName());
    assertEquals(List.of("tiny.lib", "null", ""), answers);
  }

  @Test
  void leavesNothingBehindWhenItExits() throws Exception {
    List<String> answers = run(own(), Map.of(), List.of(), "exit", "pid");
    assertEquals(List.of(), left());
    awaitGone(answers.get(0));
  }

  @Test
  void isTidiedUpAfterByTheNextWhenItCrashed() throws Exception {
    List<String> answers = run(own(), Map.of(), List.of(), "halt", "pid");
    assertEquals(1, left().size());
    awaitGone(answers.get(0));
    run(own(), Map.of(), List.of(), "close", "pid");
    assertEquals(List.of(), left());
  }

  /** The child sees the end of its input. */
  private static void awaitGone(String pid) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                ProcessHandle.of(Long.parseLong(pid))
                    .map(child -> child.info().command().isEmpty())
                    .orElse(true));
  }
}
