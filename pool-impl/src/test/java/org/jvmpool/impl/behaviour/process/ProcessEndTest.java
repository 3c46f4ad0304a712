package org.jvmpool.impl.behaviour.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;

/** A process ends as a JVM does, and what it prints appears here (21, 23, 27, 29, 39). */
@Behaviour
class ProcessEndTest {
  private static final Multiprocessing MP = Multiprocessing.local();

  @TempDir private Path dir;

  private static void fail(String why) {
    throw new IllegalStateException(why, new IOException("the cause"));
  }

  @Test
  void anUncaughtExceptionPrintsItsTraceAndIsExitCodeOne() throws Exception {
    try (Printed printed = new Printed()) {
      JvmProcess process = MP.process(() -> fail("broken")).start();
      process.join();
      assertEquals(OptionalInt.of(1), process.exitCode());
      String err = printed.err();
      assertTrue(err.contains("java.lang.IllegalStateException: broken"), err);
      assertTrue(err.contains("ProcessEndTest.fail(ProcessEndTest.java:"), err);
      assertTrue(err.contains("Caused by: java.io.IOException: the cause"), err);
    }
  }

  @Test
  void systemExitGivesTheCode() throws Exception {
    JvmProcess process = MP.process(() -> System.exit(42)).start();
    process.join();
    assertEquals(OptionalInt.of(42), process.exitCode());
  }

  @Test
  void threadsThatAreNoDaemonsAreWaitedForAndExitHooksRun() throws Exception {
    Trail trail = Trail.in(dir);
    JvmProcess process =
        MP.process(
                () -> {
                  Runtime.getRuntime().addShutdownHook(new Thread(() -> mark(trail, "hook")));
                  Thread daemon = new Thread(() -> linger());
                  daemon.setDaemon(true);
                  daemon.start();
                  Thread user =
                      new Thread(
                          () -> {
                            pause(500);
                            mark(trail, "thread");
                          });
                  user.start();
                })
            .start();
    assertTrue(process.join(Duration.ofSeconds(30)));
    assertEquals(OptionalInt.of(0), process.exitCode());
    assertEquals(List.of("thread", "hook"), trail.marks());
  }

  private static void mark(Trail trail, String text) {
    try {
      trail.mark(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void linger() {
    try {
      Tasks.linger();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatItPrintsAppearsInOrderAndBeforeJoinReturns() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      expected.add("line " + i);
    }
    expected.add("no line end, but from a hook");
    try (Printed printed = new Printed()) {
      JvmProcess process =
          MP.process(
                  () -> {
                    Runtime.getRuntime()
                        .addShutdownHook(new Thread(() -> System.out.print("from a hook")));
                    for (int i = 0; i < 2_000; i++) {
                      System.out.println("line " + i);
                    }
                    System.out.print("no line end, but ");
                    System.err.println("to err");
                    new ProcessBuilder("sh", "-c", "echo grandchild >&2")
                        .inheritIO()
                        .start()
                        .waitFor();
                  })
              .start();
      process.join();
      assertEquals(expected, printed.out());
      assertEquals(List.of("grandchild", "to err"), printed.err().lines().sorted().toList());
      assertEquals(OptionalInt.of(0), process.exitCode());
    }
  }

  @Test
  void standardInputIsEmptyAndClosingTheOutputHarmsNothing() throws Exception {
    Trail trail = Trail.in(dir);
    try (Printed printed = new Printed()) {
      JvmProcess process =
          MP.process(
                  () -> {
                    trail.mark(System.in.read());
                    System.out.close();
                    System.err.close();
                    System.out.println("still there");
                  })
              .start();
      process.join();
      assertEquals(OptionalInt.of(0), process.exitCode());
      assertEquals(List.of("-1"), trail.marks());
      assertFalse(printed.err().contains("Exception"), printed.err());
    }
  }

  @Test
  void aParentWithoutStandardStreamsStartsProcesses() throws Exception {
    try (Printed printed = new Printed()) {
      System.setOut(null);
      System.setErr(null);
      JvmProcess process = MP.process(() -> System.out.println("unheard")).start();
      process.join();
      assertEquals(OptionalInt.of(0), process.exitCode());
      assertEquals(List.of(), printed.out());
    }
  }

  @Test
  void aProcessHasTheSettingsThatItsBuilderWasGiven() throws Exception {
    Trail trail = Trail.in(dir);
    MP.processBuilder()
        .maxHeap("64m")
        .jvmOptions("-Dfrom.option=1")
        .systemProperty("from.property", "with spaces 'and' \"quotes\"")
        .environment("FROM_ENVIRONMENT", "x=y")
        .workingDirectory(dir)
        .task(
            () -> {
              trail.mark(Runtime.getRuntime().maxMemory() <= 64 << 20);
              trail.mark(System.getProperty("from.option"));
              trail.mark(System.getProperty("from.property"));
              trail.mark(System.getenv("FROM_ENVIRONMENT"));
              trail.mark(Path.of("").toAbsolutePath());
            })
        .build()
        .start()
        .join();
    assertEquals(
        List.of("true", "1", "with spaces 'and' \"quotes\"", "x=y", dir.toString()), trail.marks());
  }

  @Test
  void aJvmThatRefusesItsOptionsSaysSo() throws Exception {
    try (Printed printed = new Printed()) {
      JvmProcess process =
          MP.processBuilder().jvmOptions("-XX:+NoSuchOption").task(() -> {}).build().start();
      process.join();
      assertEquals(OptionalInt.of(1), process.exitCode());
      assertTrue(printed.err().contains("NoSuchOption"), printed.err());
      assertTrue(process.toString().contains("jvmOptions"), process::toString);
    }
  }

  @Test
  void aTaskMayHoldMoreThanAPipe() throws Exception {
    Gate gate = Gate.in(dir);
    byte[] large = new byte[1 << 20];
    large[7] = 7;
    Trail trail = Trail.in(dir);
    JvmProcess process =
        MP.process(
                () -> {
                  trail.mark(large[7]);
                  gate.pass();
                })
            .start();
    gate.awaitArrivals(1);
    assertEquals(List.of("7"), trail.marks());
    gate.open();
    process.join();
  }
}
