package org.jvmpool.impl.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.ProcessException;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;
import org.jvmpool.worker.manager.ManagerJvm;
import org.jvmpool.worker.manager.ManagerServer;
import org.jvmpool.worker.manager.ManagerSettings;

/** What is let go when a client ends, a call is interrupted, or the manager itself is gone. */
@Behaviour
class ManagerEndsTest {
  private static Manager shared;

  @BeforeAll
  static void start() {
    shared = Multiprocessing.local().manager();
  }

  @AfterAll
  static void end() {
    shared.close();
  }

  private static <T> FutureTask<T> beside(java.util.concurrent.Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "test-beside");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static ManagerServer serverAt(UnixDomainSocketAddress address, Path dir, String name)
      throws Exception {
    return ManagerServer.start(
        new ManagerSettings(
            name,
            ManagerSettings.drawId(),
            ManagerJvm.text(UnixDomainSocketAddress.of(dir.resolve(name))),
            new byte[] {1},
            ManagerJvm.text(address),
            new byte[] {2},
            null,
            List.of(),
            List.of()),
        null);
  }

  @Test
  void aManagerThatHasEndedLeavesTheSocketOfItsSuccessorAlone(@TempDir Path dir) throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(dir.resolve("socket"));
    ManagerServer first = serverAt(address, dir, "first");
    first.close();
    try (ManagerServer second = serverAt(address, dir, "second")) {
      first.close();
      try (Manager client = Manager.connect(address, new byte[] {2})) {
        client.dict().put("a", 1);
      }
    }
    assertFalse(Files.exists(address.getPath()));
  }

  private static long pidOf(Manager manager) {
    return manager.<String, Long>dict().computeIfAbsent("pid", key -> Tasks.pid());
  }

  // ---- clients that end

  @Test
  void aLockWhoseHolderIsKilledGoesToTheNextWhoIsTold() throws Exception {
    SharedLock lock = shared.lock();
    SharedQueue<String> told = shared.queue(0);
    SharedQueue<String> go = shared.queue(0);
    try (Pool pool = Pool.create(1)) {
      FutureTask<?> killed =
          beside(
              () -> {
                pool.apply(
                    () -> {
                      lock.lock();
                      told.put("locked");
                      go.take();
                      Runtime.getRuntime().halt(9);
                    });
                return null;
              });
      assertEquals("locked", told.take());
      assertFalse(lock.tryLock());
      FutureTask<Boolean> next =
          beside(
              () -> {
                lock.lock();
                return lock.wasAbandoned();
              });
      go.put("die");
      assertTrue(next.get(30, TimeUnit.SECONDS));
      ExecutionException lost =
          assertThrows(ExecutionException.class, () -> killed.get(30, TimeUnit.SECONDS));
      assertEquals(WorkerLostException.class, lost.getCause().getClass());
      lock.unlock();
      lock.lock();
      assertFalse(lock.wasAbandoned());
      lock.unlock();
    }
  }

  @Test
  void theWaitsOfAKilledProcessTakeNothing() throws Exception {
    SharedSemaphore semaphore = shared.semaphore(0);
    SharedQueue<Integer> queue = shared.queue(0);
    SharedBarrier barrier = shared.barrier(3);
    SharedQueue<String> told = shared.queue(0);
    try (Pool pool = Pool.create(3)) {
      pool.applyAsync(
          () -> {
            told.put("s");
            semaphore.acquire();
          });
      pool.applyAsync(
          () -> {
            told.put("q");
            queue.take();
          });
      pool.applyAsync(
          () -> {
            told.put("b");
            barrier.await();
          });
      for (int i = 0; i < 3; i++) {
        told.take();
      }
      FutureTask<Integer> waits = beside(barrier::await);
      Eventually.until(() -> barrier.waiting() == 2);
      pool.terminate();
      ExecutionException broken =
          assertThrows(ExecutionException.class, () -> waits.get(30, TimeUnit.SECONDS));
      assertEquals(BrokenBarrierException.class, broken.getCause().getClass());
      Eventually.until(() -> shared.stats().processes() == 1);
      semaphore.release();
      assertEquals(1, semaphore.availablePermits());
      queue.put(1);
      assertEquals(1, queue.size());
    }
  }

  @Test
  void clientsThatDieLeaveNothingBehind() {
    for (int i = 0; i < 3; i++) {
      try (Pool pool = Pool.create(1)) {
        Manager manager = shared;
        pool.apply(
            () -> {
              for (int k = 0; k < 100; k++) {
                manager.dict();
              }
            });
        pool.terminate();
      }
    }
    Eventually.until(() -> shared.stats().processes() == 1);
    Eventually.until(() -> shared.stats().objects() < 50);
  }

  @Test
  @Tag("stress")
  @Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aHundredThousandObjectsThatAreClosedLeaveNothingBehind() {
    try (Manager manager = Multiprocessing.local().manager()) {
      SharedMap<String, Long> heap = manager.dict();
      cycle(manager, 10_000);
      long before = heap.compute("n", (key, none) -> usedHeap());
      int objects = manager.stats().objects();
      cycle(manager, 100_000);
      long grown = heap.compute("n", (key, known) -> usedHeap()) - before;
      assertEquals(objects, manager.stats().objects());
      assertTrue(grown < 2 << 20, () -> "the heap has grown by " + grown + " bytes"); // 20 each
    }
  }

  private static void cycle(Manager manager, int times) {
    for (int i = 0; i < times; i++) {
      try (SharedMap<String, Integer> dict = manager.dict()) {
        dict.put("a", i);
      }
    }
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  // ---- interrupts

  @Test
  void anInterruptedStartSaysWhoseItWasWhatHappenedAndWhatToDo() {
    Thread.currentThread().interrupt();
    CancellationException interrupted;
    try {
      interrupted =
          assertThrows(CancellationException.class, () -> Multiprocessing.local().manager());
    } finally {
      assertTrue(Thread.interrupted(), "the interrupt is kept");
    }
    assertTrue(
        interrupted
            .getMessage()
            .matches("manager-\\d+ was not started: the thread .* interrupted, .*start one anew"),
        interrupted::getMessage);
    assertFalse(interrupted.getMessage().contains("impl"), interrupted::getMessage);
  }

  @Test
  void anInterruptedWaitEndsAndTakesNothing() throws Exception {
    SharedLock lock = shared.lock();
    SharedQueue<Integer> queue = shared.queue(0);
    lock.lock();
    for (java.util.concurrent.Callable<Object> call :
        List.<java.util.concurrent.Callable<Object>>of(
            () -> {
              lock.lockInterruptibly();
              return "got it";
            },
            queue::take,
            () -> lock.tryLock(Duration.ofSeconds(50)))) {
      int waiting = shared.stats().connections();
      FutureTask<Object> task = new FutureTask<>(call);
      Thread thread = new Thread(task);
      thread.start();
      Eventually.until(() -> shared.stats().connections() > waiting || isInSelect(thread));
      thread.interrupt();
      ExecutionException ended =
          assertThrows(ExecutionException.class, () -> task.get(30, TimeUnit.SECONDS));
      assertEquals(InterruptedException.class, ended.getCause().getClass());
    }
    lock.unlock();
    assertTrue(lock.tryLock());
    lock.unlock();
    queue.put(7);
    assertEquals(7, queue.take());
  }

  @Test
  void anInterruptAtAnyMomentEndsAWait() throws Exception {
    SharedLock lock = shared.lock();
    lock.lock();
    for (int i = 0; i < 200; i++) {
      FutureTask<Object> task =
          new FutureTask<>(
              () -> {
                lock.lockInterruptibly();
                return "got it";
              });
      Thread thread = new Thread(task);
      thread.start();
      LockSupport.parkNanos(i * 5_000L); // before, within and after the call's way to the server
      thread.interrupt();
      ExecutionException ended =
          assertThrows(ExecutionException.class, () -> task.get(30, TimeUnit.SECONDS));
      assertEquals(InterruptedException.class, ended.getCause().getClass());
    }
    lock.unlock();
  }

  private static boolean isInSelect(Thread thread) {
    return List.of(thread.getStackTrace()).stream()
        .anyMatch(frame -> frame.getMethodName().equals("select"));
  }

  @Test
  void anInterruptDisturbsNoCallThatDoesNotWaitAndStaysSet() {
    SharedMap<String, Integer> dict = shared.dict();
    SharedLock lock = shared.lock();
    Thread.currentThread().interrupt();
    try {
      for (int i = 0; i < 50; i++) {
        dict.merge("n", 1, Integer::sum);
      }
      lock.lock();
      assertTrue(lock.isLocked());
      lock.unlock();
      assertTrue(Thread.currentThread().isInterrupted());
      assertThrows(InterruptedException.class, lock::lockInterruptibly);
      assertFalse(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
    assertEquals(50, dict.get("n"));
    assertFalse(lock.isLocked());
  }

  @Test
  void interruptsInAStormLoseNoLock() throws Exception {
    SharedLock lock = shared.lock();
    SharedMap<String, Integer> counts = shared.dict();
    Thread[] threads = new Thread[3];
    int[] done = new int[threads.length];
    for (int t = 0; t < threads.length; t++) {
      int self = t;
      threads[t] =
          new Thread(
              () -> {
                while (done[self] < 60) {
                  try {
                    lock.lockInterruptibly();
                  } catch (InterruptedException e) {
                    continue;
                  }
                  int now = counts.getOrDefault("n", 0);
                  counts.put("n", now + 1);
                  done[self]++;
                  lock.unlock();
                }
              });
      threads[t].start();
    }
    Thread storm =
        new Thread(
            () -> {
              for (int i = 0; List.of(threads).stream().anyMatch(Thread::isAlive); i++) {
                threads[i % threads.length].interrupt();
                Thread.yield();
              }
            });
    storm.start();
    for (Thread thread : threads) {
      thread.join();
    }
    storm.join();
    assertEquals(60 * threads.length, counts.get("n"));
    assertFalse(lock.isLocked());
  }

  @Test
  void anInterruptedWaitForASignalHasTheLockAgain() throws Exception {
    SharedCondition condition = shared.condition();
    FutureTask<String> waits =
        new FutureTask<>(
            () -> {
              condition.lock().lock();
              try {
                condition.await();
                return "signalled";
              } catch (InterruptedException e) {
                return "interrupted " + condition.lock().isLocked();
              } finally {
                condition.lock().unlock();
              }
            });
    Thread thread = new Thread(waits);
    thread.start();
    Eventually.until(
        () ->
            List.of(thread.getStackTrace()).stream()
                    .anyMatch(frame -> frame.getMethodName().equals("await"))
                && !condition.lock().isLocked());
    thread.interrupt();
    assertEquals("interrupted true", waits.get(30, TimeUnit.SECONDS));
    assertFalse(condition.lock().isLocked());
  }

  // ---- the manager

  @Test
  void aManagerThatIsKilledTurnsEachCallIntoAClearException() throws Exception {
    Manager manager = Multiprocessing.local().manager();
    SharedMap<String, Integer> dict = manager.dict();
    SharedQueue<Integer> queue = manager.queue(0);
    FutureTask<Integer> waits = beside(queue::take);
    long pid = pidOf(manager);
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    ExecutionException ended =
        assertThrows(ExecutionException.class, () -> waits.get(30, TimeUnit.SECONDS));
    assertEquals(ProcessException.class, ended.getCause().getClass());
    ProcessException gone = assertThrows(ProcessException.class, () -> dict.get("a"));
    assertTrue(gone.getMessage().contains("is gone"), gone.getMessage());
    assertThrows(ProcessException.class, manager::list);
    Eventually.holds(
        () -> {
          ProcessException how = assertThrows(ProcessException.class, () -> dict.get("a"));
          assertTrue(how.getMessage().contains("worker " + pid + " died"), how.getMessage());
        });
    manager.close();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void closeKillsAManagerThatIsStoppedAndCannotAnswer() throws Exception {
    Manager manager = Multiprocessing.local().manager();
    SharedMap<String, Integer> dict = manager.dict();
    long pid = pidOf(manager);
    new ProcessBuilder("kill", "-STOP", String.valueOf(pid)).inheritIO().start().waitFor();
    FutureTask<Integer> waits = beside(() -> dict.get("a"));
    manager.close();
    assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    ExecutionException ended =
        assertThrows(ExecutionException.class, () -> waits.get(30, TimeUnit.SECONDS));
    assertEquals(ProcessException.class, ended.getCause().getClass());
  }

  @Test
  void ctrlCDoesNotEndIt() throws Exception {
    long pid = pidOf(shared);
    SharedMap<String, Integer> dict = shared.dict();
    new ProcessBuilder("kill", "-INT", String.valueOf(pid)).inheritIO().start().waitFor();
    for (int i = 0; i < 20; i++) {
      dict.merge("n", 1, Integer::sum);
    }
    assertEquals(20, dict.get("n"));
    assertEquals(pid, pidOf(shared));
  }
}
