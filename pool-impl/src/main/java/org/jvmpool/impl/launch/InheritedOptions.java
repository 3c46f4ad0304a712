package org.jvmpool.impl.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of the parent's JVM options a child gets: those that code may depend on (module flags,
 * assertions, preview, agents that instrument), never those that belong to one JVM alone (heap,
 * collector, log, recordings, debugger, JMX, archives). What is in no list is dropped.
 */
final class InheritedOptions {
  private static final List<String> KEPT_PREFIXES =
      List.of(
          "--add-opens=",
          "--add-exports=",
          "--add-reads=",
          "--patch-module=",
          "--upgrade-module-path=",
          "--enable-native-access=",
          "-Xss",
          "-Xbootclasspath/a:");

  private static final Set<String> KEPT =
      Set.of(
          "--enable-preview",
          "-XX:+EnableDynamicAgentLoading",
          "-XX:-EnableDynamicAgentLoading",
          "-esa",
          "-dsa",
          "-enablesystemassertions",
          "-disablesystemassertions");

  /** Agents that open a port or speak to an IDE: a second one would fail or disturb. */
  private static final List<String> DROPPED_AGENTS =
      List.of("idea_rt", "debugger-agent", "jmx_prometheus", "jolokia", "output=tcpserver");

  private InheritedOptions() {}

  /**
   * The options to hand on, in their order.
   *
   * @param inputArguments as the RuntimeMXBean gives them: values joined with '='
   * @param java that will read them
   * @param directory the parent's working directory, against which agents' relative paths resolve
   */
  static List<String> of(List<String> inputArguments, JavaHome java, Path directory) {
    return inputArguments.stream()
        .map(option -> inherited(option, java, directory))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> inherited(String option, JavaHome java, Path directory) {
    if (option.startsWith("-javaagent:")) {
      return agent(option, directory);
    }
    if (option.startsWith("--add-modules=")) {
      return addModules(option);
    }
    if (option.startsWith("-D")) {
      return SystemProperties.isHandedOnVerbatim(option) ? Optional.of(option) : Optional.empty();
    }
    boolean kept =
        KEPT.contains(option)
            || KEPT_PREFIXES.stream().anyMatch(option::startsWith)
            || isAssertion(option)
            || (option.startsWith("--sun-misc-unsafe-memory-access=") && java.isAtLeast(23))
            || (option.startsWith("--illegal-native-access=") && java.isAtLeast(24))
            || (option.startsWith("--finalization=") && java.isAtLeast(18));
    return kept ? Optional.of(option) : Optional.empty();
  }

  private static boolean isAssertion(String option) {
    return option.matches("-(ea|da|enableassertions|disableassertions)(:.*)?");
  }

  /** Names stay; the ALL-… words depend on how the parent was started. */
  private static Optional<String> addModules(String option) {
    String names =
        Arrays.stream(option.substring("--add-modules=".length()).split(","))
            .filter(name -> !name.isEmpty() && !name.startsWith("ALL-"))
            .collect(Collectors.joining(","));
    return names.isEmpty() ? Optional.empty() : Optional.of("--add-modules=" + names);
  }

  private static Optional<String> agent(String option, Path directory) {
    if (DROPPED_AGENTS.stream().anyMatch(option::contains)) {
      return Optional.empty();
    }
    String agent = option.substring("-javaagent:".length());
    int equals = agent.indexOf('=');
    String jar = equals < 0 ? agent : agent.substring(0, equals);
    String rest = equals < 0 ? "" : agent.substring(equals);
    return Optional.of("-javaagent:" + directory.resolve(jar) + absoluteDestFile(rest, directory));
  }

  /** JaCoCo appends to one file from many JVMs, if they mean the same file. */
  private static String absoluteDestFile(String agentOptions, Path directory) {
    String key = "destfile=";
    int start = agentOptions.indexOf(key);
    if (start < 0) {
      return agentOptions;
    }
    start += key.length();
    int end = agentOptions.indexOf(',', start);
    String file = agentOptions.substring(start, end < 0 ? agentOptions.length() : end);
    return agentOptions.substring(0, start)
        + directory.resolve(file)
        + (end < 0 ? "" : agentOptions.substring(end));
  }

  /**
   * The same rule for an environment variable that the JVM reads; agents go, too, since they are on
   * the command line already.
   *
   * @return what is left, or empty
   */
  static String ofVariable(String value, JavaHome java, Path directory) {
    List<String> kept = new ArrayList<>();
    for (String word : words(value)) {
      boolean keep =
          word.startsWith("-D")
              ? !SystemProperties.belongsToOneJvm(word)
              : !word.startsWith("-javaagent:") && inherited(word, java, directory).isPresent();
      if (keep) {
        kept.add(word.matches(".*[\\s'\"].*") ? quoted(word) : word);
      }
    }
    return String.join(" ", kept);
  }

  private static String quoted(String word) {
    return word.indexOf('"') < 0 ? '"' + word + '"' : "'" + word + "'";
  }

  /** As HotSpot splits: blanks separate, either quote groups, nothing escapes. */
  private static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    boolean inWord = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (quote != 0 ? c == quote : c == '"' || c == '\'') {
        quote = quote == 0 ? c : 0;
        inWord = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
