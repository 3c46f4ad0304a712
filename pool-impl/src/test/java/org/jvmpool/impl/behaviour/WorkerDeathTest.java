package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.RetireReason;
import org.jvmpool.VoidTask;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;

/**
 * A worker that dies fails the task it was running, tells why, and is replaced (204–206, 219, 232).
 */
@Behaviour
class WorkerDeathTest {
  @Test
  void failsOnlyTheTaskItWasRunning(@TempDir Path dir) throws Exception {
    try (Pool pool = Pool.create(2);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> neighbour = pool.applyAsync(() -> gate.pass(7));
      gate.awaitArrivals(1);
      for (int i = 0; i < 3; i++) {
        AsyncResult<Void> dies = pool.applyAsync(() -> Runtime.getRuntime().halt(3));
        List<AsyncResult<Integer>> behind = new ArrayList<>();
        for (int j = 0; j < 20; j++) {
          behind.add(pool.applyAsync(Tasks::square, j));
        }
        Outcome.failureOf(dies, WorkerLostException.class);
        for (int j = 0; j < 20; j++) {
          assertEquals(j * j, Outcome.of(behind.get(j)));
        }
      }
      gate.open();
      assertEquals(7, Outcome.of(neighbour));
      assertEquals(3, pool.stats().lost());
      assertEquals(3L, pool.stats().retired().get(RetireReason.CRASHED));
      Eventually.until(() -> pool.workers().size() == 2);
    }
  }

  @Test
  void systemExitTellsPidExitCodeAndTheLastLines() {
    try (Pool pool = Pool.builder().name("reports").workers(1).build()) {
      long pid = pool.apply(() -> Tasks.pid());
      WorkerLostException lost =
          Outcome.thrownBy(
              WorkerLostException.class,
              () ->
                  pool.apply(
                      (VoidTask)
                          () -> {
                            System.err.println("the reason, in the task's words");
                            System.exit(7);
                          }));
      assertEquals(pid, lost.pid());
      assertEquals(7, lost.exitCode().orElseThrow());
      assertTrue(
          lost.stderrTail().stream().anyMatch(l -> l.contains("the reason, in the task's words")),
          () -> lost.stderrTail().toString());
      String message = lost.getMessage();
      assertTrue(message.contains("reports"), message);
      assertTrue(message.contains("" + pid), message);
      assertTrue(message.contains("7"), message);
      assertTrue(message.contains("the reason, in the task's words"), message);
      assertNotEquals(pid, pool.<Long>apply(() -> Tasks.pid()));
    }
  }

