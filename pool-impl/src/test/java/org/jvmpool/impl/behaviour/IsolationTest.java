package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.ProcessException;
import org.jvmpool.TaskException;
import org.jvmpool.VoidTask;
import org.jvmpool.WorkerLostException;
import org.jvmpool.WorkerOutput;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.TestLibraries;

/**
 * Tasks that misbehave: what they do harms their own worker at most, and the pool goes on. Workers
 * that die of it are the matter of {@link WorkerDeathTest}, streams of {@link OutputTest}.
 */
@Behaviour
class IsolationTest {
  private final List<WorkerOutput.Line> lines = new CopyOnWriteArrayList<>();
  private Pool pool;

  @BeforeEach
  void open() {
    pool =
        Pool.builder()
            .workers(1)
            .gracePeriod(Duration.ofSeconds(1))
            .output(WorkerOutput.to(lines::add))
            .build();
  }

  /** Ends at once whatever tasks have left behind. */
  @AfterEach
  void close() {
    Stopwatch watch = Stopwatch.start();
    pool.close();
    watch.assertBelow(Eventually.LIMIT);
  }

  /** Runs it, then checks that the same worker does its work and prints. */
  private void survives(VoidTask misdeed) {
    long worker = pool.apply(() -> Tasks.pid());
    pool.apply(misdeed);
    checkGoesOn();
    assertEquals(worker, pool.<Long>apply(() -> Tasks.pid()));
  }

