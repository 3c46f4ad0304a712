package org.jvmpool.impl.settings;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about a child JVM before it starts, whatever it is to do. Immutable; the
 * collections are copies.
 *
 * <p>The values have been checked by the builders; paths are absolute.
 *
 * @param name names who starts it in messages and thread names
 * @param share among how many workers the machine is shared, of which this JVM is one; 0 for a JVM
 *     that is nobody's worker, and has the JVM's own defaults
 * @param maxHeap the {@code -Xmx} value ("512m"), or null for the default
 * @param options for the JVM, one word each, stronger than the defaults
 * @param systemProperties stronger than what it inherits
 * @param environment added to what it inherits, and stronger
 * @param workingDirectory or null for the parent's
 * @param classPath in place of the parent's class path, or null
 * @param javaHome the Java that runs it, or null for the parent's
 * @param errorDirectory where the JVM's error file (hs_err) goes, or null
 */
public record JvmSettings(
    String name,
    int share,
    @Nullable String maxHeap,
    List<String> options,
    Map<String, String> systemProperties,
    Map<String, String> environment,
    @Nullable Path workingDirectory,
    @Nullable List<Path> classPath,
    @Nullable Path javaHome,
    @Nullable Path errorDirectory) {

  /** Copies the collections; the order in which maps were filled is kept. */
  public JvmSettings {
    options = List.copyOf(options);
    systemProperties = Collections.unmodifiableMap(new LinkedHashMap<>(systemProperties));
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    classPath = classPath == null ? null : List.copyOf(classPath);
  }

  /** Whether a JVM is to be the same, but for its name. */
  public boolean isAs(JvmSettings other) {
    return new JvmSettings(
            other.name,
            share,
            maxHeap,
            options,
            systemProperties,
            environment,
            workingDirectory,
            classPath,
            javaHome,
            errorDirectory)
        .equals(other);
  }
}
