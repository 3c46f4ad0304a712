package org.jvmpool.impl.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class paths of programs that tests start: ours and our libraries' as users have them, and
 * jars that the build lays ready and that are on no class path of the tests.
 */
public final class TestLibraries {
  private TestLibraries() {}

  /** A jar that the build has copied to {@code target/test-libraries}. */
  public static Path jar(String name) {
    Path classes = home(TestLibraries.class);
    Path jar = classes.resolveSibling("test-libraries").resolve(name + ".jar");
    if (!Files.exists(jar)) {
      throw new AssertionError("the build (phase process-test-resources) makes " + jar);
    }
    return jar;
  }

  /** What this class was loaded from. */
  public static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** The entries that a program needs: ours and our libraries', not the tests'. */
  public static List<Path> runtime() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::exists)
        .filter(
            entry ->
                entry.toString().matches(".*(pool-(api|worker|impl)|kryo5|slf4j-api|jspecify).*"))
        .filter(entry -> !entry.endsWith("test-classes"))
        .toList();
  }

  /** A class path of the runtime's entries and more behind them. */
  public static String classPath(Path... more) {
    List<Path> entries = new ArrayList<>(runtime());
    entries.addAll(List.of(more));
    return join(entries);
  }

  public static String join(List<Path> entries) {
    return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
  }

  /** The launcher of the JDK that runs the tests. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
