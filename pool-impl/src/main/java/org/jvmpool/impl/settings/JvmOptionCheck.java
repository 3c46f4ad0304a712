package org.jvmpool.impl.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rule for {@code jvmOptions}: what reaches a worker's command line is one word an option, and
 * never one of those that decide what the worker is, which are the pool's to set.
 */
final class JvmOptionCheck {
  /** The launcher takes the value of these as a second word; with '=' it is one. */
  private static final Set<String> TWO_WORDS =
      Set.of(
          "--add-opens",
          "--add-exports",
          "--add-reads",
          "--add-modules",
          "--enable-native-access",
          "--limit-modules",
          "--patch-module",
          "--upgrade-module-path");

  private static final Set<String> CLASS_PATH = Set.of("-cp", "-classpath", "--class-path");

  private static final Set<String> MAIN =
      Set.of("-jar", "-m", "--module", "--source", "-p", "--module-path");

  /** Options with which java prints something and ends. */
  private static final Set<String> PRINTS_AND_ENDS =
      Set.of(
          "-version",
          "--version",
          "-fullversion",
          "--full-version",
          "-help",
          "--help",
          "-h",
          "-?",
          "-X",
          "--help-extra",
          "--list-modules",
          "--validate-modules",
          "--dry-run",
          "-d",
          "--describe-module");

  private JvmOptionCheck() {}

  /** The options, two words joined with '='. */
  static List<String> checked(String[] options) {
    Check.notNull(options, "jvmOptions");
    List<String> result = new ArrayList<>(options.length);
    for (int i = 0; i < options.length; i++) {
      String option = checked(options[i], i);
      if (TWO_WORDS.contains(option)) {
        if (i + 1 == options.length) {
          throw new IllegalArgumentException(
              "jvmOptions: " + option + " needs a value after it or joined with '='");
        }
        i++;
        option = option + "=" + value(options[i], option);
      }
      result.add(option);
    }
    return result;
  }

  private static String value(String value, String option) {
    Check.notNull(value, "jvmOptions: the value of " + option);
    if (value.isBlank() || value.startsWith("-")) {
      throw new IllegalArgumentException(
          "jvmOptions: " + option + " needs a value, but was followed by \"" + value + "\"");
    }
    return value;
  }

  private static String checked(String option, int index) {
    Check.notNull(option, "jvmOptions: option " + index);
    if (option.isBlank()) {
      throw new IllegalArgumentException("jvmOptions: option " + index + " must not be blank");
    }
    if (option.indexOf('\0') >= 0) {
      throw refused(option.replace("\0", "\\0"), "contains NUL");
    }
    if (option.startsWith("@")) {
      throw refused(option, "argument files are not expanded here; pass the options themselves");
    }
    if (!option.startsWith("-")) {
      throw refused(option, "an option starts with '-'; join a value to its option with '='");
    }
    String word = option.startsWith("--") ? option.replaceFirst("=.*", "") : option;
    if (CLASS_PATH.contains(word)) {
      throw refused(option, "the pool sets the class path; use classPath(...)");
    }
    if (MAIN.contains(word)) {
      throw refused(
          option,
          "the pool sets what a worker runs and its module path; use classPath(...) for other"
              + " code");
    }
    if (PRINTS_AND_ENDS.contains(word)) {
      throw refused(option, "with it java ends at once and no worker would start");
    }
    return option;
  }

  /** maxHeap and an option of the same meaning: whoever set both would be surprised by either. */
  static void noSecondHeap(@Nullable String maxHeap, List<String> options) {
    for (String option : options) {
      if (maxHeap != null && (option.startsWith("-Xmx") || option.startsWith("-XX:MaxHeapSize="))) {
        throw new IllegalArgumentException(
            "maxHeap \""
                + maxHeap
                + "\" and jvmOptions \""
                + option
                + "\" contradict each other:"
                + " set one of them");
      }
    }
  }

  private static IllegalArgumentException refused(String option, String why) {
    return new IllegalArgumentException("jvmOptions must not contain \"" + option + "\": " + why);
  }
}
