package org.jvmpool.impl.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.jvmpool.AsyncResult;
import org.jvmpool.Broadcast;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.Results;
import org.jvmpool.TaskException;
import org.jvmpool.TaskTimeoutException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.shared.SharedQueue;

/** A pool whose workers belong to the manager. */
@Behaviour
class ManagerPoolTest {
  @Test
  void itDoesWhatAPoolDoes() throws Exception {
    try (Manager manager = Multiprocessing.local().manager();
        Pool pool = manager.pool(2)) {
      assertEquals(42, pool.<Integer>apply(() -> 42));
      assertEquals(List.of(1, 4, 9), pool.map(n -> n * n, List.of(1, 2, 3)));
      assertEquals(
          List.of(3, 7), pool.starmap(Integer::sum, List.of(Map.entry(1, 2), Map.entry(3, 4))));
      assertFalse(pool.<Long>apply(() -> Tasks.pid()) == Tasks.pid());
      AsyncResult<Integer> later = pool.applyAsync(n -> n + 1, 1);
      assertEquals(2, later.get());
      assertTrue(later.successful());
      CountDownLatch called = new CountDownLatch(1);
      pool.applyAsync(() -> 1, one -> called.countDown());
      called.await();
      try (Results<Integer> results = pool.imap(n -> -n, List.of(1, 2, 3))) {
        assertEquals(List.of(-1, -2, -3), results.stream().toList());
      }
      try (Results<Integer> results = pool.imapUnordered(n -> -n, List.of(1, 2, 3))) {
        assertEquals(Set.of(-1, -2, -3), results.stream().collect(Collectors.toSet()));
      }
      try (Broadcast<String> word = pool.broadcast("word")) {
        assertEquals("word", pool.<String>apply(() -> word.value()));
      }
      assertEquals(2, pool.stats().workers());
      assertEquals(5, pool.asExecutorService().submit(() -> 5).get());
    }
  }

  @Test
  void failuresArriveAsFromAnyPool() {
    try (Manager manager = Multiprocessing.local().manager();
        Pool pool = manager.pool(1)) {
      TaskException thrown =
          assertThrows(TaskException.class, () -> pool.apply(() -> Integer.parseInt("x")));
      assertInstanceOf(NumberFormatException.class, thrown.getCause());
      ExecutionException later =
          assertThrows(
              ExecutionException.class, () -> pool.applyAsync(() -> Integer.parseInt("y")).get());
      assertInstanceOf(NumberFormatException.class, later.getCause());
      Pool hasty = pool.withTimeout(Duration.ofMillis(200));
      assertThrows(
          TaskTimeoutException.class, () -> hasty.apply(() -> new CountDownLatch(1).await()));
      AsyncResult<Integer> endless =
          pool.applyAsync(
              () -> {
                new CountDownLatch(1).await();
                return 1;
              });
      assertTrue(endless.cancel(true));
      assertEquals(1, pool.<Integer>apply(() -> 1));
    }
  }

  @Test
  void aTaskUsesItAndTheDictsOfItsManager() {
    try (Manager manager = Multiprocessing.local().manager();
        Pool pool = manager.pool(1);
        Pool own = Pool.create(1)) {
      SharedMap<String, Integer> dict = manager.dict();
      own.apply(() -> pool.map(n -> dict.merge("sum", n, Integer::sum), List.of(1, 2, 3)));
      assertEquals(6, dict.get("sum"));
    }
  }

  @Test
  void whatWasSubmittedFinishesWhenItIsClosed() throws Exception {
    try (Manager manager = Multiprocessing.local().manager()) {
      Pool pool = manager.pool(1);
      List<AsyncResult<Integer>> results =
          List.of(1, 2, 3).stream().map(n -> pool.<Integer, Integer>applyAsync(x -> x, n)).toList();
      pool.close();
      assertEquals(3, results.get(2).get());
      assertThrows(RejectedExecutionException.class, () -> pool.applyAsync(() -> 1));
    }
  }

  @Test
  void itIsJoinedWhileWhatWasSubmittedFinishes() throws Exception {
    try (Manager manager = Multiprocessing.local().manager()) {
      for (int i = 0; i < 4; i++) {
        Pool pool = manager.pool(1);
        assertThrows(IllegalStateException.class, pool::join);
        AsyncResult<Integer> last = pool.applyAsync(n -> n + 1, i);
        pool.shutdown();
        if (i % 2 == 0) {
          pool.join();
        } else {
          assertTrue(pool.join(Duration.ofSeconds(30)));
        }
        assertTrue(last.isDone());
        assertEquals(i + 1, last.get());
      }
    }
  }

  @Test
  void whatWasSubmittedFailsWhenItIsTerminatedWhereverItIs() throws Exception {
    try (Manager manager = Multiprocessing.local().manager()) {
      Pool pool = manager.pool(1);
      List<AsyncResult<Void>> results =
          IntStream.range(0, 10)
              .mapToObj(i -> pool.applyAsync(() -> new CountDownLatch(1).await()))
              .toList();
      pool.terminate();
      pool.join();
      for (AsyncResult<Void> result : results) {
        ExecutionException failed = assertThrows(ExecutionException.class, result::get);
        assertInstanceOf(PoolTerminatedException.class, failed.getCause());
      }
      assertThrows(RejectedExecutionException.class, () -> pool.apply(() -> 1));
    }
  }

  @Test
  void aTaskThatRunsIsNotCancelledGently() throws Exception {
    try (Manager manager = Multiprocessing.local().manager();
        Pool pool = manager.pool(1)) {
      SharedQueue<String> told = manager.queue(0);
      SharedQueue<String> go = manager.queue(0);
      AsyncResult<String> running =
          pool.applyAsync(
              () -> {
                told.put("running");
                return go.take();
              });
      told.take();
      assertFalse(running.cancel(false));
      go.put("done");
      assertEquals("done", running.get());
    }
  }
}
