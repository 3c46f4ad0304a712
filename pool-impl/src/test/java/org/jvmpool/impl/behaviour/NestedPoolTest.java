package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;

/** Pools inside tasks: allowed, bounded, and gone with the worker that made them (32, 197, 229). */
@Behaviour
class NestedPoolTest {
  @OnEveryEngine
  void aTaskMayUseAPoolOfItsOwn(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      List<Integer> squares =
          pool.apply(
              () -> {
                try (Pool inner = engine.pool(2)) {
                  return inner.map(Tasks::square, Tasks.upTo(20));
                }
              });
      assertEquals(Tasks.squaresUpTo(20), squares);
    }
  }

  @Test
  void standardInputIsEmptyThereToo() {
    try (Pool pool = Pool.create(1)) {
      int read =
          pool.apply(
              () -> {
                try (Pool inner = Pool.create(1)) {
                  return inner.<Integer>apply(() -> System.in.read()) + System.in.read();
                }
              });
      assertEquals(-2, read);
    }
  }

  private static int nest(int levels) {
    if (levels == 0) {
      return 0;
    }
    try (Pool pool = Pool.create(1)) {
      return 1 + pool.<Integer, Integer>apply(NestedPoolTest::nest, levels - 1);
    }
  }

  @Test
  void poolsNestFiveDeepAndNoDeeper() {
    assertEquals(5, nest(5));
    RuntimeException refused = Outcome.thrownBy(RuntimeException.class, () -> nest(6));
    String text = Outcome.printed(refused);
    assertTrue(text.contains("deep") || text.contains("nest"), text);
    assertTrue(text.contains("5") || text.contains("five"), text);
  }

  @Test
  void anInnerPoolLeftOpenEndsWithItsWorker(@TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool = Pool.create(1)) {
      pool.apply(
          () -> {
            Pool inner = Pool.create(1);
            trail.mark(inner.<Long>apply(() -> Tasks.pid()));
          });
    }
    long inner = Long.parseLong(trail.marks().get(0));
    Eventually.until(() -> !Tasks.isAlive(inner));
  }

  @Test
  void killingAWorkerKillsItsInnerPool(@TempDir Path dir) throws Exception {
    Trail trail = Trail.in(dir);
    try (Pool pool = Pool.create(1)) {
      AsyncResult<Void> outer =
          pool.applyAsync(
              () -> {
                try (Pool inner = Pool.create(1)) {
                  inner.apply(
                      () -> {
                        trail.mark(Tasks.pid());
                        Tasks.linger();
                      });
                }
              });
      Eventually.until(() -> trail.count() == 1);
      long inner = Long.parseLong(trail.marks().get(0));
      assertTrue(outer.cancel(true));
      Eventually.until(() -> !Tasks.isAlive(inner));
    }
  }

  /** A program without a guard: every JVM that loads the class makes a pool. */
  public static final class Unguarded {
    static final Pool POOL = Pool.create(2);

    public static void main(String[] args) {
      System.out.println("answer " + POOL.apply(() -> Unguarded.answer()));
      POOL.close();
    }

    static int answer() {
      return 42;
    }
  }

  @Test
  void aPoolInAStaticInitializerIsNoForkBomb() throws Exception {
    try (ChildProgram program = ChildProgram.start(Unguarded.class)) {
      assertEquals("42", program.awaitLine("answer "));
      assertTrue(
          program.process().descendants().count() <= 6,
          () -> program.process().descendants().toList().toString());
      assertEquals(0, program.awaitExit(), program::toString);
    }
  }
}
