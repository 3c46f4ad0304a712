package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.jvmpool.Pool;
import org.jvmpool.WorkerContext;
import org.jvmpool.WorkerInfo;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;

/** A task may ask where it runs. */
@Behaviour
class WorkerContextTest {
  private record Seen(int index, long pid, String pool, long task) {
    static Seen here() {
      WorkerContext here = WorkerContext.current();
      return new Seen(here.index(), here.pid(), here.poolName(), here.taskId());
    }
  }

  @OnEveryEngine
  void insideATaskItNamesWorkerPoolAndTask(Engine engine) {
    try (Pool pool = engine.builder().name("orders").workers(2).build()) {
      List<Seen> seen =
          pool.map(
              x -> {
                Thread.sleep(2);
                return Seen.here();
              },
              Tasks.upTo(60),
              1);
      HashSet<Long> tasks = new HashSet<>();
      for (Seen one : seen) {
        assertTrue(one.index() >= 0 && one.index() < 2, one::toString);
        assertEquals("orders", one.pool());
        assertTrue(tasks.add(one.task()), () -> "two tasks with the id " + one.task());
      }
    }
  }

  @Test
  void thePidIsTheWorkersAndMatchesWorkers() {
    try (Pool pool = Pool.create(2)) {
      pool.map(Tasks::square, Tasks.upTo(20), 1);
      Eventually.until(() -> pool.workers().size() == 2);
      for (int i = 0; i < 10; i++) {
        Seen seen = pool.apply(Seen::here);
        assertTrue(
            pool.workers().stream().anyMatch(w -> matches(w, seen)),
            () -> seen + " is not among " + pool.workers());
      }
      assertEquals(pool.<Boolean>apply(() -> Seen.here().pid() == Tasks.pid()), true);
    }
  }

  private static boolean matches(WorkerInfo worker, Seen seen) {
    return worker.pid() == seen.pid() && worker.index() == seen.index();
  }

  @OnEveryEngine
  void aThreadThatATaskStartsHasTheTasksContext(Engine engine) {
    try (Pool pool = engine.builder().name("orders").workers(1).build()) {
      List<Seen> seen =
          pool.apply(
              () -> {
                List<Seen> both = new ArrayList<>(List.of(Seen.here()));
                Thread thread = new Thread(() -> both.add(Seen.here()));
                thread.start();
                thread.join();
                ExecutorService executor = Executors.newSingleThreadExecutor();
                both.add(executor.submit(Seen::here).get());
                executor.shutdown();
                return both;
              });
      assertEquals(List.of(seen.get(0), seen.get(0), seen.get(0)), seen);
    }
  }

  @OnEveryEngine
  void theInitializerMayAskToo(Engine engine) {
    try (Pool pool =
        engine
            .builder()
            .name("orders")
            .workers(1)
            .initializer(
                () -> {
                  if (!WorkerContext.current().poolName().equals("orders")) {
                    throw new IllegalStateException(WorkerContext.current().poolName());
                  }
                })
            .build()) {
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @OnEveryEngine
  void outsideATaskThereIsNone(Engine engine) {
    assertThrows(IllegalStateException.class, WorkerContext::current);
    try (Pool pool = engine.pool(1)) {
      pool.apply(() -> 1);
      assertThrows(IllegalStateException.class, WorkerContext::current);
    }
  }

  @Test
  void everyPoolHasANameOfItsOwn() throws Exception {
    try (Pool one = Pool.create(1);
        Pool two = Pool.create(1)) {
      String first = Outcome.of(one.applyAsync(() -> WorkerContext.current().poolName()));
      String second = Outcome.of(two.applyAsync(() -> WorkerContext.current().poolName()));
      assertTrue(!first.isBlank() && !first.equals(second), () -> first + ", " + second);
    }
  }
}
