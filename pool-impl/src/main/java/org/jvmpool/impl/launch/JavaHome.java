package org.jvmpool.impl.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Java that runs a child: where its launcher is and which version it has.
 *
 * @param binary bin/java, which may be missing
 * @param feature the feature version (17, 25); {@link #UNKNOWN} if it cannot be told
 */
record JavaHome(Path binary, int feature) {
  static final int UNKNOWN = 0;

  private static final Pattern VERSION =
      Pattern.compile("^JAVA_VERSION=\"(1\\.)?(\\d+)", Pattern.MULTILINE);

  /** That home, or this JVM's when null. Starts no process: the version is read from a file. */
  static JavaHome of(@Nullable Path chosen) {
    Path own = Path.of(System.getProperty("java.home"));
    Path home = chosen == null ? own : chosen;
    Path windows = home.resolve("bin").resolve("java.exe");
    Path binary = Files.exists(windows) ? windows : home.resolve("bin").resolve("java");
    int feature = home.equals(own) ? Runtime.version().feature() : feature(home);
    return new JavaHome(binary, feature);
  }

  private static int feature(Path home) {
    try {
      Matcher matcher = VERSION.matcher(Files.readString(home.resolve("release")));
      return matcher.find() ? Integer.parseInt(matcher.group(2)) : UNKNOWN;
    } catch (IOException | RuntimeException e) {
      return UNKNOWN;
    }
  }

  /** Whether this Java has at least that version; an unknown one is taken for the oldest. */
  boolean isAtLeast(int version) {
    return feature >= version;
  }
}
