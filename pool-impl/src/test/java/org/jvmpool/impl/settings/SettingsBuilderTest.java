package org.jvmpool.impl.settings;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvmpool.VoidTask;
import org.jvmpool.WorkerOutput;

/** Each wrong value is refused where it is set, with the setting, the value and the way out. */
@Timeout(30)
class SettingsBuilderTest {
  private static final WorkerOutput OUTPUT = WorkerOutput.discard();

  private static SettingsBuilder builder() {
    return new SettingsBuilder(
            settings -> {
              throw new BuiltWith(settings);
            })
        .output(OUTPUT);
  }

  /** Carries the settings out of the factory, in place of a pool. */
  private static final class BuiltWith extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final transient PoolSettings settings;

    BuiltWith(PoolSettings settings) {
      this.settings = settings;
    }
  }

  private static void refused(Consumer<SettingsBuilder> setting, String... words) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> setting.accept(builder()));
    for (String word : words) {
      assertTrue(e.getMessage().contains(word), () -> word + " is not in: " + e.getMessage());
    }
  }

  private static void refusesNull(Consumer<SettingsBuilder> setting, String name) {
    NullPointerException e =
        assertThrows(NullPointerException.class, () -> setting.accept(builder()));
    assertTrue(e.getMessage().contains(name), e::getMessage);
  }

  @Test
  void hasDefaultsForEverything() {
    PoolSettings settings = builder().settings();
    assertAll(
        () -> assertEquals(Runtime.getRuntime().availableProcessors(), settings.workers()),
        () -> assertNull(settings.initializer()),
        () -> assertEquals(0, settings.maxTasksPerWorker()),
        () -> assertNull(settings.taskTimeout()),
        () -> assertNull(settings.idleTimeout()),
        () -> assertEquals(Duration.ofSeconds(5), settings.gracePeriod()),
        () -> assertEquals(0, settings.maxPending()),
        () -> assertNull(settings.maxHeap()),
        () -> assertEquals(0, settings.memoryLimit()),
        () -> assertEquals(List.of(), settings.jvmOptions()),
        () -> assertEquals(Map.of(), settings.systemProperties()),
        () -> assertEquals(Map.of(), settings.environment()),
        () -> assertNull(settings.workingDirectory()),
        () -> assertNull(settings.classPath()),
        () -> assertNull(settings.javaHome()),
        () -> assertSame(OUTPUT, settings.output()),
        () -> assertNull(settings.errorDirectory()));
  }

  @Test
  void countsTheNamesOfUnnamedPools() {
    String first = builder().settings().name();
    String second = builder().settings().name();
    assertTrue(first.matches("pool-\\d+"), first);
    assertNotEquals(first, second);
  }

  @Test
  void givesTheFactoryWhatWasSet(@TempDir Path directory) {
    VoidTask initializer = () -> {};
    BuiltWith built =
        assertThrows(
            BuiltWith.class,
            () ->
                builder()
                    .name("reports")
                    .workers(3)
                    .initializer(initializer)
                    .maxTasksPerWorker(10)
                    .taskTimeout(Duration.ofSeconds(1))
                    .idleTimeout(Duration.ofSeconds(2))
                    .gracePeriod(Duration.ofSeconds(3))
                    .maxPending(4)
                    .maxHeap("512m")
                    .memoryLimit(5)
                    .jvmOptions("-Xss2m")
                    .jvmOptions("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-ea")
                    .systemProperty("a", "b")
                    .environment("C", "d")
                    .workingDirectory(directory)
                    .classPath(List.of(directory))
                    .javaHome(Path.of(System.getProperty("java.home")))
                    .errorDirectory(directory.resolve("errors"))
                    .build());
    PoolSettings settings = built.settings;
    assertAll(
        () -> assertEquals("reports", settings.name()),
        () -> assertEquals(3, settings.workers()),
        () -> assertSame(initializer, settings.initializer()),
        () -> assertEquals(10, settings.maxTasksPerWorker()),
        () -> assertEquals(Duration.ofSeconds(1), settings.taskTimeout()),
        () -> assertEquals(Duration.ofSeconds(2), settings.idleTimeout()),
        () -> assertEquals(Duration.ofSeconds(3), settings.gracePeriod()),
        () -> assertEquals(4, settings.maxPending()),
        () -> assertEquals("512m", settings.maxHeap()),
        () -> assertEquals(5, settings.memoryLimit()),
        () ->
            assertEquals(
                List.of("-Xss2m", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-ea"),
                settings.jvmOptions()),
        () -> assertEquals(Map.of("a", "b"), settings.systemProperties()),
        () -> assertEquals(Map.of("C", "d"), settings.environment()),
        () -> assertEquals(directory, settings.workingDirectory()),
        () -> assertEquals(List.of(directory), settings.classPath()),
        () -> assertEquals(Path.of(System.getProperty("java.home")), settings.javaHome()),
        () -> assertEquals(directory.resolve("errors"), settings.errorDirectory()));
  }

  @Test
  void settingsDoNotChangeWithTheBuilder() {
    SettingsBuilder builder = builder().environment("A", "1").jvmOptions("-ea");
    PoolSettings before = builder.settings();
    builder.environment("B", "2").jvmOptions("-esa");
    assertEquals(Map.of("A", "1"), before.environment());
    assertEquals(List.of("-ea"), before.jvmOptions());
    assertThrows(UnsupportedOperationException.class, () -> before.environment().put("C", "3"));
  }

  @Test
  void limitsThatMeanForeverFitIntoNanoseconds() {
    PoolSettings settings = builder().taskTimeout(Duration.ofSeconds(Long.MAX_VALUE)).settings();
    assertTrue(settings.taskTimeout().toNanos() > 0);
  }

  @Test
  void refusesNumbersOutOfRange() {
    refused(b -> b.workers(0), "workers must be at least 1, but was 0");
    refused(b -> b.workers(-7), "workers must be at least 1, but was -7");
    refused(b -> b.workers(10_001), "workers must be at most 10000, but was 10001");
    refused(b -> b.maxTasksPerWorker(0), "maxTasksPerWorker must be at least 1, but was 0");
    refused(b -> b.maxPending(0), "maxPending must be at least 1, but was 0");
    refused(b -> b.memoryLimit(-1), "memoryLimit must be at least 1, but was -1");
  }

  @Test
  void refusesDurationsThatAreNotPositive() {
    refused(b -> b.taskTimeout(Duration.ZERO), "taskTimeout must be positive, but was PT0S");
    refused(b -> b.idleTimeout(Duration.ofMillis(-1)), "idleTimeout", "PT-0.001S");
    refused(b -> b.gracePeriod(Duration.ofSeconds(-2)), "gracePeriod", "PT-2S");
  }

  @Test
  void aGraceOfZeroKillsAtOnce() {
    assertEquals(Duration.ZERO, builder().gracePeriod(Duration.ZERO).settings().gracePeriod());
  }

  @Test
  void refusesTwoHeaps() {
    refused(b -> b.maxHeap("1g").jvmOptions("-Xmx2g").settings(), "maxHeap \"1g\"", "-Xmx2g");
    refused(b -> b.jvmOptions("-XX:MaxHeapSize=2g").maxHeap("1g").build(), "contradict");
  }

  @Test
  void refusesNamesThatCannotBeShown() {
    refused(b -> b.name(""), "name must not be blank");
    refused(b -> b.name(" \t"), "name must not be blank");
    refused(b -> b.name("a\nb"), "name", "control", "a?b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"512m", "2g", "2G", "65536k", "1t", "8388608", "8M"})
  void takesHeapsAsTheJvmDoes(String size) {
    assertEquals(size, builder().maxHeap(size).settings().maxHeap());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "m", "512 m", "512mb", "-1m", "1.5g", "0x10m", "+5m", "lots"})
  void refusesHeapsThatTheJvmWouldNotRead(String size) {
    refused(b -> b.maxHeap(size), "maxHeap", "\"" + size + "\"", "512m");
  }

  @ParameterizedTest
  @CsvSource({"512,unit missing", "0m,at least 8m", "7m,at least 8m", "999999999999999t,exbibytes"})
  void refusesHeapsThatNoWorkerCanHave(String size, String why) {
    refused(b -> b.maxHeap(size), "maxHeap", "\"" + size + "\"", why);
  }

  @ParameterizedTest
  @CsvSource({
    "-cp,classPath(...)",
    "-classpath,classPath(...)",
    "--class-path,classPath(...)",
    "--class-path=/x,classPath(...)",
    "-jar,what a worker runs",
    "-m,what a worker runs",
    "--module=a/b,what a worker runs",
    "-p,module path",
    "--module-path,module path",
    "--module-path=/x,module path",
    "@options,argument files",
    "Main,starts with '-'",
    "-version,java ends at once",
    "--help,java ends at once",
    "--list-modules,java ends at once",
    "--add-opens,needs a value",
  })
  void refusesOptionsThatAreThePoolsToSet(String option, String instead) {
    refused(b -> b.jvmOptions("-ea", option), "jvmOptions", option, instead);
  }

  @Test
  void refusesOptionsThatAreNone() {
    refused(b -> b.jvmOptions("-ea", " "), "jvmOptions: option 1 must not be blank");
    refused(b -> b.jvmOptions("-Da=\0"), "NUL");
    refused(b -> b.jvmOptions("--add-opens", "-ea"), "--add-opens needs a value", "-ea");
    refusesNull(b -> b.jvmOptions("-ea", null), "jvmOptions: option 1");
    refusesNull(b -> b.jvmOptions((String[]) null), "jvmOptions");
    refusesNull(b -> b.jvmOptions("--add-opens", null), "--add-opens");
  }

  @Test
  void aRefusedCallChangesNothing() {
    SettingsBuilder builder = builder();
    assertThrows(IllegalArgumentException.class, () -> builder.jvmOptions("-ea", "-jar"));
    assertEquals(List.of(), builder.settings().jvmOptions());
  }

  @Test
  void refusesEnvironmentNamesThatNoProcessCanHave() {
    refused(b -> b.environment("", "x"), "environment name must not be blank");
    refused(b -> b.environment(" ", "x"), "environment name must not be blank");
    refused(b -> b.environment("A=B", "x"), "environment", "\"A=B\"");
    refused(b -> b.environment("A\0B", "x"), "environment", "A\\0B");
    refused(b -> b.environment("A", "x\0y"), "environment A", "x\\0y");
  }

  @Test
  void refusesSystemPropertiesThatTheJvmOrThePoolSets() {
    refused(b -> b.systemProperty(" ", "x"), "blank");
    refused(b -> b.systemProperty("a=b", "x"), "a=b");
    refused(b -> b.systemProperty("a", "\0"), "NUL");
    refused(b -> b.systemProperty("java.class.path", "x"), "classPath(...)");
    refused(b -> b.systemProperty("java.home", "x"), "javaHome(...)");
    refused(b -> b.systemProperty("user.dir", "x"), "workingDirectory(...)");
  }

  @Test
  void refusesDirectoriesThatAreNone(@TempDir Path temp) throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    Path missing = temp.resolve("missing");
    refused(b -> b.workingDirectory(file), "workingDirectory", file + " is not a directory");
    refused(b -> b.workingDirectory(missing), "workingDirectory", missing + " does not exist");
    refused(b -> b.errorDirectory(file), "errorDirectory", file.toString());
    refused(b -> b.errorDirectory(file.resolve("x")), "errorDirectory", file.toString());
  }

  @Test
  void createsTheErrorDirectory(@TempDir Path temp) {
    Path deep = temp.resolve("a").resolve("b");
    builder().errorDirectory(deep);
    assertTrue(Files.isDirectory(deep));
  }

  @Test
  void refusesClassPathEntriesThatDoNotExist(@TempDir Path temp) {
    Path missing = temp.resolve("missing.jar");
    refused(b -> b.classPath(List.of(temp, missing)), "classPath entry 1", missing.toString());
    refusesNull(b -> b.classPath(Arrays.asList(temp, null)), "classPath entry 1");
  }

  @Test
  void refusesClassPathEntriesThatCannotBeWritten(@TempDir Path temp) throws Exception {
    Path split = Files.createDirectory(temp.resolve("a" + java.io.File.pathSeparator + "b"));
    refused(b -> b.classPath(List.of(split)), "classPath entry 0", split.toString(), "separates");
  }

  @Test
  void saysWhatItLookedForInJavaHome(@TempDir Path temp) {
    refused(
        b -> b.javaHome(temp), "javaHome", temp.toString(), temp.resolve("bin/java").toString());
  }

  @Test
  void refusesNullNamingTheSetting() {
    refusesNull(b -> b.name(null), "name");
    refusesNull(b -> b.initializer(null), "initializer");
    refusesNull(b -> b.taskTimeout(null), "taskTimeout");
    refusesNull(b -> b.idleTimeout(null), "idleTimeout");
    refusesNull(b -> b.gracePeriod(null), "gracePeriod");
    refusesNull(b -> b.maxHeap(null), "maxHeap");
    refusesNull(b -> b.systemProperty(null, "x"), "systemProperty key");
    refusesNull(b -> b.systemProperty("a", null), "systemProperty a");
    refusesNull(b -> b.environment(null, "x"), "environment name");
    refusesNull(b -> b.environment("A", null), "environment A");
    refusesNull(b -> b.workingDirectory(null), "workingDirectory");
    refusesNull(b -> b.classPath(null), "classPath");
    refusesNull(b -> b.javaHome(null), "javaHome");
    refusesNull(b -> b.output(null), "output");
    refusesNull(b -> b.errorDirectory(null), "errorDirectory");
    assertThrows(NullPointerException.class, () -> new SettingsBuilder(null));
  }
}
