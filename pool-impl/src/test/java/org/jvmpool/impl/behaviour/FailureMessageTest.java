package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.PoolBrokenException;
import org.jvmpool.PoolBuilder;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.TaskTimeoutException;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;

/** Every failure names the pool, the task and the worker. */
@Behaviour
class FailureMessageTest {
  private static final String LAMBDA = "a lambda of " + FailureMessageTest.class.getName();

  private static Pool reports(Engine engine) {
    return engine.builder().name("reports").workers(1).build();
  }

  private static void assertMatches(String pattern, Throwable failure) {
    String message = failure.getMessage();
    assertTrue(message.matches("(?s)" + pattern), () -> message + "\ndoes not match\n" + pattern);
  }

  @Test
  void ofALostWorkerTellsTheFunctionAndWhatTheWorkerHadDone() {
    try (Pool pool = reports(Engine.PROCESSES)) {
      for (int i = 0; i < 3; i++) {
        pool.apply(Tasks::square, i);
      }
      long pid = pool.apply(() -> Tasks.pid());
      WorkerLostException lost =
          Outcome.thrownBy(
              WorkerLostException.class, () -> pool.apply(() -> Runtime.getRuntime().halt(7)));
      assertMatches(
          "reports: worker "
              + pid
              + " died while running task 5 \\("
              + LAMBDA
              + "\\): exit code 7 after 4 tasks and [0-9.]+ s\\. .* of 1 worker busy,"
              + " 0 tasks waiting\\..*",
          lost);
    }
  }

  @OnEveryEngine
  void ofATaskThatIsTooLateTellsTheFunctionAndTheLimitInSeconds(Engine engine) {
    try (Pool pool = reports(engine)) {
      pool.apply(() -> 1);
      TaskTimeoutException late =
          Outcome.thrownBy(
              TaskTimeoutException.class,
              () -> pool.withTimeout(Duration.ofMillis(300)).apply(() -> Tasks.linger()));
      assertMatches(
          "reports: task 2 \\("
              + LAMBDA
              + "\\) outlived its limit of 0\\.3 s; worker [0-9]+, which.*",
          late);
    }
  }

  @OnEveryEngine
  void ofATerminatedPoolTellsTheFunctionAndTheWorkerThatHadIt(Engine engine, @TempDir Path dir)
      throws Exception {
    try (Pool pool = reports(engine);
        Gate gate = Gate.in(dir)) {
      AsyncResult<Integer> running = pool.applyAsync(() -> gate.pass(1));
      AsyncResult<Integer> waiting = pool.applyAsync(Tasks::square, 1);
      gate.awaitArrivals(1);
      long pid = pool.workers().get(0).pid();
      pool.terminate();
      assertMatches(
          "reports was terminated before task 1 \\("
              + LAMBDA
              + "\\) had finished; worker "
              + pid
              + ", which had it, was killed",
          Outcome.failureOf(running, PoolTerminatedException.class));
      assertMatches(
          "reports was terminated before task 2 \\(" + LAMBDA + "\\) had started",
          Outcome.failureOf(waiting, PoolTerminatedException.class));
    }
  }

  @OnEveryEngine
  void ofAPoolWhoseInitializerThrowsTellsWhatItThrewAndWhatToDo(Engine engine) {
    assertMatches(
        "reports is broken: the initializer threw java.lang.IllegalStateException: no db, in each"
            + " of [3-9] starts\\. Correct the initializer, .* make a new pool\\.\n"
            + "The last try was: .*",
        broken(
            engine
                .builder()
                .initializer(
                    () -> {
                      throw new IllegalStateException("no db");
                    })));
  }

  @Test
  void ofAPoolWhoseInitializerExitsSaysThatItWasRunning() {
    PoolBrokenException broken =
        broken(
            Pool.builder()
                .initializer(
                    () -> {
                      System.err.println("no db here");
                      System.exit(7);
                    }));
    assertMatches(
        "reports is broken: the worker ended while the initializer ran: exit code 7.*, in each of [3-9]"
            + " starts\\. Correct the initializer, .*\nLast lines of its stderr:\n  no db here.*",
        broken);
  }

  @Test
  void ofAPoolWhoseJvmsDoNotStartTellsTheSettingAndTheCommandOnLinesOfTheirOwn() {
    assertMatches(
        "reports is broken: its workers cannot be started: exit code 1 \\(.*jvmOptions\\)\\."
            + " Correct the setting .* make a new pool\\.\nThe last try was: [^\n]*java[^\n]*\n"
            + "Last lines of its stderr:\n  .*NoSuchOption.*",
        broken(Pool.builder().jvmOptions("-XX:+NoSuchOption")));
  }

  private static PoolBrokenException broken(PoolBuilder builder) {
    try (Pool pool = builder.name("reports").workers(1).build()) {
      return Outcome.thrownBy(PoolBrokenException.class, () -> pool.apply(Tasks::square, 1));
    }
  }

  @OnEveryEngine
  void ofWhatCannotTravelNamesThePoolAndTheFunction(Engine engine) {
    Object thread = new Thread(() -> {});
    try (Pool pool = reports(engine)) {
      assertMatches(
          "reports: the argument of " + LAMBDA + ": java.lang.Thread cannot travel.*",
          refused(() -> pool.apply(x -> x.hashCode(), thread)));
      assertMatches(
          "reports: the items for " + LAMBDA + ": item 1: java.lang.Thread cannot travel.*",
          refused(() -> pool.map(x -> x.hashCode(), List.of(1, thread))));
      assertMatches(
          "reports: task \\d+ \\(" + LAMBDA + "\\) in worker \\d+, item 1: .* cannot travel.*",
          refused(() -> pool.map(x -> x == 2 ? Thread.currentThread() : x, List.of(1, 2))));
      assertMatches(
          "reports: the task \\(" + LAMBDA + "\\): .*java.lang.Thread.*",
          refused(() -> pool.apply(() -> thread.hashCode())));
      assertMatches(
          "reports: the value of a broadcast: java.lang.Thread cannot travel.*",
          refused(() -> pool.broadcast(thread)));
      Runnable plain = () -> {};
      assertMatches(
          "reports: the task .* is not serializable .*",
          refused(() -> pool.asExecutorService().execute(plain)));
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
    assertMatches(
        "reports: the initializer: .*java.lang.Thread.*",
        refused(
            () -> engine.builder().name("reports").initializer(() -> thread.hashCode()).build()));
  }

  private static TaskSerializationException refused(org.awaitility.core.ThrowingRunnable call) {
    return Outcome.thrownBy(TaskSerializationException.class, call);
  }
}
