package org.jvmpool.impl.launch;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A child's environment.
 *
 * @param variables all of them
 * @param besideTheShell those that must not pass through a shell, which would drop or change them;
 *     they are among the variables, too
 * @param noise lines that the JVM will print on its standard error because of the environment
 */
record ChildEnvironment(
    Map<String, String> variables, Map<String, String> besideTheShell, Set<String> noise) {

  private static final Pattern SHELL_IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** A shell gives these a meaning or a value of its own. */
  private static final Set<String> SHELL_OWN =
      Set.of(
          "_",
          "ENV",
          "FUNCNEST",
          "IFS",
          "LINENO",
          "OLDPWD",
          "OPTARG",
          "OPTIND",
          "PPID",
          "PS1",
          "PS2",
          "PS4",
          "PWD",
          "RANDOM",
          "SECONDS",
          "SHELLOPTS",
          "BASHOPTS",
          "SHLVL",
          "UID",
          "EUID");

  /** The JVM reads these, and says so on standard error. */
  private static final List<String> JVM_OPTIONS = List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

  /**
   * The parent's environment without what is meant for the parent's JVM, and the chosen variables.
   */
  static ChildEnvironment of(
      Map<String, String> inherited, Map<String, String> chosen, JavaHome java, Path directory) {
    Map<String, String> variables = new LinkedHashMap<>(inherited);
    // Its options are among the parent's input arguments; the class path is given in full.
    variables.remove("JDK_JAVA_OPTIONS");
    variables.remove("CLASSPATH");
    for (String name : JVM_OPTIONS) {
      String value = variables.remove(name);
      String left = value == null ? "" : InheritedOptions.ofVariable(value, java, directory);
      if (!left.isEmpty()) {
        variables.put(name, left);
      }
    }
    variables.putAll(chosen);

    Map<String, String> besideTheShell = new LinkedHashMap<>();
    variables.forEach(
        (name, value) -> {
          if (!SHELL_IDENTIFIER.matcher(name).matches()
              || (SHELL_OWN.contains(name) && chosen.containsKey(name))) {
            besideTheShell.put(name, value);
          }
        });
    Set<String> noise = new HashSet<>();
    for (String name : JVM_OPTIONS) {
      if (variables.containsKey(name)) {
        noise.add("Picked up " + name + ": " + variables.get(name));
      }
    }
    if (variables.containsKey("JDK_JAVA_OPTIONS")) {
      noise.add("NOTE: Picked up JDK_JAVA_OPTIONS: " + variables.get("JDK_JAVA_OPTIONS"));
    }
    return new ChildEnvironment(variables, besideTheShell, noise);
  }
}
