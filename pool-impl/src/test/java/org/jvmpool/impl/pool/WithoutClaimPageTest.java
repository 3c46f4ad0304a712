package org.jvmpool.impl.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import org.jvmpool.impl.settings.SettingsBuilder;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.HouseCheck;
import org.jvmpool.worker.wire.ClaimPage;

/** Where no page can be shared, everything works, one task at a time. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ExtendWith(HouseCheck.class)
class WithoutClaimPageTest {
  private static Pool pool(int workers, List<Path> places) {
    return new SettingsBuilder(settings -> PoolFactory.ofProcesses(settings, places))
        .workers(workers)
        .build();
  }

  private static Pool pool(int workers) {
    return pool(workers, List.of());
  }

  private static int sleepHere(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }

  @Test
  void tasksRunAndAreAnswered() {
    try (Pool pool = pool(2)) {
      List<AsyncResult<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        results.add(pool.applyAsync(x -> x + 1, i));
      }
      for (int i = 0; i < 500; i++) {
        assertEquals(i + 1, results.get(i).join());
      }
    }
  }

  @Test
  void aPageThatCannotBeMadeIsDoneWithout() {
    try (Pool pool = pool(1, List.of(Path.of("/nowhere/at/all")))) {
      assertEquals(2, pool.<Integer, Integer>apply(x -> x + 1, 1));
    }
  }

  /** Where the claim page of this worker's JVM was made, as Linux tells it. */
  private static String mappedPage() throws IOException {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.contains("jvmpool") && line.contains("claims"))
          .map(line -> line.substring(line.indexOf('/')))
          .findFirst()
          .orElse("none");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPageThatCannotBeMadeInOnePlaceIsMadeInTheNext(@TempDir Path next) {
    try (Pool pool = pool(1, List.of(Path.of("/nowhere/at/all"), next))) {
      String page = pool.apply(() -> mappedPage());
      assertTrue(page.startsWith(next + "/"), page);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPlaceWithoutRoomIsNoticedWhenThePageIsMade() {
    IOException full =
        assertThrows(
            IOException.class, () -> ClaimPage.create(Path.of("/dev/full"), ClaimPage.SLOTS));
    assertTrue(full.getMessage().contains("No space left"), full::getMessage);
  }

  @Test
  void theWorkerWatchesItsLimitAndTellsWhereItsTaskWas() {
    try (Pool pool = pool(1)) {
      assertEquals(5, pool.withTimeout(Duration.ofSeconds(20)).apply(() -> sleepHere(5)));
      TaskTimeoutException late =
          assertThrows(
              TaskTimeoutException.class,
              () -> pool.withTimeout(Duration.ofMillis(300)).apply(() -> sleepHere(30_000)));
      assertTrue(
          List.of(late.taskStack()).stream().anyMatch(f -> f.getMethodName().equals("sleepHere")),
          late::getMessage);
      assertEquals(1, pool.apply(() -> 1));
    }
  }

  @Test
  void aRunningTaskIsCancelledAndADeadWorkerReplaced() {
    try (Pool pool = pool(1)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> sleepHere(30_000));
      Eventually.until(() -> pool.stats().running() == 1);
      assertFalse(running.cancel(false));
      assertTrue(running.cancel(true));
      assertThrows(CancellationException.class, running::join);
      assertThrows(WorkerLostException.class, () -> pool.apply(() -> Runtime.getRuntime().halt(4)));
      assertEquals(1, pool.apply(() -> 1));
    }
  }
}
