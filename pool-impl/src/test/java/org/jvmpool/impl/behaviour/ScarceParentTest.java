package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.jvmpool.AsyncResult;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.PoolBrokenException;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.ProcessException;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.TaskTimeoutException;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;

/**
 * A program that has no more threads, heap or file descriptors for its pool is told so, and never
 * hangs.
 */
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

  /**
   * Takes all file descriptors that there are, and then has tasks fail in each way. Nothing of the
   * library can be loaded any more, since it lies in directories.
   */
  public static final class WithoutDescriptors {
    private static final List<InputStream> TAKEN = new ArrayList<>();

    public static void main(String[] args) throws Exception {
      List<Pool> pools = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        pools.add(Pool.builder().workers(1).maxHeap("32m").build());
      }
      for (Pool pool : pools) {
        pool.apply(() -> 1);
      }
      tell("before", pools.get(0).applyAsync(() -> 1));
      takeDescriptors();
      System.out.println("no more descriptors");
      tell("value", pools.get(0).applyAsync(() -> 2));
      tell("thrown", pools.get(0).applyAsync(() -> Integer.parseInt("x")));
      tell("thread", pools.get(0).applyAsync(() -> List.of(Thread.currentThread())));
      AsyncResult<Integer> dying = pools.get(0).applyAsync(WithoutDescriptors::die);
      AsyncResult<Integer> behind = pools.get(0).applyAsync(() -> 3);
      tell("dying", dying);
      takeDescriptors();
      tell("behind", behind);
      Pool limited = pools.get(1).withTimeout(Duration.ofMillis(100));
      tell("late", limited.applyAsync(WithoutDescriptors::hang));
      takeDescriptors();
      AsyncResult<Integer> cancelled = pools.get(2).applyAsync(WithoutDescriptors::hang);
      while (!cancelled.cancel(true)) {
        Thread.onSpinWait();
      }
      tell("cancelled", cancelled);
      takeDescriptors();
      AsyncResult<Integer> terminated = pools.get(3).applyAsync(WithoutDescriptors::hang);
      pools.get(3).terminate();
      tell("terminated", terminated);
      for (int i = 0; i < 4; i++) {
        pools.get(i).shutdown();
        System.out.println("joined " + i + " " + pools.get(i).join(Duration.ofSeconds(25)));
      }
      System.out.println("closed");
      System.exit(0);
    }

    private static int die() {
      Runtime.getRuntime().halt(3);
      return 0;
    }

    private static int hang() {
      while (true) {
        LockSupport.park();
      }
    }

    private static void takeDescriptors() {
      try {
        while (true) {
          TAKEN.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException e) {
        // That was the last.
      }
    }

    private static void tell(String what, AsyncResult<?> result) throws InterruptedException {
      try {
        System.out.println(what + " returned " + result.get(25, TimeUnit.SECONDS));
      } catch (CancellationException e) {
        System.out.println(what + " " + e);
      } catch (ExecutionException e) {
        System.out.println(what + " " + e.getCause());
      } catch (TimeoutException e) {
        System.out.println(what + " hangs");
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutDescriptorsEachTaskEndsAsItWouldWithThem() throws Exception {
    try (ChildProgram program = start("-Xmx64m", "ulimit -n 120; ", WithoutDescriptors.class)) {
      program.awaitLine("no more descriptors");
      assertEquals("returned 2", program.awaitLine("value "), program::toString);
      assertStarts(NumberFormatException.class, program.awaitLine("thrown "), program);
      assertStarts(TaskSerializationException.class, program.awaitLine("thread "), program);
      assertStarts(WorkerLostException.class, program.awaitLine("dying "), program);
      String behind = program.awaitLine("behind ");
      assertTrue(
          behind.equals("returned 3") || behind.startsWith(PoolBrokenException.class.getName()),
          program::toString);
      assertStarts(TaskTimeoutException.class, program.awaitLine("late "), program);
      assertStarts(CancellationException.class, program.awaitLine("cancelled "), program);
      assertStarts(PoolTerminatedException.class, program.awaitLine("terminated "), program);
      program.awaitLine("closed");
      for (int i = 0; i < 4; i++) {
        assertEquals("true", program.awaitLine("joined " + i + " "), program::toString);
      }
      assertEquals(0, program.awaitExit(), program::toString);
    }
  }

  private static void assertStarts(Class<?> start, String text, ChildProgram program) {
    assertTrue(text.startsWith(start.getName()), () -> text + "\n" + program);
  }
}
