package org.jvmpool.benchmarks.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.MultiprocessingContext;
import org.jvmpool.Settings;

/**
 * From {@code start} to the first statement of a process: {@code cold}, {@code spare}, or {@code
 * version} for a whole {@code java -version}; repetitions. All JVMs of a machine share a monotonic
 * clock, so the child says when it began.
 */
final class ProcessStart {
  private ProcessStart() {}

  public static void main(String[] args) throws Exception {
    Arguments arguments = new Arguments(args, 2);
    double[] taken = new double[arguments.number(1)];
    Path file = Files.createTempFile("jvmpool-benchmark", "");
    boolean spare = arguments.text(0).equals("spare");
    try (MultiprocessingContext mp =
        Multiprocessing.local(Settings.defaults().withSpares(spare ? 1 : 0))) {
      for (int i = 0; i < taken.length; i++) {
        if (spare) {
          Thread.sleep(1_000); // until the spare is there
        }
        taken[i] = arguments.text(0).equals("version") ? version() : process(mp, file);
      }
    } finally {
      Files.delete(file);
    }
    Metric.print("first_ns", taken[0]);
    Metric.print("later_ns", Metric.median(taken, 1));
  }

  private static double process(Multiprocessing mp, Path file)
      throws IOException, InterruptedException {
    String name = file.toString();
    JvmProcess process =
        mp.process(
            () -> {
              long began = System.nanoTime();
              Files.writeString(Path.of(name), Long.toString(began));
            });
    long start = System.nanoTime();
    process.start().join();
    Expect.equal(process.exitCode().getAsInt(), 0);
    return Long.parseLong(Files.readString(file)) - start;
  }

  private static double version() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Expect.equal(java.waitFor(), 0);
    return System.nanoTime() - start;
  }
}