  /** Nothing can be made of it that travels, and the JVM itself says so. */
  static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new InternalError("not even a message");
    }
  }

  @Test
  void aWorkerThatCannotGoOnEndsAlthoughItsTasksLeftThreadsBehind() throws Exception {
    try (Pool pool = Pool.create(1)) {
      AsyncResult<Void> unspeakable =
          pool.applyAsync(
              (VoidTask)
                  () -> {
                    Thread stays = new Thread(LockSupport::park);
                    stays.setDaemon(false);
                    stays.start();
                    throw new Unspeakable();
                  });
      WorkerLostException lost = Outcome.failureOf(unspeakable, WorkerLostException.class);
      assertTrue(lost.getMessage().contains("not even a message"), lost.getMessage());
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @Test
  void exitWithZeroIsALostWorkerToo() {
    try (Pool pool = Pool.create(1)) {
      WorkerLostException lost =
          Outcome.thrownBy(
              WorkerLostException.class, () -> pool.apply((VoidTask) () -> System.exit(0)));
      assertEquals(0, lost.exitCode().orElseThrow());
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @Test
  void haltTellsTheExitCode() {
    try (Pool pool = Pool.create(1)) {
      WorkerLostException lost =
          Outcome.thrownBy(
              WorkerLostException.class,
              () -> pool.apply((VoidTask) () -> Runtime.getRuntime().halt(99)));
      assertEquals(99, lost.exitCode().orElseThrow());
      assertTrue(lost.getMessage().contains("99"), lost.getMessage());
    }
  }

  @Test
  void aSignalIsNamed() {
    try (Pool pool = Pool.create(1)) {
      long pid = pool.apply(() -> Tasks.pid());
      WorkerLostException lost =
          Outcome.thrownBy(
              WorkerLostException.class,
              () ->
                  pool.apply(
                      () -> {
                        return Tasks.killSelf();
                      }));
      assertEquals(pid, lost.pid());
      assertEquals(137, lost.exitCode().orElseThrow());
      assertTrue(lost.getMessage().contains("SIGKILL"), lost.getMessage());
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @Test
  void killedFromOutsideItFailsTheTask(@TempDir Path dir) throws Exception {
    try (Pool pool = Pool.create(1);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      gate.awaitArrivals(1);
      long pid = pool.workers().get(0).pid();
      ProcessHandle.of(pid).orElseThrow().destroy();
      WorkerLostException lost = Outcome.failureOf(running, WorkerLostException.class);
      assertEquals(pid, lost.pid());
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @Test
  void anExhaustedHeapEndsTheWorkerAndSaysSo() {
    try (Pool pool = Pool.builder().workers(1).maxHeap("64m").build()) {
      WorkerLostException lost =
          Outcome.thrownBy(
              WorkerLostException.class, () -> pool.<Integer>apply(() -> fillTheHeap()));
      assertTrue(Outcome.printed(lost).contains("OutOfMemoryError"), () -> Outcome.printed(lost));
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @Test
  void anArgumentTooBigForTheWorkersHeapFailsItsTaskOnly() throws Exception {
    try (Pool pool = Pool.builder().workers(1).maxHeap("32m").build()) {
      AsyncResult<Integer> tooBig = pool.applyAsync(bytes -> bytes.length, new byte[60 << 20]);
      AsyncResult<Integer> behind = pool.applyAsync(Tasks::square, 3);
      WorkerLostException lost = Outcome.failureOf(tooBig, WorkerLostException.class);
      assertTrue(lost.getMessage().contains("maxHeap"), lost.getMessage());
      assertEquals(9, Outcome.of(behind));
    }
  }

  private static int fillTheHeap() {
    List<byte[]> all = new ArrayList<>();
    while (true) {
      all.add(new byte[1 << 20]);
    }
  }

  @Test
  void aNativeCrashNamesItsReport(@TempDir Path dir) throws Exception {
    try (Pool pool = Pool.builder().workers(1).errorDirectory(dir).build()) {
      WorkerLostException lost =
          Outcome.thrownBy(WorkerLostException.class, () -> pool.<Integer>apply(() -> crash()));
      assertEquals(134, lost.exitCode().orElseThrow());
      assertTrue(lost.getMessage().contains("SIGABRT"), lost.getMessage());
      try (Stream<Path> files = Files.list(dir)) {
        List<String> reports = files.map(Path::toString).toList();
        assertEquals(1, reports.size(), reports::toString);
        assertTrue(reports.get(0).contains("hs_err"), reports::toString);
        assertTrue(lost.getMessage().contains(reports.get(0)), lost.getMessage());
      }
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  private static int crash() throws ReflectiveOperationException {
    Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
    field.setAccessible(true);
    Object unsafe = field.get(null);
    unsafe.getClass().getMethod("putAddress", long.class, long.class).invoke(unsafe, 8L, 1L);
    return 1;
  }

  @Test
  void deathWhileIdleHurtsNoTask() {
    try (Pool pool = Pool.create(1)) {
      for (int i = 0; i < 5; i++) {
        long pid = pool.apply(() -> Tasks.pid());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        for (int j = 0; j < 5; j++) {
          assertEquals(j * j, pool.<Integer, Integer>apply(Tasks::square, j));
        }
      }
      assertEquals(0, pool.stats().lost());
    }
  }

  @Test
  void aTaskSentToAWorkerThatIsAlreadyDeadIsNotLost() throws Exception {
    try (Pool pool = Pool.create(1)) {
      for (int i = 0; i < 5; i++) {
        long pid = pool.apply(() -> Tasks.pid());
        ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
        worker.destroyForcibly();
        worker.onExit().get(10, TimeUnit.SECONDS);
        assertEquals(9, Outcome.of(pool.applyAsync(Tasks::square, 3)));
      }
      assertEquals(0, pool.stats().lost());
    }
  }

  @Test
  void whatHadBeenAnsweredIsNotBlamed(@TempDir Path dir) throws Exception {
    Trail trail = Trail.in(dir);
    try (Pool pool = Pool.create(1)) {
      pool.apply(() -> 1);
      List<AsyncResult<Integer>> before = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        int number = i;
        before.add(
            pool.applyAsync(
                () -> {
                  trail.mark(number);
                  return number;
                }));
      }
      AsyncResult<Void> dies = pool.applyAsync(() -> Runtime.getRuntime().halt(1));
      AsyncResult<Integer> after = pool.applyAsync(() -> 31);
      for (int i = 0; i < 30; i++) {
        assertEquals(i, Outcome.of(before.get(i)));
      }
      Outcome.failureOf(dies, WorkerLostException.class);
      assertEquals(31, Outcome.of(after));
    }
    assertEquals(30, trail.count());
  }

  @Test
  void theErrorCallbackGetsTheLoss() throws Exception {
    BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    try (Pool pool = Pool.create(1)) {
      pool.applyAsync(
          () -> {
            Runtime.getRuntime().halt(1);
            return 1;
          },
          r -> {},
          errors::add);
      assertTrue(errors.poll(30, TimeUnit.SECONDS) instanceof WorkerLostException);
    }
  }

  @Test
  void aPoolSurvivesManyDeathsWithWorkBetween() throws Exception {
    try (Pool pool = Pool.create(2)) {
      List<AsyncResult<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        int number = i;
        results.add(
            pool.applyAsync(
                () -> {
                  if (number % 20 == 10) {
                    Runtime.getRuntime().halt(number);
                  }
                  return number;
                }));
      }
      for (int i = 0; i < 120; i++) {
        if (i % 20 == 10) {
          WorkerLostException lost = Outcome.failureOf(results.get(i), WorkerLostException.class);
          assertEquals(i, lost.exitCode().orElseThrow());
        } else {
          assertEquals(i, Outcome.of(results.get(i)));
        }
      }
      assertEquals(6, pool.stats().lost());
    }
  }

  @Test
  void deathWithABigResultHalfWrittenFailsOnlyThatTask() throws Exception {
    try (Pool pool = Pool.create(1)) {
      AsyncResult<byte[]> big =
          pool.applyAsync(
              () -> {
                Thread killer =
                    new Thread(
                        () -> {
                          try {
                            Thread.sleep(1);
                            Tasks.killSelf();
                          } catch (Exception e) {
                            Runtime.getRuntime().halt(1);
                          }
                        });
                killer.start();
                return new byte[96 << 20];
              });
      assertTrue(big.await(Eventually.LIMIT));
      Pool stubborn = pool.withRetries(5);
      assertEquals(9, stubborn.<Integer, Integer>apply(Tasks::square, 3));
    }
  }

  @Test
  void aThreadLeftBehindThatExitsLaterHurtsNoTaskThatIsRetried() {
    try (Pool pool = Pool.create(1).withRetries(3)) {
      pool.apply(
          () -> {
            Thread bomb =
                new Thread(
                    () -> {
                      try {
                        Thread.sleep(300);
                      } catch (InterruptedException e) {
                        return;
                      }
                      System.exit(5);
                    });
            bomb.setDaemon(true);
            bomb.start();
          });
      long pid = pool.apply(() -> Tasks.pid());
      Eventually.until(() -> !Tasks.isAlive(pid));
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  /** Ends the process that writes or reads it, if that is not the one that made it. */
  private static final class Poison implements Externalizable {
    private static final long serialVersionUID = 1;
    private boolean whenWritten;
    private long maker;

    public Poison() {}

    Poison(boolean whenWritten) {
      this.whenWritten = whenWritten;
      this.maker = whenWritten ? 0 : Tasks.pid();
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      if (whenWritten) {
        Runtime.getRuntime().halt(21);
      }
      out.writeLong(maker);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      if (in.readLong() != Tasks.pid()) {
        Runtime.getRuntime().halt(22);
      }
    }
  }

  @Test
  void deathWhileTheResultIsWrittenIsALostWorker() {
    try (Pool pool = Pool.create(1)) {
      for (int i = 0; i < 2; i++) {
        WorkerLostException lost =
            Outcome.thrownBy(
                WorkerLostException.class, () -> pool.<Object>apply(() -> new Poison(true)));
        assertEquals(21, lost.exitCode().orElseThrow());
        assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
      }
    }
  }

  @Test
  void deathWhileTheArgumentIsReadIsALostWorker() {
    Poison poison = new Poison(false);
    try (Pool pool = Pool.create(1)) {
      for (int i = 0; i < 2; i++) {
        WorkerLostException lost =
            Outcome.thrownBy(
                WorkerLostException.class,
                () -> pool.<Poison, String>apply(p -> p.toString(), poison));
        assertEquals(22, lost.exitCode().orElseThrow());
        lost =
            Outcome.thrownBy(
                WorkerLostException.class, () -> pool.<String>apply(() -> poison.toString()));
        assertEquals(22, lost.exitCode().orElseThrow());
        assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
      }
    }
  }

  @Test
  void anErrorCallbackMaySubmitAgainWhileWorkersDie() throws Exception {
    BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
    try (Pool pool = Pool.create(2)) {
      for (int i = 0; i < 5; i++) {
        int number = i;
        pool.applyAsync(
            () -> {
              Runtime.getRuntime().halt(1);
              return number;
            },
            r -> {},
            e -> pool.applyAsync(Tasks::square, number, seen::add));
      }
      int sum = 0;
      for (int i = 0; i < 5; i++) {
        Integer one = seen.poll(30, TimeUnit.SECONDS);
        assertTrue(one != null, "only " + i + " came back");
        sum += one;
      }
      assertEquals(30, sum);
    }
  }

  @Test
  void resizingWhileWorkersDieEndsAtTheSizeAskedFor() {
    try (Pool pool = Pool.create(2)) {
      Pool stubborn = pool.withRetries(20);
      pool.apply(() -> 1);
      for (int i = 0; i < 6; i++) {
        pool.workers().stream()
            .findFirst()
            .flatMap(w -> ProcessHandle.of(w.pid()))
            .ifPresent(ProcessHandle::destroyForcibly);
        pool.resize(1 + i % 3);
        assertEquals(i * i, stubborn.<Integer, Integer>apply(Tasks::square, i));
      }
      pool.resize(2);
      Eventually.until(
          () ->
              pool.workers().size() == 2
                  && pool.workers().stream().allMatch(w -> Tasks.isAlive(w.pid())));
    }
  }
}
