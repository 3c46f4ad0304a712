package org.jvmpool.samples;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.SharedList;
import org.jvmpool.manager.SharedMap;

/**
 * A dict shared by workers, and the pitfall of values within it. What is read from a dict is a
 * copy; to change what it holds, put it back, compute it in the server, or store a proxy.
 */
public final class ManagerDict {
  private ManagerDict() {}

  public static void main(String[] args) throws Exception {
    share(new CommandLine(args), System.out);
  }

  static void share(CommandLine line, PrintStream out) throws UsageException {
    try (Manager manager = Multiprocessing.local().manager();
        Pool pool = Pool.create(line.workers())) {
      SharedMap<String, Integer> counts = manager.dict();
      pool.map(
          word -> Objects.requireNonNull(counts.merge(word, 1, Integer::sum)),
          List.of("to", "be", "or", "not", "to", "be"));
      out.println("counted by the workers: " + counts);

      SharedMap<String, List<Integer>> dict = manager.dict();
      dict.put("primes", new ArrayList<>(List.of(2, 3)));
      dict.get("primes").add(5); // changes a copy, which is then forgotten
      out.println("after add to what get returned: " + dict.get("primes"));
      dict.compute(
          "primes",
          (key, primes) -> {
            primes.add(5);
            return primes;
          }); // runs in the server, in one round trip, and nobody gets in between
      out.println("after compute: " + dict.get("primes"));

      SharedMap<String, SharedList<Integer>> lists = manager.dict(Map.of("primes", manager.list()));
      Objects.requireNonNull(lists.get("primes")).add(7); // a proxy stays a reference
      out.println("through a proxy in the dict: " + lists.get("primes"));
    }
  }
}
