package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Pool;
import org.jvmpool.PoolBuilder;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Tasks;

/** Wrong settings are refused where they are given, with the value (180, 192, 194). */
@Behaviour
class BuilderTest {
  private static void assertRefused(String value, Executable call) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, call);
    assertTrue(String.valueOf(refused.getMessage()).contains(value), refused::getMessage);
  }

  @OnEveryEngine
  void aPoolHasAtLeastOneWorker(Engine engine) {
    assertRefused("0", () -> engine.pool(0));
    assertRefused("-1", () -> engine.pool(-1));
    assertRefused("0", () -> engine.builder().workers(0));
    assertRefused("-3", () -> engine.builder().workers(-3));
  }

  @OnEveryEngine
  void theRefusalNamesTheRule(Engine engine) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> engine.builder().workers(0));
    assertTrue(refused.getMessage().contains("workers"), refused.getMessage());
  }

  @OnEveryEngine
  void countsAreAtLeastOne(Engine engine) {
    PoolBuilder builder = engine.builder();
    assertRefused("0", () -> builder.maxTasksPerWorker(0));
    assertRefused("-1", () -> builder.maxTasksPerWorker(-1));
    assertRefused("0", () -> builder.maxPending(0));
    assertRefused("-5", () -> builder.maxPending(-5));
    assertRefused("0", () -> builder.memoryLimit(0));
    assertRefused("-7", () -> builder.memoryLimit(-7));
  }

  @OnEveryEngine
  void limitsOfTimeArePositive(Engine engine) {
    PoolBuilder builder = engine.builder();
    assertRefused("PT0S", () -> builder.taskTimeout(Duration.ZERO));
    assertRefused("PT-1S", () -> builder.taskTimeout(Duration.ofSeconds(-1)));
    assertRefused("PT-1S", () -> builder.idleTimeout(Duration.ofSeconds(-1)));
    assertRefused("PT-1S", () -> builder.gracePeriod(Duration.ofSeconds(-1)));
  }

  @OnEveryEngine
  void heapSizesHaveAUnit(Engine engine) {
    PoolBuilder builder = engine.builder();
    for (String wrong : List.of("", "much", "-1m", "0", "12x", "512 m")) {
      assertRefused(wrong, () -> builder.maxHeap(wrong));
    }
    for (String right : List.of("64m", "512M", "2g", "1G", "65536k")) {
      builder.maxHeap(right);
    }
  }

  @Test
  void pathsExist(@TempDir Path dir) {
    String missing = dir.resolve("missing").toString();
    assertRefused(
        missing, () -> Pool.builder().workingDirectory(Path.of(missing)).build().terminate());
    assertRefused(missing, () -> Pool.builder().javaHome(Path.of(missing)).build().terminate());
  }

  @Test
  void environmentAndPropertiesHaveNames() {
    assertThrows(IllegalArgumentException.class, () -> Pool.builder().environment("", "x"));
    assertThrows(IllegalArgumentException.class, () -> Pool.builder().environment("A=B", "x"));
    assertThrows(IllegalArgumentException.class, () -> Pool.builder().systemProperty("", "x"));
  }

  @OnEveryEngine
  void nullIsRefusedByName(Engine engine) {
    PoolBuilder builder = engine.builder();
    assertNamesIt("name", () -> builder.name(null));
    assertNamesIt("initializer", () -> builder.initializer(null));
    assertThrows(NullPointerException.class, () -> builder.taskTimeout(null));
    assertThrows(NullPointerException.class, () -> builder.maxHeap(null));
    assertThrows(NullPointerException.class, () -> builder.jvmOptions((String[]) null));
    assertThrows(NullPointerException.class, () -> builder.jvmOptions("-Xint", null));
    assertThrows(NullPointerException.class, () -> builder.systemProperty(null, "v"));
    assertThrows(NullPointerException.class, () -> builder.environment(null, "v"));
    assertThrows(NullPointerException.class, () -> builder.output(null));
    assertThrows(NullPointerException.class, () -> builder.workingDirectory(null));
    assertThrows(NullPointerException.class, () -> builder.classPath(null));
    assertThrows(NullPointerException.class, () -> builder.javaHome(null));
  }

  private static void assertNamesIt(String parameter, Executable call) {
    NullPointerException refused = assertThrows(NullPointerException.class, call);
    assertTrue(String.valueOf(refused.getMessage()).contains(parameter), refused::getMessage);
  }

  @OnEveryEngine
  void aPoolOfThreeHasThreeWorkers(Engine engine) {
    try (Pool pool = engine.pool(3)) {
      assertEquals(3, pool.stats().workers());
      pool.map(Tasks::square, Tasks.upTo(20), 1);
      Eventually.until(() -> pool.workers().size() == 3);
    }
  }

  @OnEveryEngine
  void byDefaultThereIsOneWorkerAProcessor(Engine engine) {
    try (Pool pool = engine.multiprocessing().pool()) {
      assertEquals(Runtime.getRuntime().availableProcessors(), pool.stats().workers());
    }
  }

  @OnEveryEngine
  void oneBuilderMakesManyPools(Engine engine) {
    PoolBuilder builder = engine.builder().workers(1).name("twin");
    try (Pool one = builder.build();
        Pool two = builder.build()) {
      assertEquals(4, one.<Integer, Integer>apply(Tasks::square, 2));
      one.terminate();
      assertEquals(9, two.<Integer, Integer>apply(Tasks::square, 3));
    }
  }

  @Test
  void optionsOfProcessesAreIgnoredByThreads(@TempDir Path dir) {
    try (Pool pool =
        Engine.THREADS
            .builder()
            .workers(1)
            .maxHeap("64m")
            .jvmOptions("-Xint")
            .environment("A", "b")
            .systemProperty("jvmpool.test.ignored", "x")
            .workingDirectory(dir)
            .memoryLimit(1 << 30)
            .build()) {
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
      assertEquals(null, System.getProperty("jvmpool.test.ignored"));
    }
  }
}
