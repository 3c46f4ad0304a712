package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.impl.testkit.ChildProgram;

/** What a million calls cost that wait behind a task that takes its time. */
@Stress
class PendingCostTest {
  /** Runs in a JVM of 1 GiB: its heap is measured, and nobody else's objects are in it. */
  public static final class Program {
    public static void main(String[] args) throws Exception {
      int calls = Integer.parseInt(args[0]);
      Path go = Path.of(args[1]);
      String wait = go.toString();
      Pool pool = Pool.create(1);
      AsyncResult<?> first =
          pool.applyAsync(
              () -> {
                while (!Files.exists(Path.of(wait))) {
                  Thread.sleep(5);
                }
              });
      while (pool.stats().running() != 1) {
        Thread.sleep(5);
      }
      AsyncResult<?>[] results = new AsyncResult<?>[calls];
      // The bytes of a task, as the heap holds them: header of the array, call, limit, function,
      // captured, argument.
      int serialised = 16 + 16;
      long before = used();
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        results[i] = pool.applyAsync(x -> x + 1, i);
      }
      long nanos = System.nanoTime() - start;
      long after = used();
      System.out.println("each " + ((after - before) / calls - serialised));
      System.out.println("perSecond " + (long) (calls / (nanos / 1e9)));
      start = System.nanoTime();
      if (args[2].equals("release")) {
        Files.createFile(go);
        first.get(Duration.ofSeconds(60));
        for (int i = 0; i < calls; i++) {
          if (!results[i].get(Duration.ofSeconds(60)).equals(i + 1)) {
            throw new AssertionError("wrong result of " + i);
          }
        }
        pool.close();
      } else {
        pool.terminate();
        if (!pool.join(Duration.ofSeconds(20))) {
          throw new AssertionError("not ended");
        }
        for (int i = 0; i < calls; i++) {
          AsyncResult<?> result = results[i];
          results[i] = null; // a million exceptions are not what this is about
          try {
            result.get(Duration.ofSeconds(10));
            throw new AssertionError("a value");
          } catch (ExecutionException e) {
            if (!(e.getCause() instanceof PoolTerminatedException)) {
              throw e;
            }
          }
        }
      }
      System.out.println("endMillis " + (System.nanoTime() - start) / 1_000_000);
    }

    private static long used() throws InterruptedException {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 3; i++) {
        System.gc();
        Thread.sleep(100);
        Runtime runtime = Runtime.getRuntime();
        least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
      }
      return least;
    }
  }

  private static void measure(String end, Path dir) throws Exception {
    int calls = Load.times(1_000_000);
    Load load = Load.of("pending calls, then " + end);
    try (ChildProgram program =
        ChildProgram.startCommand(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + Math.max(1024, calls / 1000) + "m",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            "" + calls,
            dir.resolve("go").toString(),
            end)) {
      if (!program.process().waitFor(4, java.util.concurrent.TimeUnit.MINUTES)) {
        throw new AssertionError(program + "\n" + org.jvmpool.impl.testkit.Stacks.ofChildren());
      }
      assertEquals(0, program.awaitExit(), program::toString);
      long each = Long.parseLong(program.awaitLine("each "));
      load.figure("calls", calls)
          .figure("bytes of heap each, beside the serialised ones", each)
          .figure("submitted/s", program.awaitLine("perSecond "))
          .figure("all over after ms", program.awaitLine("endMillis "))
          .print();
      assertTrue(each <= 400, each + " bytes each");
    }
  }

  @Test
  void aMillionCallsAreAffordableAndAllComplete(@TempDir Path dir) throws Exception {
    measure("release", dir);
  }

  @Test
  void aMillionCallsEndWithTerminate(@TempDir Path dir) throws Exception {
    measure("terminate", dir);
  }
}