  private void checkGoesOn() {
    lines.clear();
    int answer =
        pool.apply(
            x -> {
              System.out.println("printed " + x);
              if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted by somebody else");
              }
              Class.forName(
                  IsolationTest.class.getName(),
                  false,
                  Thread.currentThread().getContextClassLoader());
              return x * x;
            },
            7);
    assertEquals(49, answer);
    // What its JVM prints by itself takes a way of its own, and may come at any time.
    assertTrue(lines.stream().anyMatch(line -> line.text().equals("printed 7")), lines::toString);
  }

  @Test
  void aTaskMayTakeTheStandardStreamsForItself() {
    survives(
        () -> {
          System.setOut(new PrintStream(OutputStream.nullOutputStream()));
          System.setErr(null);
          System.setIn(new ByteArrayInputStream(new byte[] {1}));
          System.out.println("for nobody");
        });
  }

  @Test
  void aTaskMayCloseTheStandardStreams() {
    survives(
        () -> {
          System.out.close();
          System.err.close();
          System.in.close();
        });
  }

  @Test
  void aTaskMayInterruptItselfAndChangeItsContextClassLoader() {
    survives(
        () -> {
          Thread.currentThread().setContextClassLoader(null);
          Thread.currentThread().setName("mine");
          Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
          Thread.currentThread().interrupt();
        });
    // Also while it prints: what is written under an interrupt arrives.
    lines.clear();
    pool.apply(
        () -> {
          Thread.currentThread().interrupt();
          System.out.println("under an interrupt");
        });
    assertEquals("under an interrupt", lines.get(0).text());
  }

  @Test
  void aTaskMayLeaveThreadsRunning() {
    survives(
        () -> {
          for (int i = 0; i < 3; i++) {
            Thread thread =
                new Thread(
                    () -> {
                      while (true) {
                        LockSupport.parkNanos(Long.MAX_VALUE);
                      }
                    });
            thread.setDaemon(false);
            thread.start();
          }
        });
  }

  @Test
  void aTaskMaySetTheDefaultUncaughtExceptionHandler() {
    survives(
        () -> {
          Thread.setDefaultUncaughtExceptionHandler(
              (thread, thrown) -> {
                throw new IllegalStateException("in the handler");
              });
          Thread failing =
              new Thread(
                  () -> {
                    throw new IllegalStateException("in a thread");
                  });
          failing.start();
          failing.join();
        });
  }

  @Test
  void aTaskMayInstallAShutdownHookThatHangs() throws Exception {
    long pid =
        pool.apply(
            () -> {
              Runtime.getRuntime()
                  .addShutdownHook(
                      new Thread(
                          () -> {
                            try {
                              new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                              Thread.currentThread().interrupt();
                            }
                          }));
              return Tasks.pid();
            });
    checkGoesOn();
    Stopwatch watch = Stopwatch.start();
    pool.close(); // the grace period is a second
    watch.assertBelow(Eventually.LIMIT);
    Eventually.until(() -> !Tasks.isAlive(pid));
  }

  @Test
  void whatATaskChangesForItsWholeJvmDoesNotReachThisOne() {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    String directory = System.getProperty("java.io.tmpdir");
    survives(
        () -> {
          Locale.setDefault(Locale.forLanguageTag("tr"));
          TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
          System.setProperties(new Properties());
          System.getProperties().clear();
          System.setProperty("isolation", "broken");
        });
    assertEquals(locale, Locale.getDefault());
    assertEquals(zone, TimeZone.getDefault());
    assertEquals(directory, System.getProperty("java.io.tmpdir"));
    assertEquals(null, System.getProperty("isolation"));
  }

  private static int endless(int depth) {
    return endless(depth + 1) + 1;
  }

  @Test
  void anExhaustedStackIsTheTasksOwnException() {
    long worker = pool.apply(() -> Tasks.pid());
    TaskException failure =
        Outcome.thrownBy(TaskException.class, () -> pool.<Integer>apply(() -> endless(0)));
    assertInstanceOf(StackOverflowError.class, failure.getCause());
    checkGoesOn();
    assertEquals(worker, pool.<Long>apply(() -> Tasks.pid()));
  }

  /** A worker whose address space is small, so that a few threads with huge stacks exhaust it. */
  @Test
  void exhaustedThreadsFailTheirTaskOnly(@TempDir Path dir) throws Exception {
    Path home = Path.of(System.getProperty("java.home"));
    Path bin = Files.createDirectories(dir.resolve("jdk/bin"));
    Files.copy(home.resolve("release"), dir.resolve("jdk/release"));
    Path java =
        Files.writeString(
            bin.resolve("java"),
            "#!/bin/sh\nulimit -v 16000000\nexec '" + TestLibraries.java() + "' \"$@\"\n");
    assertTrue(java.toFile().setExecutable(true));
    try (Pool small =
        Pool.builder().workers(1).maxHeap("64m").javaHome(dir.resolve("jdk")).build()) {
      ProcessException failure =
          Outcome.thrownBy(
              ProcessException.class,
              () ->
                  small.apply(
                      () -> {
                        for (int i = 0; i < 100; i++) {
                          Thread thread =
                              new Thread(null, LockSupport::park, "greedy-" + i, 1L << 30);
                          thread.setDaemon(true);
                          thread.start();
                        }
                      }));
      assertTrue(
          Outcome.printed(failure).contains("OutOfMemoryError")
              || failure instanceof WorkerLostException,
          () -> Outcome.printed(failure));
      assertEquals(9, small.<Integer, Integer>apply(Tasks::square, 3));
    }
  }

  @Test
  void aThreadDumpThatSomebodyAsksForIsOutput(@TempDir Path dir) throws Exception {
    try (Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(5));
      gate.awaitArrivals(1);
      long worker = pool.workers().get(0).pid();
      new ProcessBuilder("kill", "-QUIT", Long.toString(worker)).start().waitFor();
      Eventually.until(
          () -> lines.stream().anyMatch(line -> line.text().startsWith("Full thread dump")));
      gate.open();
      assertEquals(5, Outcome.of(running));
      checkGoesOnInSpiteOfLines();
    }
  }

  private void checkGoesOnInSpiteOfLines() {
    assertEquals(9, pool.<Integer, Integer>apply(Tasks::square, 3));
  }

  @Test
  void aSegmentationFaultEndsItsWorkerOnly(@TempDir Path dir) throws Exception {
    try (Pool crashing = Pool.builder().workers(1).errorDirectory(dir).build()) {
      long before = crashing.apply(() -> Tasks.pid());
      WorkerLostException lost =
          Outcome.thrownBy(WorkerLostException.class, () -> crashing.apply(() -> writeToNowhere()));
      assertEquals(134, lost.exitCode().orElseThrow(), lost::getMessage);
      assertTrue(lost.getMessage().contains("hs_err"), lost.getMessage());
      assertNotEquals(before, crashing.<Long>apply(() -> Tasks.pid()));
    }
  }

  /** A wild pointer, as native code has them. */
  private static int writeToNowhere() throws Exception {
    Class<?> type = Class.forName("sun.misc.Unsafe");
    java.lang.reflect.Field field = type.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    Object unsafe = field.get(null);
    type.getMethod("putLong", long.class, long.class).invoke(unsafe, 8L, 1L);
    return 0;
  }

  @Test
  void whatAJvmPrintsBeforeMainDisturbsNothing() {
    try (Pool noisy =
        Pool.builder()
            .workers(1)
            .output(WorkerOutput.to(lines::add))
            .jvmOptions(
                "-XX:+PrintFlagsFinal",
                "-Xlog:gc*=debug:stdout",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=localhost:0")
            .build()) {
      assertEquals(9, noisy.<Integer, Integer>apply(Tasks::square, 3));
      Eventually.until(
          () -> lines.stream().anyMatch(line -> line.text().startsWith("Listening for transport")));
      assertTrue(lines.stream().anyMatch(line -> line.text().contains("UseSerialGC")));
    }
  }

  @Test
  void aWorkerThatPrintsMuchBeforeItIsReadyStarts() {
    try (Pool noisy =
        Pool.builder()
            .workers(1)
            .output(WorkerOutput.discard())
            .initializer(
                () -> {
                  byte[] line = "x".repeat(1023).concat("\n").getBytes();
                  OutputStream raw = new java.io.FileOutputStream(java.io.FileDescriptor.out);
                  for (int i = 0; i < 2_000; i++) {
                    System.out.write(line, 0, line.length);
                    raw.write(line);
                  }
                })
            .build()) {
      assertEquals(9, noisy.<Integer, Integer>apply(Tasks::square, 3));
    }
  }

  @Test
  void aCharacterOfManyBytesAtTheEdgeOfABufferStaysWhole() {
    for (int start = 8_180; start < 8_200; start++) {
      int length = start;
      lines.clear();
      pool.apply(
          () -> {
            System.out.print("x".repeat(length));
            System.out.print("日本語😀".repeat(8));
            System.out.println();
          });
      String text = String.join("", lines.stream().map(WorkerOutput.Line::text).toList());
      assertEquals("x".repeat(length) + "日本語😀".repeat(8), text);
      assertFalse(text.contains("\uFFFD"));
    }
  }
}
