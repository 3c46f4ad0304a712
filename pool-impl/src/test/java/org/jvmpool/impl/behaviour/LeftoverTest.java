package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvmpool.AsyncResult;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.TaskTimeoutException;
import org.jvmpool.VoidTask;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.HouseCheck;

/**
 * What a task has started goes with the worker that dies or is killed, and with the program that
 * ends before the task does, and stays otherwise.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ExtendWith(HouseCheck.class)
@EnabledOnOs(OS.LINUX)
class LeftoverTest {
  /** Starts a process that has a child of its own, and tells the pids of both in a file. */
  private static void startTwo(String file) throws Exception {
    new ProcessBuilder(
            "sh",
            "-c",
            "sleep 300 & echo $$ $! > " + file + ".new && mv " + file + ".new " + file + "; wait")
        .start();
    while (!Files.exists(Path.of(file))) {
      Thread.onSpinWait();
    }
  }

  private static boolean someLive(Path file) throws Exception {
    for (String pid : Files.readString(file).trim().split(" ")) {
      if (ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void goWithAWorkerThatCrashes(@TempDir Path dir) throws Exception {
    String file = dir.resolve("pids").toString();
    try (Pool pool = Pool.create(1)) {
      assertThrows(
          WorkerLostException.class,
          () ->
              pool.apply(
                  () -> {
                    startTwo(file);
                    Runtime.getRuntime().halt(9);
                  }));
      Eventually.until(() -> !someLive(Path.of(file)));
    }
  }

  @Test
  void goWithAWorkerWhoseTaskIsTooLate(@TempDir Path dir) throws Exception {
    String file = dir.resolve("pids").toString();
    try (Pool pool = Pool.create(1)) {
      pool.apply(() -> 1);
      assertThrows(
          TaskTimeoutException.class,
          () ->
              pool.withTimeout(Duration.ofSeconds(4))
                  .apply(
                      () -> {
                        startTwo(file);
                        Thread.sleep(60_000);
                      }));
      Eventually.until(() -> !someLive(Path.of(file)));
    }
  }

  @Test
  void goWithAPoolThatIsTerminated(@TempDir Path dir) throws Exception {
    String file = dir.resolve("pids").toString();
    Pool pool = Pool.create(1);
    AsyncResult<Void> result =
        pool.applyAsync(
            () -> {
              startTwo(file);
              Thread.sleep(60_000);
            });
    Eventually.until(() -> Files.exists(Path.of(file)));
    pool.terminate();
    pool.join();
    assertTrue(result.ready());
    Eventually.until(() -> !someLive(Path.of(file)));
  }

  /** Has a task or a process start two, and ends as it is told. */
  public static final class Program {
    public static void main(String[] args) throws Exception {
      String file = args[0];
      VoidTask startAndStay =
          () -> {
            startTwo(file);
            Thread.sleep(60_000);
          };
      switch (args[1]) {
        case "task" -> Pool.create(1).applyAsync(startAndStay);
        case "process" -> Multiprocessing.local().process(startAndStay).start();
        case "task that returns" -> Pool.create(1).apply(() -> startTwo(file));
        default -> throw new IllegalArgumentException(args[1]);
      }
      while (!Files.exists(Path.of(file))) {
        Thread.onSpinWait();
      }
      System.out.println("started");
      if (args[2].equals("exit")) {
        System.exit(0);
      }
      Thread.sleep(60_000);
    }
  }

  @ParameterizedTest
  @CsvSource({"task, exit", "task, killed", "process, exit", "process, killed"})
  void goWithAProgramThatEndsBeforeTheTask(String of, String end, @TempDir Path dir)
      throws Exception {
    Path file = dir.resolve("pids");
    try (ChildProgram program = ChildProgram.start(Program.class, file.toString(), of, end)) {
      program.awaitLine("started");
      if (end.equals("killed")) {
        assertTrue(someLive(file));
        program.process().destroyForcibly();
      }
      program.awaitExit();
      Eventually.until(() -> !someLive(file));
    }
  }

  @Test
  void stayWhenTheirTaskHadReturnedBeforeTheProgramEnded(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("pids");
    try (ChildProgram program =
        ChildProgram.start(Program.class, file.toString(), "task that returns", "exit")) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertTrue(someLive(file));
    } finally {
      for (String pid : Files.readString(file).trim().split(" ")) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }
}
