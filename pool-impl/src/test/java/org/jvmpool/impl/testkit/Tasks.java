package org.jvmpool.impl.testkit;

import java.util.List;
import java.util.stream.IntStream;

/** Functions that many tests send to a pool. */
public final class Tasks {
  private Tasks() {}

  public static int square(int x) {
    return x * x;
  }

  public static long pid() {
    return ProcessHandle.current().pid();
  }

  public static long pid(Object ignored) {
    return ProcessHandle.current().pid();
  }

  /** Sleeps longer than any test waits for it; interrupted, it ends. */
  public static void linger() throws InterruptedException {
    Thread.sleep(40_000);
  }

  /** Kills its own process the hard way. */
  public static int killSelf() throws Exception {
    new ProcessBuilder("kill", "-9", Long.toString(pid())).inheritIO().start().waitFor();
    linger();
    return 0;
  }

  public static List<Integer> upTo(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  public static List<Integer> squaresUpTo(int end) {
    return IntStream.range(0, end).map(x -> x * x).boxed().toList();
  }

  public static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
