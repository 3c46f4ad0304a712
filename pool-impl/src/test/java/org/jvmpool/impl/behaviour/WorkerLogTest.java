package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.MultiprocessingContext;
import org.jvmpool.Pool;
import org.jvmpool.Settings;
import org.jvmpool.WorkerOutput;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.TestLibraries;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What tasks log. */
@Behaviour
class WorkerLogTest {
  private static final String CONFIGURATION =
      """
      <configuration>
        <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
          <encoder>
            <pattern>%level|%logger|%thread|%X{jvmpool.worker}|%X{who}|%X{size}|%msg%n%ex{3}</pattern>
          </encoder>
        </appender>
        <appender name="FILE" class="ch.qos.logback.core.FileAppender">
          <file>FILE_NAME</file>
          <encoder><pattern>%msg%n</pattern></encoder>
        </appender>
        <logger name="app.quiet" level="WARN"/>
        <root level="INFO"><appender-ref ref="OUT"/><appender-ref ref="FILE"/></root>
      </configuration>
      """;

  /** Counts how often it is made into a text. */
  private static final class Costly {
    static final AtomicInteger TEXTS = new AtomicInteger();

    @Override
    public String toString() {
      return "costly " + TEXTS.incrementAndGet();
    }
  }

  /** Logs in all ways. */
  public static final class Program {
    public static void main(String[] args) {
      try (Pool pool = Pool.builder().name("reports").workers(1).build()) {
        System.out.println("pid " + pool.apply(() -> ProcessHandle.current().pid()));
        for (int i = 0; i < 3; i++) {
          int round = i;
          pool.apply(
              () -> {
                Logger log = LoggerFactory.getLogger("app.Task");
                log.info("round {} of {}", round, 3);
                System.out.println("printed in " + round);
                log.warn("{} braces", "{}");
              });
          System.out.println("result of " + i);
        }
        pool.apply(
            () -> {
              Thread other =
                  new Thread(
                      () -> {
                        MDC.put("who", "anna");
                        LoggerFactory.getLogger("app.Other")
                            .atError()
                            .addKeyValue("size", 42)
                            .setCause(new IllegalStateException("no {} luck"))
                            .log("from a thread");
                      },
                      "side");
              other.start();
              other.join();
            });
        System.out.println("result of the thread");
        int texts =
            pool.apply(
                () -> {
                  Logger quiet = LoggerFactory.getLogger("app.quiet.Inner");
                  Costly costly = new Costly();
                  quiet.info("unheard {}", costly);
                  quiet.debug("unheard {}", costly);
                  quiet.warn("heard {}", costly);
                  return quiet.isInfoEnabled() ? -1 : Costly.TEXTS.get();
                });
        System.out.println("texts " + texts);
        pool.apply(
            () -> {
              try (Pool inner = Pool.create(1)) {
                inner.apply(() -> LoggerFactory.getLogger("app.Inner").info("from within"));
              }
            });
        System.out.println("result of the inner pool");
      }
    }
  }

  /** Logs in a process that starts cold, and in one that may start from a spare. */
  public static final class InProcesses {
    public static void main(String[] args) throws InterruptedException {
      try (MultiprocessingContext spares =
          Multiprocessing.local(Settings.defaults().withSpares(1))) {
        for (Multiprocessing mp : List.of(Multiprocessing.local(), spares)) {
          JvmProcess process =
              mp.processBuilder()
                  .name("nightly")
                  .task(
                      () -> {
                        LoggerFactory.getLogger("app.Task").info("heard");
                        LoggerFactory.getLogger("app.quiet.Inner").info("unheard");
                      })
                  .build()
                  .start();
          process.join();
          System.out.println(process.pid());
        }
      }
    }
  }

  /** Prints, and has what is printed logged. */
  public static final class Printing {
    public static void main(String[] args) {
      try (Pool pool =
          Pool.builder().name("printing").workers(1).output(WorkerOutput.slf4j()).build()) {
        System.out.println("pid " + pool.apply(() -> ProcessHandle.current().pid()));
        pool.apply(
            () -> {
              System.out.println("to the output {}");
              System.err.println("to the error");
            });
        System.out.println("result");
      }
    }
  }

