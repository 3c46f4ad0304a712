package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;
import org.jvmpool.shared.SharedQueue;

@Promises(SharedEngine.Claim.PROCESSES)
class ProcessTest {
  @TempDir Path dir;

  private static void end(JvmProcess process) throws InterruptedException {
    assertTrue(process.join(Eventually.LIMIT), () -> "still runs: " + process);
    assertTrue(process.onExit().isDone(), "its end is there for all who ask");
  }

  // ---- who is who

  @OnEverySharedEngine
  void theRootIsAliveAndNobodysChild(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      JvmProcess root = world.multiprocessing().currentProcess();
      assertTrue(root.isAlive());
      assertFalse(root.isDaemon());
      assertEquals(ProcessHandle.current().pid(), root.pid());
      assertEquals(OptionalInt.empty(), root.exitCode());
      assertEquals(Optional.empty(), world.multiprocessing().parentProcess());
      assertThrows(IllegalStateException.class, root::join);
      assertThrows(IllegalStateException.class, root::start);
    }
  }

  @OnEverySharedEngine
  void aChildKnowsItselfAndItsParent(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<List<Object>> answers = world.queue(0)) {
      Multiprocessing mp = world.multiprocessing();
      JvmProcess child =
          mp.processBuilder()
              .name("crunch")
              .task(
                  () -> {
                    JvmProcess me = mp.currentProcess();
                    JvmProcess parent = mp.parentProcess().orElseThrow();
                    answers.put(
                        List.of(
                            me.name(),
                            me.pid(),
                            me.isAlive(),
                            me.isDaemon(),
                            parent.pid(),
                            parent.isAlive()));
                  })
              .build()
              .start();
      List<Object> answer = answers.take();
      end(child);
      assertEquals("crunch", child.name());
      assertEquals(
          List.of("crunch", child.pid(), true, false, ProcessHandle.current().pid(), true), answer);
    }
  }

  @OnEverySharedEngine
  void childrenHaveChildren(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<List<Integer>> ids = world.queue(0)) {
      Multiprocessing mp = world.multiprocessing();
      JvmProcess child = mp.process(() -> family(mp, ids, List.of())).start();
      end(child);
      List<List<Integer>> came = new ArrayList<>();
      ids.drainTo(came, 100);
      assertEquals(
          List.of(
              List.of(),
              List.of(0),
              List.of(0, 0),
              List.of(0, 1),
              List.of(1),
              List.of(1, 0),
              List.of(1, 1)),
          came);
    }
  }

  private static void family(Multiprocessing mp, SharedQueue<List<Integer>> ids, List<Integer> id)
      throws Exception {
    ids.put(id);
    for (int i = 0; i < 2 && id.size() < 2; i++) {
      List<Integer> next = new ArrayList<>(id);
      next.add(i);
      VoidTask task = () -> family(mp, ids, next);
      mp.process(task).start().join();
    }
  }

  // ---- its life

  @OnEverySharedEngine
  void itIsMadeStartedAndEnded(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Gate gate = Gate.in(dir)) {
      Multiprocessing mp = world.multiprocessing();
      JvmProcess process = mp.process(gate::pass);
      assertFalse(process.isAlive());
      assertEquals(OptionalInt.empty(), process.exitCode());
      assertFalse(mp.activeChildren().contains(process));
      for (VoidTask early :
          List.<VoidTask>of(
              process::join,
              process::pid,
              process::terminate,
              process::kill,
              process::onExit,
              () -> process.join(Duration.ZERO))) {
        assertThrows(IllegalStateException.class, early::run);
      }
      assertSame(process, process.start());
      assertTrue(process.isAlive());
      assertTrue(mp.activeChildren().contains(process));
      assertThrows(IllegalStateException.class, process::start);
      assertThrows(IllegalStateException.class, process::close);
      gate.awaitArrivals(1);
      assertEquals(OptionalInt.empty(), process.exitCode());
      gate.open();
      end(process);
      assertEquals(OptionalInt.of(0), process.exitCode());
      assertFalse(process.isAlive());
      assertFalse(mp.activeChildren().contains(process));
      process.terminate();
      process.kill();
      assertEquals(OptionalInt.of(0), process.exitCode());
      process.close();
      process.close();
      assertThrows(IllegalStateException.class, process::start);
    }
  }

  @OnEverySharedEngine
  void aTaskThatThrowsEndsItWithOne(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      JvmProcess process =
          world
              .multiprocessing()
              .process(
                  () -> {
                    throw new IllegalStateException("a test threw this");
                  })
              .start();
      end(process);
      assertEquals(OptionalInt.of(1), process.exitCode());
    }
  }

  @OnEverySharedEngine
  void aJoinThatDoesNotWaitReturnsAtOnce(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Gate gate = Gate.in(dir)) {
      JvmProcess process = world.multiprocessing().process(gate::pass).start();
      gate.awaitArrivals(1);
      Stopwatch.assertAtOnce(
          () -> {
            assertFalse(process.join(Duration.ZERO));
            assertFalse(process.join(Duration.ofSeconds(-1)));
          });
      Stopwatch watch = Stopwatch.start();
      assertFalse(process.join(Duration.ofMillis(200)));
      watch.assertAtLeast(Duration.ofMillis(200));
      assertTrue(process.isAlive());
      gate.open();
      end(process);
    }
  }

  @OnEverySharedEngine
  void anInterruptEndsJoinAndNotTheProcess(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Gate gate = Gate.in(dir)) {
      JvmProcess process = world.multiprocessing().process(gate::pass).start();
      Beside<Boolean> joiner = Beside.call(() -> process.join(Duration.ofSeconds(60))).blocked();
      joiner.interrupt();
      assertTrue(joiner.failure() instanceof InterruptedException);
      assertTrue(process.isAlive());
      gate.open();
      end(process);
      assertEquals(OptionalInt.of(0), process.exitCode());
    }
  }

  @OnEverySharedEngine
  void terminateAndKillEndIt(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Gate gate = Gate.in(dir)) {
      VoidTask task =
          () -> {
            gate.arrive();
            Tasks.linger();
          };
      JvmProcess terminated = world.multiprocessing().process(task).start();
      JvmProcess killed = world.multiprocessing().process(task).start();
      gate.awaitArrivals(2);
      terminated.terminate();
      killed.kill();
      end(terminated);
      end(killed);
      assertEquals(OptionalInt.of(143), terminated.exitCode());
      assertEquals(OptionalInt.of(137), killed.exitCode());
    }
  }

  @OnEverySharedEngine
  void manyThatAreEndedRightAfterTheirStartAllEnd(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      List<JvmProcess> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(world.multiprocessing().process(Tasks::linger).start());
      }
      all.forEach(JvmProcess::terminate);
      for (JvmProcess each : all) {
        end(each);
        assertEquals(OptionalInt.of(143), each.exitCode());
      }
    }
  }

  @OnEverySharedEngine
  void onExitCompletesAndCannotBeUsedToEndIt(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Gate gate = Gate.in(dir)) {
      JvmProcess process = world.multiprocessing().process(gate::pass).start();
      CompletableFuture<JvmProcess> cancelled = process.onExit();
      cancelled.cancel(true);
      CompletableFuture<JvmProcess> exit = process.onExit();
      gate.awaitArrivals(1);
      assertFalse(exit.isDone());
      assertTrue(process.isAlive());
      gate.open();
      assertSame(process, exit.get(30, TimeUnit.SECONDS));
      assertFalse(process.isAlive());
      assertEquals(OptionalInt.of(0), process.exitCode());
    }
  }

  // ---- daemons

  @OnEverySharedEngine
  void aChildIsWhatItsMakerIsUnlessTold(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<Boolean> answers = world.queue(0)) {
      Multiprocessing mp = world.multiprocessing();
      VoidTask nothing = () -> {};
      assertFalse(mp.process(nothing).isDaemon());
      assertTrue(mp.processBuilder().daemon(true).task(nothing).build().isDaemon());
      JvmProcess daemon =
          mp.processBuilder()
              .daemon(true)
              .task(
                  () -> {
                    answers.put(mp.process(() -> {}).isDaemon());
                    answers.put(
                        mp.processBuilder().daemon(false).task(() -> {}).build().isDaemon());
                  })
              .build()
              .start();
      end(daemon);
      assertTrue(answers.take());
      assertFalse(answers.take());
    }
  }

  @OnEverySharedEngine
  void daemonsEndWithTheirParentWhichWaitsForTheOthers(SharedEngine engine) throws Exception {
    Trail trail = Trail.in(dir);
    try (SharedWorld world = engine.open();
        Gate daemonCame = Gate.in(dir);
        Gate other = Gate.in(dir)) {
      Multiprocessing mp = world.multiprocessing();
      JvmProcess parent =
          mp.process(
                  () -> {
                    mp.processBuilder()
                        .daemon(true)
                        .task(
                            () -> {
                              daemonCame.arrive();
                              Tasks.linger();
                              trail.mark("the daemon went on");
                            })
                        .build()
                        .start();
                    mp.processBuilder()
                        .daemon(false)
                        .task(
                            () -> {
                              other.pass();
                              trail.mark("the other ended");
                            })
                        .build()
                        .start();
                    daemonCame.awaitArrivals(1);
                    other.awaitArrivals(1);
                  })
              .start();
      other.awaitArrivals(1);
      assertFalse(parent.join(Duration.ofMillis(300)), "it must wait for its child");
      other.open();
      end(parent);
      assertEquals(List.of("the other ended"), trail.marks());
    }
  }

  // ---- what it gets

  @OnEverySharedEngine
  void itsTaskIsACopyOfWhenItWasMade(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<List<String>> answers = world.queue(0)) {
      List<String> captured = new ArrayList<>(List.of("then"));
      JvmProcess process =
          world
              .multiprocessing()
              .process(
                  () -> {
                    captured.add("in the child");
                    answers.put(captured);
                  });
      captured.set(0, "later");
      end(process.start());
      assertEquals(List.of("then", "in the child"), answers.take());
      assertEquals(List.of("later"), captured);
    }
  }

  @OnEverySharedEngine
  void aTaskThatCannotTravelIsRefusedWhenItIsMade(SharedEngine engine) throws Exception {
    Thread thread = new Thread();
    try (SharedWorld world = engine.open()) {
      Multiprocessing mp = world.multiprocessing();
      assertThrows(TaskSerializationException.class, () -> mp.process(thread::join));
      assertThrows(
          TaskSerializationException.class, () -> mp.processBuilder().task(thread::join).build());
    }
  }

  @OnEverySharedEngine
  void theBuilderRefusesWhatIsWrong(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Multiprocessing mp = world.multiprocessing();
      assertThrows(IllegalStateException.class, () -> mp.processBuilder().build());
      assertThrows(IllegalArgumentException.class, () -> mp.processBuilder().name(" "));
      assertThrows(IllegalArgumentException.class, () -> mp.processBuilder().maxHeap("much"));
      assertThrows(IllegalArgumentException.class, () -> mp.processBuilder().jvmOptions(" "));
      assertThrows(
          IllegalArgumentException.class, () -> mp.processBuilder().systemProperty("", "x"));
      assertThrows(
          IllegalArgumentException.class, () -> mp.processBuilder().environment("A=B", "x"));
      assertThrows(
          IllegalArgumentException.class,
          () -> mp.processBuilder().workingDirectory(dir.resolve("missing")));
    }
  }

  @OnEverySharedEngine
  void namesAreGivenAndDiffer(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Multiprocessing mp = world.multiprocessing();
      VoidTask nothing = () -> {};
      JvmProcess one = mp.process(nothing);
      JvmProcess other = mp.process(nothing);
      assertNotSame(one, other);
      assertFalse(one.name().isBlank());
      assertFalse(one.name().equals(other.name()));
      assertTrue(mp.cpuCount() >= 1);
    }
  }
}
