package org.jvmpool.impl.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a child's JVM writes about its own crash, and how that file is found afterwards. */
final class ErrorFiles {
  private final List<String> candidates;

  private ErrorFiles(List<String> candidates) {
    this.candidates = candidates;
  }

  /**
   * The places where the JVM looks for room, in its order.
   *
   * @param options the child's JVM options; the last {@code -XX:ErrorFile} counts
   * @param workingDirectory of the child, absolute
   */
  static ErrorFiles of(List<String> options, Path workingDirectory) {
    List<String> candidates = new ArrayList<>();
    for (String option : options) {
      if (option.startsWith("-XX:ErrorFile=")) {
        candidates.clear();
        candidates.add(
            workingDirectory.resolve(option.substring("-XX:ErrorFile=".length())).toString());
      }
    }
    candidates.add(workingDirectory.resolve("hs_err_pid%p.log").toString());
    candidates.add(Path.of("/tmp", "hs_err_pid%p.log").toString());
    return new ErrorFiles(candidates);
  }

  /** The file of the process with that pid, written since it started, or null. */
  @Nullable Path find(long pid, Instant startedAt) {
    for (String candidate : candidates) {
      Path file = Path.of(candidate.replace("%p", Long.toString(pid)));
      try {
        // A second of slack: file systems and process tables count time in different steps.
        if (Files.isRegularFile(file)
            && !Files.getLastModifiedTime(file).toInstant().isBefore(startedAt.minusSeconds(1))) {
          return file;
        }
      } catch (IOException e) {
        // Not readable: as good as not there.
      }
    }
    return null;
  }
}
