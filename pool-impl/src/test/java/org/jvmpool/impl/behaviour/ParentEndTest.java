package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.jvmpool.Pool;
import org.jvmpool.WorkerInfo;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.HouseCheck;
import org.jvmpool.impl.testkit.Tasks;

/** However the program ends that made a pool, its workers end with it (193, 233). */
@Behaviour
class ParentEndTest {
  /** Makes a pool, gives one worker an endless task, leaves one idle, and ends as it is told. */
  public static final class Program {
    public static void main(String[] args) throws Exception {
      Pool pool = Pool.create(2);
      pool.map(
          x -> {
            Thread.sleep(20);
            return x;
          },
          Tasks.upTo(10),
          1);
      if (!args[0].equals("idle")) {
        pool.applyAsync(
            () -> {
              System.out.println("task started");
              while (true) {
                Thread.onSpinWait();
              }
            });
      }
      System.out.println(
          "workers "
              + pool.workers().stream().map(w -> "" + w.pid()).collect(Collectors.joining(" ")));
      System.out.flush();
      switch (args[0]) {
        case "exit" -> System.exit(4);
        case "stopped" -> {
          for (WorkerInfo worker : pool.workers()) {
            new ProcessBuilder("kill", "-STOP", "" + worker.pid()).start().waitFor();
          }
          System.exit(4);
        }
        case "throw" -> throw new IllegalStateException("main threw");
        case "wait" -> Tasks.linger();
        default -> System.out.println("end of main");
      }
    }
  }

  private static List<Long> workers(ChildProgram program) {
    return Arrays.stream(program.awaitLine("workers ").split(" ")).map(Long::valueOf).toList();
  }

  private static void assertGone(List<Long> workers) {
    assertEquals(2, workers.size());
    Eventually.until(() -> workers.stream().noneMatch(Tasks::isAlive));
  }

  @Test
  void anUnclosedPoolDoesNotHoldUpTheEndOfMain() throws Exception {
    for (String mode : List.of("idle", "busy")) {
      try (ChildProgram program = ChildProgram.start(Program.class, mode)) {
        List<Long> workers = workers(program);
        program.awaitLine("end of main");
        assertEquals(0, program.awaitExit(), program::toString);
        assertGone(workers);
        assertEquals(List.of(), program.err(), program::toString);
      }
    }
  }

