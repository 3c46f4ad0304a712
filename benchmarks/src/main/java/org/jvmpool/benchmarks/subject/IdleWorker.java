package org.jvmpool.benchmarks.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jvmpool.Pool;

/**
 * Memory of a worker that ran one task and then had none, as Linux counts it: idle milliseconds.
 */
final class IdleWorker {
  private IdleWorker() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Arguments arguments = new Arguments(args, 1);
    try (Pool pool = Pool.create(1)) {
      long pid = pool.apply(() -> ProcessHandle.current().pid());
      Thread.sleep(arguments.number(0));
      Path process = Path.of("/proc", Long.toString(pid));
      Metric.print(
          "private_dirty_bytes",
          1024 * kilobytes(process.resolve("smaps_rollup"), "Private_Dirty:"));
      Metric.print("resident_bytes", 1024 * kilobytes(process.resolve("status"), "VmRSS:"));
    }
  }

  private static double kilobytes(Path file, String key) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(key)) {
        return Double.parseDouble(line.substring(key.length()).replace("kB", "").trim());
      }
    }
    throw new IOException(file + " has no line " + key);
  }
}
