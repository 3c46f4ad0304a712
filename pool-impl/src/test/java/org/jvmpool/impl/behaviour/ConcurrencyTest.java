package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;

/** Many threads on one pool, many tasks on few workers, long beside short (211). */
@Behaviour
class ConcurrencyTest {
  @OnEveryEngine
  void manyThreadsMaySubmitAtATime(Engine engine) throws Exception {
    Queue<Object> wrong = new ConcurrentLinkedQueue<>();
    try (Pool pool = engine.pool(2)) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        int thread = t;
        threads.add(
            new Thread(
                () -> {
                  try {
                    for (int i = 0; i < 100; i++) {
                      int x = thread * 1_000 + i;
                      int seen =
                          i % 2 == 0
                              ? pool.<Integer, Integer>apply(y -> y + 1, x)
                              : Outcome.of(pool.<Integer, Integer>applyAsync(y -> y + 1, x));
                      if (seen != x + 1) {
                        wrong.add(x + " gave " + seen);
                      }
                    }
                    if (!pool.map(Tasks::square, Tasks.upTo(50)).equals(Tasks.squaresUpTo(50))) {
                      wrong.add("map of thread " + thread);
                    }
                  } catch (Throwable e) {
                    wrong.add(Outcome.printed(e));
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(List.of(), List.copyOf(wrong));
    }
  }

  @OnEveryEngine
  void twentyThousandTasksAreEachAnsweredOnce(Engine engine) throws Exception {
    try (Pool pool = engine.pool(2)) {
      List<AsyncResult<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        results.add(pool.applyAsync(x -> x + 1, i));
      }
      for (int i = 0; i < 20_000; i++) {
        assertEquals(i + 1, Outcome.of(results.get(i)));
      }
      Eventually.until(() -> pool.stats().done() == 20_000);
    }
  }

  @OnEveryEngine
  void allWorkersRunAtATime(Engine engine, @TempDir Path dir) throws Exception {
    try (Pool pool = engine.pool(3);
        Gate gate = Gate.in(dir)) {
      AsyncResult<List<Integer>> map = pool.mapAsync(gate::pass, Tasks.upTo(6), 1);
      gate.awaitArrivals(3);
      assertEquals(3, gate.arrivals());
      gate.open();
      assertEquals(Tasks.upTo(6), Outcome.of(map));
    }
  }

  @Test
  void shortTasksDoNotWaitBehindALongOneWhileAWorkerIsFree(@TempDir Path dir) throws Exception {
    try (Pool pool = Pool.create(2);
        Gate gate = Gate.in(dir)) {
      pool.map(Tasks::square, Tasks.upTo(2_000), 1);
      List<AsyncResult<Integer>> shorts = new ArrayList<>();
      AsyncResult<Integer> slow = null;
      for (int i = 0; i < 400; i++) {
        if (i == 200) {
          slow = pool.applyAsync(() -> gate.pass(1));
        }
        shorts.add(pool.applyAsync(Tasks::square, i));
      }
      for (int i = 0; i < 400; i++) {
        assertEquals(i * i, Outcome.of(shorts.get(i)));
      }
      gate.open();
      assertEquals(1, Outcome.of(slow));
    }
  }

  @Test
  void aSleepingTaskLetsTheOtherWorkersTakeAllTheRest(@TempDir Path dir) throws Exception {
    try (Pool pool = Pool.create(2);
        Gate gate = Gate.in(dir)) {
      AsyncResult<List<Integer>> map =
          pool.mapAsync(x -> x == 0 ? gate.pass(x) : x, Tasks.upTo(500), 1);
      gate.awaitArrivals(1);
      Eventually.until(() -> pool.stats().done() >= 499 || pool.stats().waiting() == 0);
      AsyncResult<Integer> after = pool.applyAsync(Tasks::square, 9);
      assertEquals(81, Outcome.of(after));
      gate.open();
      assertEquals(Tasks.upTo(500), Outcome.of(map));
    }
  }

  @Test
  void manyPoolsAtATimeDoNotMix() {
    List<Pool> pools = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        pools.add(Pool.create(1));
      }
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 4; i++) {
          int number = i;
          assertEquals(i + 100, pools.get(i).<Integer, Integer>apply(x -> x + number, 100));
        }
      }
      List<Long> pids = pools.stream().map(p -> p.<Long>apply(() -> Tasks.pid())).toList();
      assertEquals(4, pids.stream().distinct().count());
    } finally {
      pools.forEach(Pool::close);
    }
  }

  @Test
  void idleWorkersAreReusedBeforeOthers() {
    try (Pool pool = Pool.create(1)) {
      assertEquals(
          1,
          Tasks.upTo(20).stream().map(x -> pool.<Long>apply(() -> Tasks.pid())).distinct().count());
    }
  }

  @Test
  void poolAfterPoolWorks() {
    for (int i = 0; i < 12; i++) {
      try (Pool pool = Pool.create(1)) {
        assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
      }
    }
    assertTrue(ProcessHandle.current().children().filter(ProcessHandle::isAlive).count() <= 1);
  }
}
