package org.jvmpool.impl.behaviour.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;
import org.jvmpool.shared.SharedQueue;

/** A process is made, started, ended; and what can be asked of it meanwhile (1, 4, 5, 7, 9–13). */
@Behaviour
class ProcessLifeTest {
  private static final Multiprocessing MP = Multiprocessing.local();

  @TempDir private Path dir;

  @Test
  void theRootIsAliveAndNoDaemonAndHasNoParent() {
    JvmProcess root = MP.currentProcess();
    assertTrue(root.isAlive());
    assertFalse(root.isDaemon());
    assertEquals(ProcessHandle.current().pid(), root.pid());
    assertEquals(OptionalInt.empty(), root.exitCode());
    assertTrue(MP.parentProcess().isEmpty());
    assertThrows(IllegalStateException.class, root::start);
    assertThrows(IllegalStateException.class, root::join);
    assertThrows(IllegalStateException.class, root::terminate);
    assertThrows(IllegalStateException.class, root::close);
    assertFalse(root.onExit().isDone());
  }

  @Test
  void anInterruptDoesNotKeepAProcessFromStartingAndStaysSet() throws Exception {
    Trail trail = Trail.in(dir);
    JvmProcess process = MP.process(() -> trail.mark("ran"));
    Thread.currentThread().interrupt();
    try {
      process.start();
    } finally {
      assertTrue(Thread.interrupted());
    }
    process.join();
    assertEquals(List.of("ran"), trail.marks());
  }

  @Test
  void aProcessIsMadeStartedAndEnded() throws Exception {
    Trail trail = Trail.in(dir);
    Gate gate = Gate.in(dir);
    List<Object> captured = List.of(1, "str", List.of(1), true);
    JvmProcess process =
        MP.processBuilder()
            .name("worker bee")
            .task(
                () -> {
                  JvmProcess self = Multiprocessing.local().currentProcess();
                  trail.mark(captured);
                  trail.mark(self.name());
                  trail.mark(self.pid() + " " + ProcessHandle.current().pid());
                  trail.mark(Multiprocessing.local().parentProcess().orElseThrow().pid());
                  trail.mark(Multiprocessing.local().parentProcess().orElseThrow().name());
                  trail.mark(Multiprocessing.local().parentProcess().orElseThrow().isAlive());
                  trail.mark(Thread.currentThread().getName());
                  gate.pass();
                })
            .build();
    assertFalse(process.isAlive());
    assertEquals(OptionalInt.empty(), process.exitCode());
    assertThrows(IllegalStateException.class, process::pid);
    assertThrows(IllegalStateException.class, process::join);
    assertThrows(IllegalStateException.class, process::kill);
    assertThrows(IllegalStateException.class, process::terminate);
    assertThrows(IllegalStateException.class, process::onExit);
    assertFalse(MP.activeChildren().contains(process));
    assertTrue(process.toString().contains("not started"), process::toString);

    assertSame(process, process.start());
    assertTrue(process.isAlive());
    assertEquals(List.of(process), MP.activeChildren());
    assertEquals(OptionalInt.empty(), process.exitCode());
    assertThrows(IllegalStateException.class, process::start);
    assertThrows(IllegalStateException.class, process::close);
    gate.awaitArrivals(1);
    Stopwatch.assertAtOnce(
        () -> {
          assertFalse(process.join(Duration.ZERO));
          assertFalse(process.join(Duration.ofSeconds(-1)));
        });
    Stopwatch limited = Stopwatch.start();
    assertFalse(process.join(Duration.ofMillis(200)));
    limited.assertAtLeast(Duration.ofMillis(200));
    assertTrue(process.isAlive());
    gate.open();

    process.join();
    assertTrue(process.join(Duration.ZERO));
    assertFalse(process.isAlive());
    assertEquals(OptionalInt.of(0), process.exitCode());
    assertEquals(List.of(), MP.activeChildren());
    assertSame(process, process.onExit().get());
    long pid = process.pid();
    assertNotEquals(ProcessHandle.current().pid(), pid);
    assertEquals(
        List.of(
            captured.toString(),
            "worker bee",
            pid + " " + pid,
            "" + ProcessHandle.current().pid(),
            "main",
            "true",
            "main"),
        trail.marks());
    process.close();
    process.close();
    assertThrows(IllegalStateException.class, process::start);
  }

  @Test
  void aProcessThatIsClosedCannotBeStarted() {
    JvmProcess process = MP.process(() -> {});
    process.close();
    IllegalStateException refused = assertThrows(IllegalStateException.class, process::start);
    assertTrue(refused.getMessage().contains("closed"), refused.getMessage());
  }

  @Test
  void namesAreUniqueAndDaemonsAreAskedFor() {
    JvmProcess one = MP.process(() -> {});
    JvmProcess two = MP.process(() -> {});
    assertNotEquals(one.name(), two.name());
    assertFalse(one.isDaemon());
    assertTrue(MP.processBuilder().daemon(true).task(() -> {}).build().isDaemon());
  }

