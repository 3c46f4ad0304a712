package org.jvmpool.impl.settings;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for single values. Each method returns the value to keep or throws, naming both. */
final class Check {
  private static final Pattern HEAP = Pattern.compile("([0-9]{1,15})([kKmMgGtT]?)");

  /** Below this no worker comes up: Kryo and a first task need that much. */
  private static final long MIN_HEAP = 8L << 20;

  /** Longer limits mean "for ever"; the cap keeps nanoseconds within a long. */
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private Check() {}

  static <T> T notNull(@Nullable T value, String setting) {
    return Objects.requireNonNull(value, () -> setting + " must not be null");
  }

  static String name(String name) {
    notNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank, but was \"" + name + "\"");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "name must not contain control characters, since it appears in messages and thread"
              + " names, but was \""
              + name.replaceAll("\\p{Cntrl}", "?")
              + "\"");
    }
    return name;
  }

  static long atLeastOne(long value, String setting) {
    if (value < 1) {
      throw new IllegalArgumentException(setting + " must be at least 1, but was " + value);
    }
    return value;
  }

  static Duration positive(Duration value, String setting) {
    notNull(value, setting);
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(setting + " must be positive, but was " + value);
    }
    return value.compareTo(FOREVER) > 0 ? FOREVER : value;
  }

  static Duration notNegative(Duration value, String setting) {
    notNull(value, setting);
    if (value.isNegative()) {
      throw new IllegalArgumentException(setting + " must not be negative, but was " + value);
    }
    return value.compareTo(FOREVER) > 0 ? FOREVER : value;
  }

  static String heapSize(String size) {
    notNull(size, "maxHeap");
    Matcher matcher = HEAP.matcher(size);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "maxHeap must be a number and a unit, such as \"512m\" or \"2g\", but was \""
              + size
              + "\"");
    }
    if (bytes(matcher) < MIN_HEAP) {
      String hint = matcher.group(2).isEmpty() ? " (bytes: is the unit missing?)" : "";
      throw new IllegalArgumentException(
          "maxHeap must be at least 8m, since a worker cannot start with less, but was \""
              + size
              + "\""
              + hint);
    }
    return size;
  }

  private static long bytes(Matcher heap) {
    long number = Long.parseLong(heap.group(1));
    long unit =
        switch (heap.group(2).toLowerCase(Locale.ROOT)) {
          case "k" -> 1L << 10;
          case "m" -> 1L << 20;
          case "g" -> 1L << 30;
          case "t" -> 1L << 40;
          default -> 1L;
        };
    try {
      return Math.multiplyExact(number, unit);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "maxHeap must be below 8 exbibytes, but was \"" + heap.group() + "\"", e);
    }
  }

  static void systemProperty(String key, String value) {
    notNull(key, "systemProperty key");
    Objects.requireNonNull(value, () -> "systemProperty " + key + " must not have a null value");
    if (key.isBlank()) {
      throw new IllegalArgumentException("systemProperty key must not be blank");
    }
    if (key.indexOf('=') >= 0 || key.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "systemProperty must have a key without '=' and no NUL, but was "
              + visible(key)
              + "="
              + visible(value));
    }
    switch (key) {
      case "java.class.path" ->
          throw new IllegalArgumentException(
              "systemProperty java.class.path is set by the pool; use classPath(...)");
      case "java.home" ->
          throw new IllegalArgumentException(
              "systemProperty java.home is set by the JVM; use javaHome(...)");
      case "user.dir" ->
          throw new IllegalArgumentException(
              "systemProperty user.dir is set by the JVM; use workingDirectory(...)");
      default -> {}
    }
  }

  static void environment(String name, String value) {
    notNull(name, "environment name");
    Objects.requireNonNull(value, () -> "environment " + name + " must not have a null value");
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "environment name must not be blank, but was \"" + name + "\"");
    }
    if (name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "environment name must not contain '=' or NUL, but was \"" + visible(name) + "\"");
    }
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "environment " + name + " must not contain NUL, but was \"" + visible(value) + "\"");
    }
  }

  private static String visible(String text) {
    return text.replace("\0", "\\0");
  }

  static Path directory(Path directory, String setting) {
    notNull(directory, setting);
    if (!Files.isDirectory(directory)) {
      String state = Files.exists(directory) ? "is not a directory" : "does not exist";
      throw new IllegalArgumentException(
          setting + " must be an existing directory, but " + directory + " " + state);
    }
    return directory.toAbsolutePath();
  }

  static Path creatableDirectory(Path directory, String setting) {
    notNull(directory, setting);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          setting + " must be a directory or be creatable, but was " + directory + " (" + e + ")",
          e);
    }
    if (!Files.isWritable(directory)) {
      throw new IllegalArgumentException(
          setting + " must be writable, but was " + directory.toAbsolutePath());
    }
    return directory.toAbsolutePath();
  }

  static List<Path> classPath(List<Path> entries) {
    notNull(entries, "classPath");
    List<Path> absolute = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      Path entry = notNull(entries.get(i), "classPath entry " + i);
      if (!Files.exists(entry)) {
        throw new IllegalArgumentException(
            "classPath entry " + i + " must exist, but there is no " + entry.toAbsolutePath());
      }
      if (entry.toAbsolutePath().toString().contains(File.pathSeparator)) {
        throw new IllegalArgumentException(
            "classPath entry "
                + i
                + " must not contain '"
                + File.pathSeparator
                + "', which separates entries, but was "
                + entry.toAbsolutePath());
      }
      absolute.add(entry.toAbsolutePath());
    }
    return absolute;
  }

  static Path javaHome(Path javaHome) {
    notNull(javaHome, "javaHome");
    Path bin = javaHome.toAbsolutePath().resolve("bin");
    Path unix = bin.resolve("java");
    Path windows = bin.resolve("java.exe");
    if (!Files.isExecutable(unix) && !Files.isExecutable(windows)) {
      throw new IllegalArgumentException(
          "javaHome must be the directory of a JDK or JRE with an executable bin/java, but was "
              + javaHome
              + " (looked for "
              + unix
              + " and "
              + windows.getFileName()
              + ")");
    }
    return javaHome.toAbsolutePath();
  }
}
