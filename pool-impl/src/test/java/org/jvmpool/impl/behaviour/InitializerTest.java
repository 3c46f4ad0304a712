package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.PoolBrokenException;
import org.jvmpool.RetireReason;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;

/**
 * The initializer runs in each worker before its first task; one that fails breaks the pool (194,
 * 214).
 */
@Behaviour
class InitializerTest {
  private static String state = "not initialised";

  @Test
  void runsOnceInEachWorkerBeforeItsFirstTask(@TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool =
        Pool.builder()
            .workers(2)
            .initializer(
                () -> {
                  state = "initialised with " + Tasks.pid();
                  trail.mark(Tasks.pid());
                })
            .build()) {
      List<String> seen =
          pool.map(
              x -> {
                Thread.sleep(5);
                return state.equals("initialised with " + Tasks.pid()) ? "" + Tasks.pid() : state;
              },
              Tasks.upTo(100),
              1);
      Set<String> initialised = new TreeSet<>(trail.marks());
      assertEquals(initialised.size(), trail.count());
      assertTrue(initialised.containsAll(seen), () -> initialised + " but " + seen);
    }
    assertEquals("not initialised", state);
  }

  @OnEveryEngine
  void runsOncePerWorker(Engine engine, @TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool =
        engine.builder().workers(2).initializer(() -> trail.mark("initialised")).build()) {
      pool.map(Tasks::square, Tasks.upTo(50), 1);
      Eventually.until(() -> trail.count() == 2);
      pool.map(Tasks::square, Tasks.upTo(50), 1);
      assertEquals(2, trail.count());
    }
  }

  @Test
  void runsAgainInAReplacement(@TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool = Pool.builder().workers(1).initializer(() -> trail.mark(Tasks.pid())).build()) {
      pool.apply(() -> Tasks.pid());
      Outcome.thrownBy(RuntimeException.class, () -> pool.apply(() -> System.exit(1)));
      long second = pool.apply(() -> Tasks.pid());
      assertTrue(trail.marks().contains("" + second));
      assertTrue(trail.count() >= 2);
    }
  }

  @OnEveryEngine
  void oneThatThrowsBreaksThePoolAndIsTheCause(Engine engine) throws Exception {
    try (Pool pool =
        engine
            .builder()
            .name("reports")
            .workers(2)
            .initializer(
                () -> {
                  throw new IllegalStateException("no licence here");
                })
            .build()) {
      PoolBrokenException broken =
          Outcome.thrownBy(PoolBrokenException.class, () -> pool.apply(Tasks::square, 1));
      assertTrue(
          Outcome.hasCause(broken, IllegalStateException.class), () -> Outcome.printed(broken));
      assertTrue(Outcome.printed(broken).contains("no licence here"));
      assertTrue(Outcome.printed(broken).contains("InitializerTest.java"));
      assertTrue(broken.getMessage().contains("reports"), broken.getMessage());
      Outcome.thrownBy(PoolBrokenException.class, () -> pool.map(Tasks::square, Tasks.upTo(10)));
    }
  }

  @OnEveryEngine
  void oneThatThrowsFailsEveryTaskThatWaited(Engine engine) throws Exception {
    try (Pool pool =
        engine
            .builder()
            .workers(1)
            .initializer(
                () -> {
                  throw new IllegalStateException("no licence here");
                })
            .build()) {
      for (int i = 0; i < 10; i++) {
        AsyncResult<Integer> result;
        try {
          result = pool.applyAsync(Tasks::square, i);
        } catch (PoolBrokenException alreadyBroken) {
          continue;
        }
        Outcome.failureOf(result, PoolBrokenException.class);
      }
    }
  }

  @Test
  void oneThatExitsBreaksThePoolAfterABoundedNumberOfTries(@TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .initializer(
                () -> {
                  trail.mark("start");
                  System.err.println("the disk is gone");
                  System.err.flush();
                  Runtime.getRuntime().halt(42);
                })
            .build()) {
      PoolBrokenException broken =
          Outcome.thrownBy(PoolBrokenException.class, () -> pool.apply(Tasks::square, 1));
      String text = Outcome.printed(broken);
      assertTrue(text.contains("42"), text);
      assertTrue(text.contains("the disk is gone"), text);
      int tries = trail.count();
      assertTrue(tries >= 1 && tries <= 20, () -> tries + " tries");
    }
  }

  private static void leaveABomb() {
    Thread bomb =
        new Thread(
            () -> {
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_200));
              Runtime.getRuntime().halt(5);
            });
    bomb.setDaemon(true);
    bomb.start();
  }

  @Test
  void oneThatLeavesABombBehindIsNotRunForEverAndTasksStillRun() {
    try (Pool pool = Pool.builder().workers(1).initializer(InitializerTest::leaveABomb).build()) {
      Eventually.until(() -> pool.stats().retired().getOrDefault(RetireReason.CRASHED, 0L) == 3L);
      assertEquals(0, pool.stats().workers());
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @Test
  void anUnknownJvmOptionBreaksThePoolWithTheJvmsOwnWords() {
    try (Pool pool = Pool.builder().workers(1).jvmOptions("-XX:+NoSuchOption").build()) {
      PoolBrokenException broken =
          Outcome.thrownBy(PoolBrokenException.class, () -> pool.apply(Tasks::square, 1));
      assertTrue(Outcome.printed(broken).contains("NoSuchOption"), () -> Outcome.printed(broken));
    }
  }

  @OnEveryEngine
  void oneThatCannotTravelIsRefusedWhenThePoolIsBuilt(Engine engine) {
    Object notSerializable = new Thread(() -> {});
    assertThrows(
        TaskSerializationException.class,
        () ->
            engine
                .builder()
                .workers(1)
                .initializer(() -> notSerializable.hashCode())
                .build()
                .terminate());
  }
}
