package org.jvmpool.samples;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The arguments of a sample: words in order, and options {@code --name=value} or {@code --name
 * value} anywhere. A sample takes what it knows, then calls {@link #end()}, which refuses the rest.
 */
final class CommandLine {
  /** What a sample does with its arguments. */
  @FunctionalInterface
  interface Program {
    void run(CommandLine arguments, PrintStream out) throws Exception;
  }

  private final Deque<String> words = new ArrayDeque<>();
  private final Map<String, String> options = new LinkedHashMap<>();

  CommandLine(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--")) {
        words.add(argument);
      } else if (equals >= 0) {
        options.put(argument.substring(2, equals), argument.substring(equals + 1));
      } else {
        boolean hasValue = i + 1 < arguments.length && !arguments[i + 1].startsWith("--");
        options.put(argument.substring(2), hasValue ? arguments[++i] : "");
      }
    }
  }

  /**
   * Runs a sample; a {@link UsageException} prints what is wrong and the usage, and ends the JVM
   * with exit code 2. What fails because the JVM is ending, after Ctrl-C for instance, is not told.
   */
  static void run(String usage, String[] arguments, Program program) throws Exception {
    try {
      program.run(new CommandLine(arguments), System.out);
    } catch (UsageException wrong) {
      System.err.println(wrong.getMessage());
      System.err.println("usage: ./sample " + usage);
      System.exit(2);
    } catch (Exception failure) {
      if (!isEnding()) {
        throw failure;
      }
    }
  }

  private static boolean isEnding() {
    try {
      Thread hook = new Thread(() -> {});
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException ending) {
      return true;
    }
  }

  /** The next word, which must be there. */
  String word(String name) throws UsageException {
    String word = words.poll();
    if (word == null) {
      throw new UsageException(name + " is missing");
    }
    return word;
  }

  boolean hasWord() {
    return !words.isEmpty();
  }

  /** The next word, which must name a directory. */
  Path directory(String name) throws UsageException {
    Path directory = Path.of(word(name));
    if (!Files.isDirectory(directory)) {
      throw new UsageException(name + " must be a directory, but was " + directory);
    }
    return directory;
  }

  /** The next word, which must name a file that can be written. */
  Path outputFile(String name) throws UsageException {
    Path file = Path.of(word(name));
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new UsageException(name + " must be in a directory that exists, but was " + file);
    }
    if (Files.exists(file)
        ? Files.isDirectory(file) || !Files.isWritable(file)
        : !Files.isWritable(directory)) {
      throw new UsageException(name + " must be a file that can be written, but was " + file);
    }
    return file;
  }

  /** The value of an option, or {@code otherwise} if it was not given. */
  int number(String option, int otherwise, int least, int most) throws UsageException {
    String value = options.remove(option);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Falls through: it is out of range, like any other wrong value.
    }
    throw new UsageException(
        "--%s must be a number from %d to %d, but was '%s'".formatted(option, least, most, value));
  }

  /** How many workers the pool gets: one for each processor, if nothing else is said. */
  int workers() throws UsageException {
    return workers(Runtime.getRuntime().availableProcessors());
  }

  int workers(int otherwise) throws UsageException {
    return number("workers", otherwise, 1, 1_000);
  }

  /** Refuses what nobody took. */
  void end() throws UsageException {
    if (!words.isEmpty()) {
      throw new UsageException("one argument too many: " + words.peek());
    }
    if (!options.isEmpty()) {
      throw new UsageException("unknown option: --" + options.keySet().iterator().next());
    }
  }
}
