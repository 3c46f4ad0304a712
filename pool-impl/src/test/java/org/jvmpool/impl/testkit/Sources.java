package org.jvmpool.impl.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/** Programs that a test writes and compiles. */
public final class Sources {
  private Sources() {}

  /**
   * Compiles sources against the tests' class path.
   *
   * @param directory gets them below {@code source}, and their classes below {@code classes}
   * @param more class path entries before those of the tests
   * @param sources by their file's name, with its packages
   * @return the directory of the classes
   */
  public static Path compile(Path directory, List<Path> more, Map<String, String> sources)
      throws IOException {
    return compile(directory, more, List.of(), sources);
  }

  /** The same, with options of the compiler. */
  public static Path compile(
      Path directory, List<Path> more, List<String> options, Map<String, String> sources)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none"));
    arguments.addAll(options);
    arguments.add("-cp");
    arguments.add(
        TestLibraries.join(more)
            + (more.isEmpty() ? "" : java.io.File.pathSeparator)
            + System.getProperty("java.class.path"));
    Path classes = Files.createDirectories(directory.resolve("classes"));
    arguments.addAll(List.of("-d", classes.toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = directory.resolve("source").resolve(source.getKey());
      Files.createDirectories(file.getParent());
      arguments.add(Files.writeString(file, source.getValue()).toString());
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (result != 0) {
      throw new AssertionError("javac " + arguments + " ended with " + result);
    }
    return classes;
  }
}