  @Test
  void linesThatAreGivenToTheLoggersAreThereBeforeTheResult(@TempDir Path dir) throws Exception {
    Path file = configured(dir);
    try (ChildProgram program =
        start(Printing.class, dir, TestLibraries.jar("logback-classic"), core())) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of(), program.err(), program::toString);
      String worker = "[worker 0 pid " + program.awaitLine("pid ") + "] ";
      assertEquals(
          List.of(
              "INFO|org.jvmpool.WorkerOutput|jvmpool-printing-output||||"
                  + worker
                  + "to the output {}",
              "WARN|org.jvmpool.WorkerOutput|jvmpool-printing-output||||" + worker + "to the error",
              "result"),
          program.out().subList(1, program.out().size()));
    }
  }

  @Test
  void recordsReachTheParentsLoggersBeforeTheResult(@TempDir Path dir) throws Exception {
    Path file = configured(dir);
    List<String> out;
    String worker;
    try (ChildProgram program =
        start(Program.class, dir, TestLibraries.jar("logback-classic"), core())) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of(), program.err(), program::toString);
      worker = "reports[0] " + program.awaitLine("pid ");
      out = new ArrayList<>(program.out());
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      expected.add("INFO|app.Task|" + worker + " main|" + worker + "|||round " + i + " of 3");
      expected.add("printed in " + i);
      expected.add("WARN|app.Task|" + worker + " main|" + worker + "|||{} braces");
      expected.add("result of " + i);
    }
    expected.add("ERROR|app.Other|" + worker + " side|" + worker + "|anna|42|from a thread");
    expected.add("java.lang.IllegalStateException: no {} luck");
    assertEquals(expected, out.subList(1, 1 + expected.size()));
    List<String> rest = out.subList(1 + expected.size(), out.size());
    assertTrue(rest.get(0).contains("WorkerLogTest"), rest::toString);
    assertTrue(rest.contains("result of the thread"), rest::toString);

    // What the parent's logger does not take is not even made into a text.
    int quiet = rest.indexOf("texts 1");
    assertEquals(
        "WARN|app.quiet.Inner|" + worker + " main|" + worker + "|||heard costly 1",
        rest.get(quiet - 1));

    // One of a pool within a task goes all the way.
    String inner = rest.get(rest.size() - 2);
    assertTrue(inner.startsWith("INFO|app.Inner|" + worker + " pool-1[0] "), inner);
    assertTrue(inner.endsWith("|from within"), inner);

    // The worker's own appenders have not written.
    List<String> lines = Files.readAllLines(file);
    assertEquals(1, lines.stream().filter("round 1 of 3"::equals).count(), lines::toString);
  }

  @Test
  void recordsOfAProcessReachTheParentsLoggersBeforeItsEnd(@TempDir Path dir) throws Exception {
    Path file = configured(dir);
    try (ChildProgram program =
        start(InProcesses.class, dir, TestLibraries.jar("logback-classic"), core())) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of(), program.err(), program::toString);
      List<String> out = program.out();
      assertEquals(4, out.size(), program::toString);
      for (int i = 0; i < 4; i += 2) {
        String process = "nightly " + out.get(i + 1);
        assertEquals("INFO|app.Task|" + process + " main|" + process + "|||heard", out.get(i));
      }
    }
    // Its own appenders have not written.
    assertEquals(List.of("heard", "heard"), Files.readAllLines(file));
  }

  private static Path core() {
    return TestLibraries.jar("logback-core");
  }

  /** Puts the configuration into a directory; the file that gets the messages. */
  private static Path configured(Path dir) throws IOException {
    Path file = dir.resolve("log.txt");
    Files.writeString(
        dir.resolve("logback.xml"), CONFIGURATION.replace("FILE_NAME", file.toString()));
    return file;
  }

  private static ChildProgram start(Class<?> main, Path... more) throws Exception {
    List<Path> entries = new ArrayList<>(List.of(more));
    entries.add(TestLibraries.home(main));
    return ChildProgram.startCommand(
        TestLibraries.java(),
        "-cp",
        TestLibraries.classPath(entries.toArray(Path[]::new)),
        main.getName());
  }

  /** Logs one record, and only in a worker. */
  public static final class Plain {
    public static void main(String[] args) {
      try (Pool pool = Pool.create(2)) {
        pool.map(
            x -> {
              LoggerFactory.getLogger("app.Task").warn("record {}", x);
              return x;
            },
            List.of(1, 2),
            1);
        System.out.println("done");
      }
    }
  }

  /** Logs for the first time while all threads of a pool do. */
  public static final class Crowd {
    public static void main(String[] args) throws Exception {
      CountDownLatch together = new CountDownLatch(8);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Log log = Logs.of(Crowd.class);
        threads.add(
            new Thread(
                () -> {
                  together.countDown();
                  try {
                    together.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                  log.info("one of many");
                }));
      }
      threads.forEach(Thread::start);
      for (Thread each : threads) {
        each.join();
      }
      System.out.println("done");
    }
  }

  @Test
  void threadsThatLogFirstTogetherMakeNoWarning(@TempDir Path dir) throws Exception {
    Path file = configured(dir);
    try (ChildProgram program =
        start(Crowd.class, dir, TestLibraries.jar("logback-classic"), core())) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of(), program.err(), program::toString);
      assertEquals(8, Files.readAllLines(file).size(), program::toString);
    }
  }

  @Test
  void withoutAProviderNobodySeesAWarning() throws Exception {
    try (ChildProgram program = start(Plain.class)) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of("done"), program.out());
      assertEquals(List.of(), program.err());
    }
  }

  @Test
  void whatAnotherProviderPrintsIsOutput() throws Exception {
    try (ChildProgram program = start(Plain.class, TestLibraries.jar("slf4j-simple"))) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of("done"), program.out());
      assertEquals(
          List.of("[main] WARN app.Task - record 1", "[main] WARN app.Task - record 2"),
          program.err().stream().sorted().toList());
    }
  }
}
