package org.jvmpool.samples;

import java.util.List;
import org.jvmpool.Pool;

/** The first thirty seconds: one task, a map, and a callback. The README shows the same lines. */
public final class Quickstart {
  private Quickstart() {}

  public static void main(String[] args) {
    try (Pool pool = Pool.create(4)) {
      int answer = pool.apply(() -> 6 * 7); // waits for one task
      List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3)); // waits for all, in order
      System.out.println(answer + " " + squares);
      pool.applyAsync(() -> ProcessHandle.current().pid(), pid -> System.out.println("pid " + pid));
    } // waits for what was submitted
  }
}
