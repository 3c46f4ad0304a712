package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Pool;
import org.jvmpool.Task;
import org.jvmpool.TaskFunction;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;

/** One task: what goes in arrives, what comes out is what the task returned (168, 175). */
@Behaviour
class ApplyTest {
  private static int fib(int n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  }

  @OnEveryEngine
  void equalsTheLocalCall(Engine engine) {
    try (Pool pool = engine.pool(2)) {
      assertEquals(fib(20), pool.<Integer>apply(() -> fib(20)));
      assertEquals(49, pool.<Integer, Integer>apply(x -> x * x, 7));
      assertEquals(49, pool.<Integer, Integer>apply(Tasks::square, 7));
    }
  }

  @OnEveryEngine
  void runsLambdasMethodReferencesAnonymousAndNestedClasses(Engine engine) {
    int captured = 40;
    try (Pool pool = engine.pool(1)) {
      Task<Integer> lambda = () -> captured + 2;
      assertEquals(42, pool.apply(lambda));
      assertEquals(3, pool.<String, Integer>apply(String::length, "abc"));
      Task<String> bound = "abc"::toUpperCase;
      assertEquals("ABC", pool.apply(bound));
      assertEquals(42, pool.apply(anonymous(captured)));
      assertEquals(42, pool.apply(new Adder(captured)));
      TaskFunction<String, StringBuilder> constructor = StringBuilder::new;
      assertEquals("abc", pool.apply(constructor, "abc").toString());
    }
  }

  private static Task<Integer> anonymous(int captured) {
    return new Task<>() {
      @Override
      public Integer call() {
        return captured + 2;
      }
    };
  }

  private record Adder(int base) implements Task<Integer> {
    @Override
    public Integer call() {
      return base + 2;
    }
  }

  @OnEveryEngine
  void nullGoesInAndComesOut(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      assertNull(pool.apply(() -> null));
      assertEquals("null", pool.<String, String>apply(String::valueOf, null));
      assertNull(Outcome.of(pool.applyAsync(() -> null)));
    }
  }

  @OnEveryEngine
  void aTaskWithoutResultIsRunOnce(Engine engine, @TempDir Path dir) throws Exception {
    Trail trail = Trail.in(dir);
    try (Pool pool = engine.pool(1)) {
      pool.apply(() -> trail.mark("apply"));
      assertNull(
          Outcome.of(
              pool.applyAsync(
                  () -> {
                    trail.mark("applyAsync");
                  })));
    }
    assertEquals(List.of("apply", "applyAsync"), trail.marks());
  }

  @OnEveryEngine
  void everyFormOfApplyAsyncGivesTheResultToGetAndToTheCallback(Engine engine) throws Exception {
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    try (Pool pool = engine.pool(2)) {
      assertEquals(1, Outcome.of(pool.applyAsync(() -> 1)));
      assertEquals(2, Outcome.of(pool.applyAsync(() -> 2, seen::add)));
      assertEquals(2, seen.poll(10, TimeUnit.SECONDS));
      assertEquals(3, Outcome.of(pool.applyAsync(() -> 3, seen::add, seen::add)));
      assertEquals(3, seen.poll(10, TimeUnit.SECONDS));
      assertEquals(16, Outcome.of(pool.applyAsync(Tasks::square, 4)));
      assertEquals(25, Outcome.of(pool.applyAsync(Tasks::square, 5, seen::add)));
      assertEquals(25, seen.poll(10, TimeUnit.SECONDS));
      assertEquals(36, Outcome.of(pool.applyAsync(Tasks::square, 6, seen::add, seen::add)));
      assertEquals(36, seen.poll(10, TimeUnit.SECONDS));
    }
    assertEquals(List.of(), List.copyOf(seen));
  }

  @Test
  void runsInAnotherProcess() {
    try (Pool pool = Pool.create(1)) {
      long pid = pool.apply(() -> Tasks.pid());
      assertNotEquals(Tasks.pid(), pid);
      assertEquals(pid, pool.<Long>apply(() -> Tasks.pid()));
    }
  }

  @Test
  void runsInThisProcessOnThreads() {
    try (Pool pool = Engine.THREADS.pool(1)) {
      assertEquals(Tasks.pid(), pool.<Long>apply(() -> Tasks.pid()));
    }
  }

  @OnEveryEngine
  void theResultOfAnEnumIsThatEnum(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      assertSame(TimeUnit.DAYS, pool.apply(() -> TimeUnit.DAYS));
      Object nested = pool.apply(() -> List.of(TimeUnit.DAYS));
      assertSame(TimeUnit.DAYS, assertInstanceOf(List.class, nested).get(0));
    }
  }
}
