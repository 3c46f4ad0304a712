package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.function.Executable;
import org.jvmpool.Pool;
import org.jvmpool.Task;
import org.jvmpool.TaskBiFunction;
import org.jvmpool.TaskFunction;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Tasks;

/**
 * A call that cannot mean anything is refused where it is made, and says which value is wrong
 * (215).
 */
@Behaviour
class RefusalTest {
  private static void assertNullRefused(String parameter, Executable call) {
    NullPointerException refused = assertThrows(NullPointerException.class, call);
    assertTrue(String.valueOf(refused.getMessage()).contains(parameter), refused::toString);
  }

  @OnEveryEngine
  void nullIsRefusedAtTheCallByName(Engine engine) {
    Task<Integer> noTask = null;
    VoidTask noVoidTask = null;
    TaskFunction<Integer, Integer> noFn = null;
    TaskBiFunction<Integer, Integer, Integer> noBiFn = null;
    Iterable<Integer> noItems = null;
    Consumer<Object> noCallback = null;
    try (Pool pool = engine.pool(1)) {
      assertNullRefused("task", () -> pool.apply(noTask));
      assertNullRefused("task", () -> pool.apply(noVoidTask));
      assertNullRefused("fn", () -> pool.apply(noFn, 1));
      assertNullRefused("task", () -> pool.applyAsync(noTask));
      assertNullRefused("task", () -> pool.applyAsync(noVoidTask));
      assertNullRefused("fn", () -> pool.applyAsync(noFn, 1));
      assertNullRefused("callback", () -> pool.applyAsync(() -> 1, noCallback));
      assertNullRefused("fn", () -> pool.map(noFn, List.of(1)));
      assertNullRefused("items", () -> pool.map(Tasks::square, noItems));
      assertNullRefused("items", () -> pool.mapAsync(Tasks::square, noItems));
      assertNullRefused("fn", () -> pool.starmap(noBiFn, List.of(Map.entry(1, 2))));
      assertNullRefused("fn", () -> pool.imap(noFn, List.of(1)));
      assertNullRefused("items", () -> pool.imap(Tasks::square, noItems));
      assertNullRefused("items", () -> pool.imapUnordered(Tasks::square, noItems));
      assertNullRefused("iterator", () -> pool.map(Tasks::square, iteratorless()));
      assertNullRefused("iterator", () -> pool.imap(Tasks::square, iteratorless()));
      assertNullRefused("iterator", () -> pool.imapUnordered(Tasks::square, iteratorless()));
      assertNullRefused("tasks", () -> pool.asExecutorService().invokeAny(null));
      assertNullRefused("tasks", () -> pool.asExecutorService().invokeAll(null));
      assertThrows(NullPointerException.class, () -> pool.withTimeout(null));
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  private static Iterable<Integer> iteratorless() {
    return () -> null;
  }

  @OnEveryEngine
  void aNullEntryOfAStarmapIsRefused(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      assertThrows(
          NullPointerException.class,
          () ->
              pool.starmap(
                  Integer::sum, Collections.<Map.Entry<Integer, Integer>>singletonList(null)));
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @OnEveryEngine
  void aChunkHasAtLeastOneItem(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      for (int wrong : new int[] {0, -1}) {
        List<Executable> calls =
            List.of(
                () -> pool.map(Tasks::square, List.of(1), wrong),
                () -> pool.mapAsync(Tasks::square, List.of(1), wrong),
                () -> pool.mapAsync(Tasks::square, List.of(1), wrong, r -> {}, e -> {}),
                () -> pool.imap(Tasks::square, List.of(1), wrong),
                () -> pool.imapUnordered(Tasks::square, List.of(1), wrong));
        for (Executable call : calls) {
          IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, call);
          assertTrue(refused.getMessage().contains("" + wrong), refused.getMessage());
          assertTrue(refused.getMessage().contains("chunk"), refused.getMessage());
        }
      }
    }
  }

  @OnEveryEngine
  void limitsAndRetriesOfAViewMakeSense(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      assertThrows(IllegalArgumentException.class, () -> pool.withTimeout(Duration.ZERO));
      assertThrows(IllegalArgumentException.class, () -> pool.withTimeout(Duration.ofSeconds(-1)));
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> pool.withRetries(-1));
      assertTrue(refused.getMessage().contains("-1"), refused.getMessage());
      assertEquals(4, pool.withRetries(0).<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @OnEveryEngine
  void aPoolCannotShrinkToNothingNorGrowBeyondAllMachines(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      for (int wrong : new int[] {0, -2, 10_001, Integer.MAX_VALUE}) {
        IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> pool.resize(wrong));
        assertTrue(refused.getMessage().contains("" + wrong), refused.getMessage());
      }
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @OnEveryEngine
  void aPoolThatHasEndedSaysWhetherItWasClosedOrTerminated(Engine engine) throws Exception {
    Pool closed = engine.pool(1);
    closed.close();
    Pool terminated = engine.pool(1);
    terminated.terminate();
    terminated.join();
    assertRejected("was closed", () -> closed.apply(() -> 1));
    assertRejected("was terminated", () -> terminated.apply(() -> 1));
  }

  private static void assertRejected(String why, Executable call) {
    RejectedExecutionException refused = assertThrows(RejectedExecutionException.class, call);
    assertTrue(String.valueOf(refused.getMessage()).endsWith(why), refused::toString);
  }
}
