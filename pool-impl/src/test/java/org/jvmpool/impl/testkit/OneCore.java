package org.jvmpool.impl.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Binds processes to the first core that they may use, by Linux's {@code taskset}. */
public final class OneCore {
  private static final Path STATUS = Path.of("/proc/self/status");

  private OneCore() {}

  public static boolean canBind() {
    return Files.isReadable(STATUS)
        && Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "taskset")));
  }

  /** All threads that this process has, and those that they start. */
  public static void bind() throws IOException, InterruptedException {
    String key = "Cpus_allowed_list:";
    String core =
        Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith(key))
            .map(line -> line.substring(key.length()).trim().split("[-,]", -1)[0])
            .findFirst()
            .orElseThrow();
    String self = Long.toString(ProcessHandle.current().pid());
    Process taskset =
        new ProcessBuilder("taskset", "-a", "-c", "-p", core, self)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals(0, taskset.waitFor(), "taskset could not bind this process to core " + core);
  }
}
