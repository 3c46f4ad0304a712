package org.jvmpool.impl.behaviour.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;

/** Parents, children, and what becomes of one at the end of the other (6, 15, 32, 37). */
@Behaviour
class ProcessFamilyTest {
  @TempDir private Path dir;

  // ---- the end of the parent

  /** Starts a daemon and a child that is none, and ends as it is told. */
  public static final class Program {
    public static void main(String[] args) throws Exception {
      Multiprocessing mp = Multiprocessing.local();
      JvmProcess daemon =
          mp.processBuilder().daemon(true).task(() -> Tasks.linger()).build().start();
      String how = args[0];
      JvmProcess child =
          mp.process(
                  () -> {
                    System.out.println("child begins");
                    Thread.sleep(how.equals("main") ? 1_000 : 40_000);
                    System.out.println("child ends");
                  })
              .start();
      System.out.println("pids " + daemon.pid() + " " + child.pid());
      switch (how) {
        case "exit" -> System.exit(4);
        case "wait" -> Tasks.linger();
        default -> System.out.println("end of main");
      }
    }
  }

  private static List<Long> pids(ChildProgram program) {
    return Arrays.stream(program.awaitLine("pids ").split(" ")).map(Long::valueOf).toList();
  }

  private static void assertGone(List<Long> pids) {
    Eventually.until(() -> pids.stream().noneMatch(Tasks::isAlive));
  }

  @Test
  void theEndOfMainWaitsForChildrenThatAreNoDaemonsAndEndsTheOthers() throws Exception {
    try (ChildProgram program = ChildProgram.start(Program.class, "main")) {
      List<Long> pids = pids(program);
      assertEquals(0, program.awaitExit(), program::toString);
      assertTrue(program.out().contains("child ends"), program::toString);
      assertTrue(
          program.out().indexOf("end of main") < program.out().indexOf("child ends"),
          program::toString);
      assertGone(pids);
      assertEquals(List.of(), program.err(), program::toString);
    }
  }

  @Test
  void systemExitDoesNotWaitAndKeepsItsCode() throws Exception {
    try (ChildProgram program = ChildProgram.start(Program.class, "exit")) {
      List<Long> pids = pids(program);
      assertEquals(4, program.awaitExit(), program::toString);
      assertGone(pids);
      assertEquals(List.of(), program.err(), program::toString);
    }
  }

  @Test
  void aParentThatIsKilledTakesItsChildrenWithIt() throws Exception {
    try (ChildProgram program = ChildProgram.start(Program.class, "wait")) {
      List<Long> pids = pids(program);
      program.awaitLine("child begins");
      program.process().destroyForcibly();
      program.awaitExit();
      assertGone(pids);
    }
  }

  @Test
  void controlCIsTheParents() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "needs setsid");
    try (ChildProgram program =
        ChildProgram.start(List.of("/usr/bin/setsid"), Program.class.getName(), "wait")) {
      List<Long> pids = pids(program);
      program.awaitLine("child begins");
      new ProcessBuilder("kill", "-INT", "--", "-" + program.process().pid()).start().waitFor();
      assertEquals(130, program.awaitExit(), program::toString);
      assertGone(pids);
      assertEquals(List.of(), program.err(), program::toString);
    }
  }

  @Test
  void aGrandchildSeesTheEndOfItsParent() throws Exception {
    Trail trail = Trail.in(dir);
    Gate gate = Gate.in(dir);
    JvmProcess child =
        Multiprocessing.local()
            .processBuilder()
            .name("middle")
            .task(
                () -> {
                  Multiprocessing.local()
                      .process(
                          () -> {
                            JvmProcess parent =
                                Multiprocessing.local().parentProcess().orElseThrow();
                            trail.mark(parent.name() + " " + parent.isAlive());
                            gate.arrive();
                            boolean ended = parent.join(Duration.ofSeconds(30));
                            trail.mark(ended + " " + parent.isAlive());
                          })
                      .start();
                  Tasks.linger();
                })
            .build()
            .start();
    gate.awaitArrivals(1);
    // Not JvmProcess.kill, which takes the grandchild along at once.
    new ProcessBuilder("kill", "-9", "" + child.pid()).start().waitFor();
    child.join();
    Eventually.until(() -> trail.count() == 2);
    assertEquals(List.of("middle true", "true false"), trail.marks());
  }

  // ---- nesting

  private static void nest(Trail trail, String id, int levels) throws Exception {
    trail.mark(id);
    if (levels > 0) {
      for (int i = 0; i < 2; i++) {
        String inner = id + i;
        Multiprocessing.local().process(() -> nest(trail, inner, levels - 1)).start().join();
      }
    }
  }

  @Test
  void childrenHaveChildren() throws Exception {
    Trail trail = Trail.in(dir);
    nest(trail, "r", 2);
    assertEquals(List.of("r", "r0", "r00", "r01", "r1", "r10", "r11"), trail.marks());
  }

  private static void chain(Trail trail) throws Exception {
    try {
      Multiprocessing.local().process(() -> chain(trail)).start().join();
      trail.mark("started");
    } catch (IllegalStateException e) {
      trail.mark(e.getMessage());
    }
  }

  @Test
  void processesNestFiveDeepAndNoDeeper() throws Exception {
    Trail trail = Trail.in(dir);
    chain(trail);
    List<String> marks = trail.marks();
    assertEquals(6, marks.size(), marks::toString);
    assertTrue(marks.get(0).contains("nested 5 deep"), marks::toString);
    assertEquals(List.of("started"), marks.subList(1, 6).stream().distinct().toList());
  }

  /** A program without a guard: every JVM that loads the class starts processes. */
  public static final class Unguarded {
    static final JvmProcess ONE = Multiprocessing.local().process(() -> work()).start();
    static final JvmProcess TWO = Multiprocessing.local().process(() -> work()).start();

    public static void main(String[] args) throws Exception {
      ONE.join();
      TWO.join();
      System.out.println("codes " + ONE.exitCode().getAsInt() + " " + TWO.exitCode().getAsInt());
    }

    static void work() {
      System.out.println("worked");
    }
  }

  @Test
  void aProcessInAStaticInitializerIsNoForkBomb() throws Exception {
    try (ChildProgram program = ChildProgram.start(Unguarded.class)) {
      assertEquals("1 1", program.awaitLine("codes "));
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of("codes 1 1"), program.out(), program::toString);
      assertTrue(
          program.err().stream().anyMatch(line -> line.contains("static initializer")),
          program::toString);
    }
  }
}
