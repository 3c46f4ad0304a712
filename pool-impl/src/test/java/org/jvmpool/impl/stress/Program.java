package org.jvmpool.impl.stress;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jvmpool.impl.testkit.TestLibraries;

/** A class's {@code main} in a JVM of its own, with options of that JVM, to its end. */
final class Program {
  private Program() {}

  /** What it printed to standard output; it is killed with its descendants if it does not end. */
  static List<String> output(Class<?> main, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(TestLibraries.java()));
    command.addAll(Arrays.asList(options));
    command.addAll(
        List.of("-cp", TestLibraries.classPath(TestLibraries.home(main)), main.getName()));
    Process program =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      List<String> out = program.inputReader().lines().toList();
      program.waitFor(10, TimeUnit.SECONDS);
      return out;
    } finally {
      program.descendants().forEach(ProcessHandle::destroyForcibly);
      program.destroyForcibly();
    }
  }
}