  @Test
  void aProcessIsADaemonIfItsCreatorIsOneAndNobodySaysOtherwise() throws Exception {
    Trail trail = Trail.in(dir);
    VoidTask report =
        () -> {
          Multiprocessing inner = Multiprocessing.local();
          trail.mark(
              inner.currentProcess().isDaemon()
                  + " "
                  + inner.process(() -> {}).isDaemon()
                  + " "
                  + inner.processBuilder().daemon(false).task(() -> {}).build().isDaemon());
        };
    MP.processBuilder().daemon(true).task(report).build().start().join();
    MP.processBuilder().daemon(false).task(report).build().start().join();
    assertEquals(List.of("true true false", "false false false"), trail.marks());
  }

  @Test
  void terminateIsAnsweredByExitCode143AndHooksRun() throws Exception {
    Trail trail = Trail.in(dir);
    Gate gate = Gate.in(dir);
    JvmProcess process =
        MP.process(
                () -> {
                  Runtime.getRuntime()
                      .addShutdownHook(
                          new Thread(
                              () -> {
                                try {
                                  trail.mark("hook");
                                } catch (Exception e) {
                                  throw new IllegalStateException(e);
                                }
                              }));
                  gate.arrive();
                  Tasks.linger();
                })
            .start();
    gate.awaitArrivals(1);
    process.terminate();
    assertTrue(process.join(Duration.ofSeconds(10)));
    assertEquals(OptionalInt.of(143), process.exitCode());
    assertEquals(List.of("hook"), trail.marks());
    process.terminate();
    assertTrue(process.toString().contains("SIGTERM"), process::toString);
  }

  @Test
  void killIsAnsweredByExitCode137() throws Exception {
    Gate gate = Gate.in(dir);
    JvmProcess process =
        MP.process(
                () -> {
                  gate.arrive();
                  Tasks.linger();
                })
            .start();
    gate.awaitArrivals(1);
    process.kill();
    assertTrue(process.join(Duration.ofSeconds(10)));
    assertEquals(OptionalInt.of(137), process.exitCode());
    process.kill();
    assertTrue(process.toString().contains("137"), process::toString);
    assertTrue(process.toString().contains("SIGKILL"), process::toString);
  }

  @Test
  void whatIsTerminatedStraightAfterItsStartEndsAllTheSame() throws Exception {
    List<JvmProcess> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(MP.process(() -> Tasks.linger()).start());
      processes.get(i).terminate();
    }
    for (JvmProcess process : processes) {
      assertTrue(process.join(Duration.ofSeconds(20)));
      assertEquals(OptionalInt.of(143), process.exitCode());
    }
  }

  @Test
  void aJoinThatIsInterruptedLeavesTheProcessUnharmed() throws Exception {
    Gate gate = Gate.in(dir);
    JvmProcess process = MP.process(gate::pass).start();
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread joiner =
        new Thread(
            () -> {
              try {
                process.join();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    joiner.start();
    Eventually.waits(joiner);
    joiner.interrupt();
    assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    assertTrue(process.isAlive());
    gate.open();
    process.join();
    assertEquals(OptionalInt.of(0), process.exitCode());
  }

  @Test
  void theFutureOfTheEndIsTheCallersOwn() throws Exception {
    Gate gate = Gate.in(dir);
    JvmProcess process = MP.process(gate::pass).start();
    CompletableFuture<JvmProcess> mine = process.onExit();
    assertTrue(mine.cancel(true));
    CompletableFuture<Integer> code =
        process.onExit().thenApply(ended -> ended.exitCode().orElse(-1));
    assertTrue(process.isAlive());
    gate.open();
    assertEquals(0, code.get(20, TimeUnit.SECONDS));
  }

  @Test
  void whatCannotTravelIsRefusedWhenItIsBuilt() {
    Thread cannot = new Thread(() -> {});
    TaskSerializationException refused =
        assertThrows(
            TaskSerializationException.class,
            () -> MP.processBuilder().name("p").task(() -> cannot.start()).build());
    assertTrue(refused.getMessage().contains("java.lang.Thread"), refused.getMessage());
    assertTrue(refused.getMessage().startsWith("p: its task"), refused.getMessage());
  }

  @Test
  void whatLivesInThisJvmAloneIsRefusedWhenTheProcessIsMade() throws Exception {
    try (SharedQueue<String> queue = Multiprocessing.threads().queue()) {
      String message =
          assertThrows(
                  TaskSerializationException.class,
                  () -> Multiprocessing.local().process(() -> queue.put("never")))
              .getMessage();
      assertTrue(message.contains("make it by Multiprocessing.local()"), message);
      queue.put("still here");
      assertEquals("still here", queue.poll());
    }
  }

  @Test
  void aBuilderWithoutATaskSaysSo() {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> MP.processBuilder().build());
    assertTrue(refused.getMessage().contains("task"), refused.getMessage());
    assertThrows(NullPointerException.class, () -> MP.process(null));
    assertThrows(IllegalArgumentException.class, () -> MP.processBuilder().name(" "));
    assertThrows(IllegalArgumentException.class, () -> MP.processBuilder().maxHeap("lots"));
    assertThrows(
        IllegalArgumentException.class,
        () -> MP.processBuilder().workingDirectory(dir.resolve("nowhere")));
  }

  @Test
  void thereIsAtLeastOneProcessor() {
    assertTrue(MP.cpuCount() >= 1);
  }
}
