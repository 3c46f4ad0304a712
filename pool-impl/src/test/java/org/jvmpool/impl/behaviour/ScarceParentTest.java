package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.ProcessException;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;

/** A program that has no more threads or no more heap for its pool is told so, and never hangs. */
@Behaviour
class ScarceParentTest {
  private static ChildProgram start(String options, String shell, Class<?> program)
      throws Exception {
    return ChildProgram.startCommand(
        Map.of("JDK_JAVA_OPTIONS", options),
        "/bin/sh",
        "-c",
        shell + "exec \"$@\"",
        "sh",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        program.getName());
  }

  /**
   * Takes all threads that there are, and uses a pool. Its threads have huge stacks, so that the
   * address space is used up by a few of them and what remains is enough for all else.
   */
  public static final class WithoutThreads {
    public static void main(String[] args) throws Exception {
      Pool pool = Pool.builder().workers(1).maxHeap("64m").jvmOptions("-Xss1m").build();
      pool.apply(() -> 1);
      takeThreads();
      System.out.println("printing " + pool.<Integer>apply(WithoutThreads::printing));
      try {
        pool.applyAsync(() -> 3, value -> {});
        System.out.println("callback accepted");
      } catch (OutOfMemoryError e) {
        System.out.println("callback " + e.getMessage());
      }
      try {
        // More than surely fits into the pipe: a thread would have to write it.
        pool.apply((byte[] bytes) -> bytes.length, new byte[100_000]);
        System.out.println("big accepted");
      } catch (ProcessException e) {
        System.out.println("big " + e.getMessage().lines().findFirst().orElseThrow());
      }
      try {
        Multiprocessing.local().process(() -> {}).start();
        System.out.println("process accepted");
      } catch (ProcessException | OutOfMemoryError e) {
        System.out.println("process " + e.getMessage());
      }
      pool.close();
      System.out.println("closed");
      System.exit(0);
    }

    private static int printing() {
      System.out.println("a line of the task");
      return 2;
    }

    private static void takeThreads() {
      try {
        while (true) {
          Thread greedy =
              new Thread(
                  () -> {
                    while (true) {
                      LockSupport.park();
                    }
                  });
          greedy.setDaemon(true);
          greedy.start();
        }
      } catch (OutOfMemoryError e) {
        System.out.println("no more threads");
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutThreadsNothingHangs() throws Exception {
    try (ChildProgram program =
        start("-Xmx64m -Xss1g", "ulimit -v 24000000; ", WithoutThreads.class)) {
      program.awaitLine("no more threads");
      assertEquals("2", program.awaitLine("printing "), program::toString);
      assertTrue(program.out().contains("a line of the task"), program::toString);
      String callback = program.awaitLine("callback ");
      assertTrue(callback.contains("unable to create native thread"), program::toString);
      String big = program.awaitLine("big ");
      assertTrue(big.contains("thread") && big.contains("ulimit -u"), program::toString);
      String process = program.awaitLine("process ");
      assertTrue(process.contains("thread"), program::toString);
      program.awaitLine("closed");
      assertEquals(0, program.awaitExit(), program::toString);
    }
  }

  /** Asks for a result for which it has no room. */
  public static final class WithoutHeap {
    public static void main(String[] args) {
      try (Pool pool = Pool.builder().workers(1).maxHeap("256m").build()) {
        try {
          System.out.println("big " + pool.apply(() -> new byte[48 << 20]).length);
        } catch (WorkerLostException e) {
          System.out.println("big " + e.getMessage().lines().findFirst().orElseThrow());
        }
        System.out.println("small " + pool.<Integer>apply(() -> 5));
      }
    }
  }

  @Test
  void aResultTooBigForTheProgramsHeapIsNotBlamedOnTheWorkers() throws Exception {
    try (ChildProgram program = start("-Xmx32m", "", WithoutHeap.class)) {
      String big = program.awaitLine("big ");
      assertTrue(big.contains("it is this program that has no memory"), program::toString);
      assertTrue(big.contains("-Xmx"), program::toString);
      assertEquals("5", program.awaitLine("small "), program::toString);
      assertEquals(0, program.awaitExit(), program::toString);
    }
  }
}
