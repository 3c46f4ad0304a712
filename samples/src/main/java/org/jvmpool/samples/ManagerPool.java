package org.jvmpool.samples;

import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.shared.SharedSemaphore;

/** A pool and a manager together: workers count in a dict and take turns at a semaphore. */
public final class ManagerPool {
  private ManagerPool() {}

  public static void main(String[] args) throws Exception {
    work(new CommandLine(args), System.out);
  }

  static void work(CommandLine line, PrintStream out) throws UsageException {
    try (Manager manager = Multiprocessing.local().manager();
        Pool pool = manager.pool(line.workers())) { // its workers belong to the manager
      SharedMap<Boolean, Integer> parity = manager.dict();
      SharedSemaphore two = manager.semaphore(2);
      List<Integer> numbers = IntStream.rangeClosed(1, 100).boxed().toList();
      pool.map(
          n -> {
            two.acquire(); // at most two at a time
            try {
              return Objects.requireNonNull(parity.merge(n % 2 == 0, n, Integer::sum));
            } finally {
              two.release();
            }
          },
          numbers);
      out.println("even: " + parity.get(true) + ", odd: " + parity.get(false));
    }
  }
}
