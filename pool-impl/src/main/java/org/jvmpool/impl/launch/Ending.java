package org.jvmpool.impl.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a child JVM ended: what an obituary needs.
 *
 * @param pid of the child
 * @param exitCode 128 + n after signal n; empty while the child runs
 * @param inWords the exit code and what it means, such as {@code exit code 137 (killed by SIGKILL;
 *     out of memory?)}
 * @param stderrTail the last lines of its standard error, at most 20
 * @param errorFile what a crashing JVM wrote about itself (hs_err), or null
 */
public record Ending(
    long pid,
    OptionalInt exitCode,
    String inWords,
    List<String> stderrTail,
    @Nullable Path errorFile) {
  /** Copies the lines. */
  public Ending {
    stderrTail = List.copyOf(stderrTail);
  }
}
