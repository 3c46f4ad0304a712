package org.jvmpool.all;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a program printed, and how it ended. */
record Run(int exit, List<String> out, List<String> err) {
  private static final Path TOOLS = Path.of(System.getProperty("java.home"), "bin");

  /** Runs it in a directory, with nothing on its input, to its end. */
  static Run in(Path dir, Map<String, String> environment, String... command) throws Exception {
    Path out = dir.resolve("out");
    Path err = dir.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .directory(dir.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "it runs on: " + read(out));
      return new Run(process.exitValue(), read(out), read(err));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A program of the JDK that runs the tests. */
  static String tool(String name) {
    return TOOLS.resolve(name).toString();
  }

  static boolean hasTool(String name) {
    return Files.isExecutable(TOOLS.resolve(name));
  }

  static String path(Path... entries) {
    return Stream.of(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
