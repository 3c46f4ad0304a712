package org.jvmpool.impl.launch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of the parent's system properties a child gets.
 *
 * <p>Keys of the JDK are handed on only if they stand on the parent's command line, as they stand
 * there. All others go with their present value, set there or by {@code System.setProperty}.
 */
final class SystemProperties {
  private static final int MAX_LENGTH = 8 * 1024;

  private static final List<String> JDK_PREFIXES =
      List.of("java.", "jdk.", "sun.", "os.", "user.", "file.", "awt.", "apple.", "com.sun.jndi.");

  private static final Set<String> JDK_KEYS =
      Set.of(
          "line.separator",
          "path.separator",
          "native.encoding",
          "stdin.encoding",
          "stdout.encoding",
          "stderr.encoding",
          "http.nonProxyHosts",
          "ftp.nonProxyHosts",
          "socksNonProxyHosts",
          "gopherProxySet");

  /** Never handed on, wherever they were set: what one JVM is, or a port that is taken. */
  private static final List<String> ONE_JVM_PREFIXES =
      List.of("com.sun.management.", "jdk.module.", "jdk.launcher.", "surefire.", "sun.java.");

  private static final Set<String> ONE_JVM_KEYS =
      Set.of("java.class.path", "java.home", "jdk.debug", "user.dir", "kryo.unsafe");

  private SystemProperties() {}

  /** Whether a {@code -Dkey[=value]} of the parent's command line is to be repeated as it is. */
  static boolean isHandedOnVerbatim(String option) {
    return isJdk(key(option)) && !belongsToOneJvm(option);
  }

  static boolean belongsToOneJvm(String option) {
    String key = key(option);
    return ONE_JVM_KEYS.contains(key) || ONE_JVM_PREFIXES.stream().anyMatch(key::startsWith);
  }

  private static String key(String option) {
    int equals = option.indexOf('=');
    return option.substring("-D".length(), equals < 0 ? option.length() : equals);
  }

  private static boolean isJdk(String key) {
    return JDK_KEYS.contains(key) || JDK_PREFIXES.stream().anyMatch(key::startsWith);
  }

  /** The properties to hand on that are not the JDK's, by key. */
  static Map<String, String> inherited(Properties properties) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      String value = properties.getProperty(key);
      // Race: it was removed since the names were taken.
      if (value != null && isHandedOn(key, value)) {
        result.put(key, value);
      }
    }
    return result;
  }

  private static boolean isHandedOn(String key, String value) {
    return !key.isEmpty()
        && key.indexOf('=') < 0
        && key.indexOf('\0') < 0
        && value.indexOf('\0') < 0
        && value.length() <= MAX_LENGTH
        && !isJdk(key)
        && !belongsToOneJvm("-D" + key);
  }
}