  @Test
  void systemExitKeepsItsCodeAndEndsTheWorkersWithoutNoise() throws Exception {
    try (ChildProgram program = ChildProgram.start(Program.class, "exit")) {
      List<Long> workers = workers(program);
      assertEquals(4, program.awaitExit(), program::toString);
      assertGone(workers);
      assertEquals(List.of(), program.err(), program::toString);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void workersThatAreStoppedAndCannotSeeItsEndGoWithIt() throws Exception {
    try (ChildProgram program = ChildProgram.start(Program.class, "stopped")) {
      List<Long> workers = workers(program);
      assertEquals(4, program.awaitExit(), program::toString);
      assertGone(workers);
    }
  }

  @Test
  void anExceptionInMainEndsTheProgramToo() throws Exception {
    try (ChildProgram program = ChildProgram.start(Program.class, "throw")) {
      List<Long> workers = workers(program);
      assertEquals(1, program.awaitExit(), program::toString);
      assertGone(workers);
      assertTrue(program.err().get(0).contains("main threw"), program::toString);
    }
  }

  @Test
  void aProgramThatIsKilledTakesItsWorkersWithIt() throws Exception {
    try (ChildProgram program = ChildProgram.start(Program.class, "wait")) {
      List<Long> workers = workers(program);
      program.awaitLine("task started");
      assertTrue(workers.stream().allMatch(Tasks::isAlive));
      program.process().destroyForcibly();
      program.awaitExit();
      assertGone(workers);
    }
  }

  @Test
  void workersOfAKilledProgramEndAlsoWhileNobodyAsksForItsExitCode() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
    // The shell becomes a program that asks for no child's exit code.
    List<String> careless = List.of("/bin/sh", "-c", "\"$@\" & exec sleep 60", "sh");
    try (ChildProgram starter = ChildProgram.start(careless, Program.class.getName(), "wait")) {
      List<Long> workers = workers(starter);
      starter.awaitLine("task started");
      ProcessHandle program = starter.process().children().findFirst().orElseThrow();
      program.destroyForcibly();
      assertGone(workers);
      assertTrue(starter.process().isAlive());
    }
  }

  @Test
  void whatAKilledProgramLeftInTheFileSystemIsGoneAfterTheNextStart() throws Exception {
    long killed;
    try (ChildProgram program = ChildProgram.start(Program.class, "wait")) {
      List<Long> workers = workers(program);
      killed = program.process().pid();
      program.process().destroyForcibly();
      program.awaitExit();
      assertGone(workers);
    }
    try (ChildProgram next = ChildProgram.start(Program.class, "idle")) {
      assertEquals(0, next.awaitExit(), next::toString);
      assertEquals(List.of(), HouseCheck.filesOf(next.process().pid()));
    }
    assertEquals(List.of(), HouseCheck.filesOf(killed));
  }

  /** Sends a big payload, and ends while it lies where both can read it, unread. */
  public static final class Sender {
    public static void main(String[] args) throws Exception {
      Pool pool = Pool.create(1);
      long worker = pool.apply(() -> Tasks.pid());
      new ProcessBuilder("kill", "-STOP", "" + worker).start().waitFor();
      pool.applyAsync((byte[] bytes) -> bytes.length, new byte[8 << 20]);
      long self = Tasks.pid();
      Eventually.until(
          () ->
              HouseCheck.filesOf(self).stream()
                  .anyMatch(file -> file.toString().contains("segments")));
      System.out.println("sent to " + worker);
      if (args[0].equals("exit")) {
        System.exit(0);
      }
      Tasks.linger();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsOnItsWayWhenTheProgramEndsLeavesNoFile() throws Exception {
    try (ChildProgram program = ChildProgram.start(Sender.class, "exit")) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of(), HouseCheck.filesOf(program.process().pid()));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsOnItsWayWhenTheProgramIsKilledIsRemovedByItsWorker() throws Exception {
    try (ChildProgram program = ChildProgram.start(Sender.class, "wait")) {
      String worker = program.awaitLine("sent to ");
      program.process().destroyForcibly();
      program.awaitExit();
      new ProcessBuilder("kill", "-CONT", worker).start().waitFor();
      Eventually.until(() -> !Tasks.isAlive(Long.parseLong(worker)));
      assertTrue(
          HouseCheck.filesOf(program.process().pid()).stream()
              .noneMatch(file -> file.toString().contains("segments")));
    }
  }

  @Test
  void aProgramThatIsTerminatedTakesItsWorkersWithItWithoutNoise() throws Exception {
    try (ChildProgram program = ChildProgram.start(Program.class, "wait")) {
      List<Long> workers = workers(program);
      program.awaitLine("task started");
      program.process().toHandle().destroy();
      assertEquals(143, program.awaitExit(), program::toString);
      assertGone(workers);
      assertEquals(List.of(), program.err(), program::toString);
    }
  }

  @Test
  void controlCIsTheParentsAndMakesNoNoiseInTheWorkers() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "needs setsid");
    try (ChildProgram program =
        ChildProgram.start(List.of("/usr/bin/setsid"), Program.class.getName(), "wait")) {
      List<Long> workers = workers(program);
      program.awaitLine("task started");
      new ProcessBuilder("kill", "-INT", "--", "-" + program.process().pid()).start().waitFor();
      assertEquals(130, program.awaitExit(), program::toString);
      assertGone(workers);
      assertEquals(List.of(), program.err(), program::toString);
    }
  }

  @Test
  void controlCThatTheParentSurvivesLeavesTheWorkersAtWork() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "needs setsid");
    try (ChildProgram program =
        ChildProgram.start(List.of("/usr/bin/setsid"), Survivor.class.getName())) {
      program.awaitLine("ready");
      new ProcessBuilder("kill", "-INT", "--", "-" + program.process().pid()).start().waitFor();
      assertEquals("same worker", program.awaitLine("answer "));
      assertEquals(0, program.awaitExit(), program::toString);
    }
  }

  /** Handles the interrupt signal and asks the same worker again after it. */
  public static final class Survivor {
    public static void main(String[] args) throws Exception {
      CountDownLatch interrupted = new CountDownLatch(1);
      handleInterrupt(interrupted::countDown);
      try (Pool pool = Pool.create(1)) {
        long pid = pool.apply(() -> Tasks.pid());
        System.out.println("ready");
        interrupted.await();
        long after = pool.apply(() -> Tasks.pid());
        System.out.println("answer " + (pid == after ? "same worker" : "another worker"));
      }
    }

    /** By reflection: naming {@code sun.misc.Signal} is a warning that cannot be turned off. */
    private static void handleInterrupt(Runnable action) throws ReflectiveOperationException {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
    }
  }

  /** Has no SLF4J provider and prints nothing of its own. */
  public static final class Quiet {
    public static void main(String[] args) {
      try (Pool pool = Pool.create(16)) {
        if (pool.map(x -> x + 1, Tasks.upTo(1_000), 1).size() != 1_000) {
          System.exit(9);
        }
      }
    }
  }

  @Test
  void aProgramWhosePoolWorksPrintsNothingItDidNotPrint() throws Exception {
    try (ChildProgram program = ChildProgram.start(Quiet.class)) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of(), program.out(), program::toString);
      assertEquals(List.of(), program.err(), program::toString);
    }
  }
}
