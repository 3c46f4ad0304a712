package org.jvmpool.samples;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.VoidTask;
import org.jvmpool.WorkerOutput;

/**
 * Runs a hundred good tasks and, among them, one that halts its JVM, one that exhausts its heap and
 * one that never ends. Each of the three fails alone, with a message that says why; its worker is
 * replaced, and this JVM notices nothing else.
 */
public final class Survive {
  private static final String USAGE = "survive [--workers=N]";

  private static final int GOOD_TASKS = 100;
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private Survive() {}

  public static void main(String[] args) throws Exception {
    // The pool's log has a warning for each lost worker; here the same messages are printed below.
    System.setProperty("samples.log", "OFF");
    CommandLine.run(USAGE, args, Survive::survive);
  }

  static void survive(CommandLine arguments, PrintStream out) throws Exception {
    int workers = arguments.workers();
    arguments.end();

    List<AsyncResult<Integer>> good = new ArrayList<>();
    Map<String, AsyncResult<?>> bad = new LinkedHashMap<>();
    try (Pool pool =
        Pool.builder()
            .name("survive")
            .workers(workers)
            .maxHeap("64m")
            .output(WorkerOutput.discard())
            .build()) {
      for (int i = 0; i < GOOD_TASKS; i++) {
        good.add(pool.applyAsync(Survive::primesBelow, 1_000 * i));
        switch (i) {
          case 20 -> bad.put("halts its JVM", run(pool, Survive::halt));
          case 40 -> bad.put("exhausts its heap", run(pool, Survive::exhaustTheHeap));
          case 60 -> bad.put("never ends", run(pool.withTimeout(LIMIT), Survive::neverEnd));
          default -> {}
        }
      }
      for (Map.Entry<String, AsyncResult<?>> task : bad.entrySet()) {
        tell(out, task.getKey(), task.getValue());
      }
    }

    int right = 0;
    for (int i = 0; i < GOOD_TASKS; i++) {
      if (good.get(i).get() == primesBelow(1_000 * i)) {
        right++;
      }
    }
    out.printf("%d of %d good tasks gave the right result%n", right, GOOD_TASKS);
  }

  private static AsyncResult<?> run(Pool pool, VoidTask task) {
    return pool.applyAsync(task);
  }

  private static void tell(PrintStream out, String what, AsyncResult<?> task)
      throws InterruptedException {
    try {
      task.get();
      throw new IllegalStateException("the task that " + what + " came to a good end");
    } catch (ExecutionException failure) {
      Throwable cause = Objects.requireNonNull(failure.getCause());
      out.printf("the task that %s: %s%n", what, cause.getClass().getSimpleName());
      String.valueOf(cause.getMessage()).lines().forEach(line -> out.println("  " + line));
      out.println();
    }
  }

  /** The good task. */
  static int primesBelow(int limit) {
    int primes = 0;
    for (int n = 2; n < limit; n++) {
      int divisor = 2;
      while (divisor * divisor <= n && n % divisor != 0) {
        divisor++;
      }
      if (divisor * divisor > n) {
        primes++;
      }
    }
    return primes;
  }

  static void halt() {
    System.err.println("loading page 7");
    Runtime.getRuntime().halt(42);
  }

  static void exhaustTheHeap() {
    List<byte[]> all = new ArrayList<>();
    while (true) {
      all.add(new byte[1 << 20]);
    }
  }

  static void neverEnd() {
    while (true) {
      Thread.onSpinWait();
    }
  }
}
