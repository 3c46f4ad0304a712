package org.jvmpool.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One child process from start to exit, under a hard limit, and the figures that it printed.
 *
 * <p>Its output goes to files, so that no thread of the harness runs beside it. At the limit, and
 * when the harness ends early, it is killed with its descendants.
 */
final class ChildRun {
  /** The time from starting the process to its exit, taken by the harness. */
  static final String WALL = "wall_ns";

  private ChildRun() {}

  /**
   * Runs the command and returns its metrics by name, {@link #WALL} among them.
   *
   * @throws IOException if it cannot be started, outlives the limit, or exits with another code
   *     than 0; the message holds the end of its error output
   */
  static Map<String, Double> metrics(
      List<String> command, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    long[] wall = new long[1];
    String output = run(command, environment, limit, wall);
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (String line : output.lines().filter(text -> text.startsWith("@")).toList()) {
      int space = line.indexOf(' ');
      metrics.put(line.substring(1, space), Double.valueOf(line.substring(space + 1)));
    }
    metrics.put(WALL, (double) wall[0]);
    return metrics;
  }

  /** Runs the command and returns what it printed, without blanks at the ends. */
  static String output(List<String> command, Duration limit)
      throws IOException, InterruptedException {
    return run(command, Map.of(), limit, new long[1]).strip();
  }

  private static String run(
      List<String> command, Map<String, String> environment, Duration limit, long[] wall)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("jvmpool-benchmark", ".out");
    Path err = Files.createTempFile("jvmpool-benchmark", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .redirectInput(ProcessBuilder.Redirect.PIPE);
      builder.environment().putAll(environment);
      long start = System.nanoTime();
      Process process = builder.start();
      Thread killer = new Thread(() -> kill(process.toHandle()), "benchmark-kill-at-exit");
      Runtime.getRuntime().addShutdownHook(killer);
      boolean ended;
      try {
        ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        wall[0] = System.nanoTime() - start;
      } finally {
        kill(process.toHandle());
        forget(killer);
      }
      if (!ended || process.exitValue() != 0) {
        throw new IOException(
            String.join(" ", command.subList(command.size() > 3 ? 3 : 0, command.size()))
                + (ended
                    ? " ended with exit code " + process.exitValue()
                    : " was killed after its limit of " + limit.toSeconds() + " s")
                + "\n"
                + tail(err));
      }
      return Files.readString(out, StandardCharsets.UTF_8);
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private static void kill(ProcessHandle process) {
    List<ProcessHandle> family = Stream.concat(process.descendants(), Stream.of(process)).toList();
    family.forEach(ProcessHandle::destroyForcibly);
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already: the hook does its work.
    }
  }

  private static String tail(Path file) throws IOException {
    List<String> lines = Files.readString(file, StandardCharsets.UTF_8).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }
}
