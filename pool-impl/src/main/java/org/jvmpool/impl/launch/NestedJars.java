package org.jvmpool.impl.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the jar or directory that a class was loaded from. A jar within a jar, as executable jars
 * have them, is of no use to a child and is to be copied out.
 *
 * <p>Not safe for use by several threads.
 */
final class NestedJars {
  private final LaunchDirectory directory;
  private final Map<String, Path> copies = new LinkedHashMap<>();

  NestedJars(LaunchDirectory directory) {
    this.directory = directory;
  }

  /** The home of that class as a path that a class path can have, or null if there is none. */
  @Nullable Path homeOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null) {
      return null;
    }
    try {
      if (location.getProtocol().equals("file")) {
        Path home = Path.of(location.toURI()).toAbsolutePath().normalize();
        return Files.exists(home) ? home : null;
      }
      return copyOf(location);
    } catch (Exception e) {
      // A loader with locations of its own kind. The child asks the parent for such classes.
      return null;
    }
  }

  /** Whether something was copied out, to a place that does not last. */
  boolean hasCopies() {
    return !copies.isEmpty();
  }

  /** A copy of the jar that this location names, or null if it names none. */
  @Nullable Path copyOf(URL location) throws IOException {
    String jar = location.toString();
    if (jar.endsWith("!/")) {
      jar = jar.substring(0, jar.length() - "!/".length());
    }
    if (jar.startsWith("jar:nested:")) {
      jar = jar.substring("jar:".length());
    }
    if (!jar.endsWith(".jar")) {
      return null;
    }
    Path known = copies.get(jar);
    if (known != null) {
      return known;
    }
    Path copy = directory.file(copies.size() + "-" + jar.substring(jar.lastIndexOf('/') + 1));
    try (InputStream in = new URL(jar).openStream()) {
      Files.copy(in, copy);
    }
    copies.put(jar, copy);
    return copy;
  }
}
