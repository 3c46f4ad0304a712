package org.jvmpool.samples;

import java.io.PrintStream;
import java.util.List;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.SharedList;

/** A log list shared by workers: each adds its lines, and the parent reads them all at the end. */
public final class SharedLog {
  private SharedLog() {}

  public static void main(String[] args) throws Exception {
    log(new CommandLine(args), System.out);
  }

  static void log(CommandLine line, PrintStream out) throws UsageException {
    try (Manager manager = Multiprocessing.local().manager();
        Pool pool = Pool.create(line.workers())) {
      SharedList<String> log = manager.list();
      pool.map(
          job -> {
            log.add("job " + job + " started");
            log.add("job " + job + " done");
            return job;
          },
          List.of(1, 2, 3, 4));
      log.removeIf(entry -> entry.endsWith("started")); // runs in the server
      log.sort(String::compareTo);
      log.forEach(out::println); // one round trip, then here
    }
  }
}
