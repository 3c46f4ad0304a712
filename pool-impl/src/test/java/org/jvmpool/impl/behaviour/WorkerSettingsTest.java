package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
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

/** What a builder sets is what a task sees in its worker (229, 33, 34). */
@Behaviour
class WorkerSettingsTest {
  @Test
  void environmentVariablesAreThoseOfTheParentAndTheBuilders() {
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .environment("JVMPOOL_TEST", "a value with spaces, \"quotes\", $dollars and ä")
            .environment("no.shell-identifier", "kept")
            .environment("JVMPOOL_EMPTY", "")
            .build()) {
      Map<String, String> seen = pool.apply(() -> new java.util.HashMap<>(System.getenv()));
      assertEquals("a value with spaces, \"quotes\", $dollars and ä", seen.get("JVMPOOL_TEST"));
      assertEquals("kept", seen.get("no.shell-identifier"));
      assertEquals("", seen.get("JVMPOOL_EMPTY"));
      assertEquals(System.getenv("PATH"), seen.get("PATH"));
    }
  }

  @Test
  void systemPropertiesOfTheBuilderAreSet() {
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .systemProperty("jvmpool.test", "a value with spaces, \"quotes\", \\ and ä")
            .systemProperty("jvmpool.test.empty", "")
            .build()) {
      assertEquals(
          "a value with spaces, \"quotes\", \\ and ä",
          pool.apply(() -> System.getProperty("jvmpool.test")));
      assertEquals("", pool.apply(() -> System.getProperty("jvmpool.test.empty")));
    }
    assertEquals(null, System.getProperty("jvmpool.test"));
  }

  @Test
  void jvmOptionsReachTheJvm() {
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .jvmOptions("-XX:+UseParallelGC", "-Djvmpool.option=x y", "-ea:org.jvmpool...")
            .build()) {
      List<String> arguments =
          pool.apply(
              () -> new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments()));
      assertTrue(arguments.contains("-XX:+UseParallelGC"), arguments::toString);
      assertEquals("x y", pool.apply(() -> System.getProperty("jvmpool.option")));
    }
  }

  @Test
  void theHeapHasItsMaximum() {
    try (Pool pool = Pool.builder().workers(1).maxHeap("96m").build()) {
      long max = pool.apply(() -> Runtime.getRuntime().maxMemory());
      assertTrue(max > 60L << 20 && max <= 96L << 20, () -> "max heap " + max);
    }
  }

  @Test
  void workersShareTheMachineByDefault() {
    try (Pool pool = Pool.create(4)) {
      long max = pool.apply(() -> Runtime.getRuntime().maxMemory());
      long machine =
          ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
              .getTotalMemorySize();
      assertTrue(4 * max <= machine, () -> "4 heaps of " + max + " on " + machine);
    }
  }

  @Test
  void theWorkingDirectoryIsTheBuildersOrTheParents(@TempDir Path dir) throws IOException {
    Files.writeString(dir.resolve("here.txt"), "found");
    try (Pool pool = Pool.builder().workers(1).workingDirectory(dir).build()) {
      assertEquals("found", pool.apply(() -> Files.readString(Path.of("here.txt"))));
      assertEquals(dir.toRealPath().toString(), pool.apply(() -> new File("").getCanonicalPath()));
    }
    try (Pool pool = Pool.create(1)) {
      assertEquals(
          new File("").getCanonicalPath(), pool.apply(() -> new File("").getCanonicalPath()));
    }
  }

  @Test
  void theClassPathIsTheBuilders(@TempDir Path dir) throws IOException {
    Path withSpace = Files.createDirectory(dir.resolve("a b"));
    Files.writeString(withSpace.resolve("jvmpool-test-resource.txt"), "found");
    List<Path> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Files.exists(Path.of(entry))) {
        entries.add(Path.of(entry));
      }
    }
    entries.add(withSpace);
    try (Pool pool = Pool.builder().workers(1).classPath(entries).build()) {
      assertEquals("found", pool.apply(WorkerSettingsTest::resource));
    }
  }

  private static String resource() throws IOException {
    try (var stream =
        WorkerSettingsTest.class
            .getClassLoader()
            .getResourceAsStream("jvmpool-test-resource.txt")) {
      return stream == null ? "missing" : new String(stream.readAllBytes());
    }
  }

  @Test
  void theJavaHomeIsTheBuilders() {
    Path home = Path.of(System.getProperty("java.home"));
    try (Pool pool = Pool.builder().workers(1).javaHome(home).build()) {
      assertEquals(home.toString(), pool.apply(() -> System.getProperty("java.home")));
    }
  }

  @Test
  void aWorkerDoesNotInheritADebuggerOrAPortOfTheParent() {
    try (Pool pool = Pool.create(1)) {
      List<String> arguments =
          pool.apply(
              () -> new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments()));
      assertFalse(
          arguments.stream().anyMatch(a -> a.contains("jdwp") || a.contains("jmxremote.port")),
          arguments::toString);
    }
  }

  @Test
  void theContextClassLoaderFindsTheUsersClasses() {
    try (Pool pool = Pool.create(1)) {
      assertEquals(
          WorkerSettingsTest.class.getName(),
          pool.apply(
              () ->
                  Class.forName(
                          "org.jvmpool.impl.behaviour.WorkerSettingsTest",
                          false,
                          Thread.currentThread().getContextClassLoader())
                      .getName()));
    }
  }
}
