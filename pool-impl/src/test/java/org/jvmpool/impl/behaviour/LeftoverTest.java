package org.jvmpool.impl.behaviour;

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
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.TaskTimeoutException;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.HouseCheck;

/** What a task has started goes with the worker that dies or is killed, and stays otherwise. */
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
}
