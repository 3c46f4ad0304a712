package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.Task;
import org.jvmpool.TaskFunction;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;

/** What a task sees of the caller's objects: a copy, made when it was submitted (198). */
@Behaviour
class CapturedStateTest {
  @OnEveryEngine
  void eachTaskGetsAFreshCopyOfWhatItsFunctionCaptured(Engine engine) {
    int[] counter = {0};
    Task<Integer> task = () -> ++counter[0];
    TaskFunction<Integer, Integer> fn = x -> counter[0] += x;
    try (Pool pool = engine.pool(1)) {
      for (int i = 0; i < 5; i++) {
        assertEquals(1, pool.apply(task));
        assertEquals(10, pool.apply(fn, 10));
      }
      assertEquals(Collections.nCopies(5, 7), pool.map(fn, Collections.nCopies(5, 7), 1));
    }
    assertEquals(0, counter[0]);
  }

  @OnEveryEngine
  void changingAnArgumentAfterSubmissionChangesNothing(Engine engine, @TempDir Path dir)
      throws Exception {
    try (Pool pool = engine.pool(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> first = pool.applyAsync(() -> gate.pass(1));
      gate.awaitArrivals(1);
      List<String> argument = new ArrayList<>(List.of("as it was"));
      List<String> captured = new ArrayList<>(List.of("as it was"));
      List<List<String>> items = List.of(argument, captured);
      AsyncResult<String> byArgument = pool.applyAsync(list -> list.get(0), argument);
      AsyncResult<String> byCapture = pool.applyAsync(() -> captured.get(0));
      AsyncResult<List<String>> byMap = pool.mapAsync(list -> list.get(0), items);
      argument.set(0, "changed");
      captured.set(0, "changed");
      gate.open();
      assertEquals(1, Outcome.of(first));
      assertEquals("as it was", Outcome.of(byArgument));
      assertEquals("as it was", Outcome.of(byCapture));
      assertEquals(List.of("as it was", "as it was"), Outcome.of(byMap));
    }
  }

  @OnEveryEngine
  void changingAnArgumentInATaskDoesNotReachTheCaller(Engine engine) {
    List<String> list = new ArrayList<>();
    try (Pool pool = engine.pool(1)) {
      assertEquals(List.of("added"), pool.apply(CapturedStateTest::add, list));
      assertEquals(List.of(), list);
    }
  }

  private static List<String> add(List<String> list) {
    list.add("added");
    return list;
  }

  @OnEveryEngine
  void theSameLambdaWithOtherValuesIsAnotherFunction(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      for (int i = 0; i < 20; i++) {
        int captured = i;
        assertEquals(captured + 1, pool.<Integer, Integer>apply(x -> x + captured, 1));
      }
    }
  }

  @OnEveryEngine
  void aPoolCannotBeCapturedAndTheErrorSaysSo(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      TaskSerializationException failure =
          Outcome.thrownBy(
              TaskSerializationException.class,
              () -> pool.applyAsync(() -> pool.stats().workers()));
      assertTrue(failure.getMessage().contains("Pool"), failure.getMessage());
      Outcome.thrownBy(
          TaskSerializationException.class,
          () -> pool.applyAsync((Object p) -> 1, pool.withRetries(1)));
      assertEquals(9, pool.<Integer, Integer>apply(Tasks::square, 3));
    }
  }

  @OnEveryEngine
  void anAsyncResultCannotBeCaptured(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      AsyncResult<Integer> result = pool.applyAsync(() -> 1);
      Outcome.thrownBy(
          TaskSerializationException.class, () -> pool.applyAsync(() -> result.join()));
    }
  }

  @Test
  void theDoorItselfCanBeCaptured() {
    Multiprocessing mp = Multiprocessing.local();
    try (Pool pool = mp.pool(1)) {
      assertTrue(pool.<Integer>apply(() -> mp.cpuCount()) >= 1);
      int answer =
          pool.apply(
              () -> {
                try (Pool inner = mp.pool(1)) {
                  return inner.<Integer, Integer>apply(Tasks::square, 5);
                }
              });
      assertEquals(25, answer);
    }
  }

  @Test
  void aWorkerKeepsItsStaticStateBetweenTasks() {
    try (Pool pool = Pool.create(1)) {
      assertEquals(1, pool.<Integer>apply(() -> Counter.next()));
      assertEquals(2, pool.<Integer>apply(() -> Counter.next()));
      assertEquals(0, Counter.value);
    }
  }

  private static final class Counter {
    static int value;

    static int next() {
      return ++value;
    }
  }
}
