package org.jvmpool.impl.pool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ended.
 *
 * @param pid 0 when it never had one
 * @param inWords "exit code 137 (killed by SIGKILL; out of memory?)"
 * @param stderrTail the last it printed to standard error
 * @param errorFile what its JVM wrote when it crashed, or null
 * @param cause the exception for which it could not be started or set up, or null
 * @param command how it was started
 * @param lived how long it was there
 * @param initializerFailures how many workers in a row, this one included, the initializer ended; 0
 *     when this one ended otherwise
 */
record Obituary(
    long pid,
    OptionalInt exitCode,
    String inWords,
    List<String> stderrTail,
    @Nullable Path errorFile,
    @Nullable Throwable cause,
    String command,
    Duration lived,
    int initializerFailures) {

  /** For when not even that can be told how a worker has ended; made beforehand. */
  static Obituary plain() {
    return withoutProcess(
        "this program had no memory, or no file descriptor, left to speak to it, or to say how it"
            + " ended: give it more (-Xmx, ulimit -n)",
        null);
  }

  /** Of a worker for which this program could not even make what it takes to start one. */
  static Obituary notStarted(Throwable why) {
    return withoutProcess("this program could not start it: " + why, why);
  }

  private static Obituary withoutProcess(String inWords, @Nullable Throwable why) {
    return new Obituary(
        0, OptionalInt.empty(), inWords, List.of(), null, why, "", Duration.ZERO, 0);
  }

  /** The last lines as they stand in a message; empty when there are none. */
  String tailInWords() {
    StringBuilder words = new StringBuilder();
    if (errorFile != null) {
      words.append(" The JVM's own report is in ").append(errorFile).append('.');
    }
    if (!stderrTail.isEmpty()) {
      words.append(" Last lines of its stderr:");
      for (String line : stderrTail) {
        words.append("\n  ").append(line);
      }
    }
    return words.toString();
  }
}
