package org.jvmpool.benchmarks.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * On which cores a parent and its child run. A wake-up on the same core takes about 1 µs and one on
 * another, idle core some tens of them, so a round trip can only be compared with one of the same
 * placement.
 */
enum Placement {
  /** Wherever the operating system puts them, and moves them meanwhile. */
  FREE,
  /** Both on one core. */
  TOGETHER,
  /** One core each. */
  APART;

  static Placement of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Binds all threads that this JVM and the child have now; later ones inherit it. */
  void bind(long child) throws IOException, InterruptedException {
    if (this == FREE) {
      return;
    }
    List<Integer> cores = allowedCores();
    int needed = this == APART ? 2 : 1;
    if (cores.size() < needed) {
      throw new IOException(this + " needs " + needed + " cores, but has " + cores);
    }
    bind(ProcessHandle.current().pid(), cores.get(0));
    bind(child, cores.get(needed - 1));
  }

  private static void bind(long pid, int core) throws IOException, InterruptedException {
    Process taskset =
        new ProcessBuilder("taskset", "-a", "-c", "-p", Integer.toString(core), Long.toString(pid))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (taskset.waitFor() != 0) {
      throw new IOException("taskset could not bind process " + pid + " to core " + core);
    }
  }

  private static List<Integer> allowedCores() throws IOException {
    String key = "Cpus_allowed_list:";
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(key)) {
        List<Integer> cores = new ArrayList<>();
        for (String range : line.substring(key.length()).trim().split(",", -1)) {
          String[] ends = range.split("-", -1);
          int last = Integer.parseInt(ends[ends.length - 1]);
          for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
            cores.add(core);
          }
        }
        return cores;
      }
    }
    throw new IOException("/proc/self/status has no line " + key);
  }
}
