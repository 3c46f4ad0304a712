package org.jvmpool.impl.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.jvmpool.VoidTask;
import org.jvmpool.WorkerOutput;

/**
 * Everything that can be said about a pool before it starts. Immutable; the collections are copies.
 *
 * <p>The values have been checked by {@link SettingsBuilder}; this record only guards its own
 * immutability. Paths are absolute.
 *
 * @param name names the pool in messages and thread names
 * @param workers how many worker JVMs, at least 1
 * @param initializer runs first in every worker, or null
 * @param maxTasksPerWorker a worker is replaced after so many tasks; 0 means never
 * @param taskTimeout the limit of one task, counted from its start, or null
 * @param idleTimeout a worker that had no task for so long ends, or null
 * @param gracePeriod how long a child that was asked to end may take before it is killed
 * @param maxPending a submitter blocks when so many tasks wait; 0 means no limit
 * @param maxHeap the workers' {@code -Xmx} value ("512m"), or null for a fair share of the machine
 * @param memoryLimit resident bytes above which a worker is replaced between tasks; 0 means none
 * @param jvmOptions options for the workers' JVMs, one word each, stronger than the defaults
 * @param systemProperties set in the workers, stronger than what they inherit
 * @param environment added to the workers' environment, stronger than what they inherit
 * @param workingDirectory of the workers, or null for the parent's
 * @param classPath in place of the parent's class path, or null
 * @param javaHome the Java that runs the workers, or null for the parent's
 * @param output where the workers' standard output and error go
 * @param errorDirectory where the JVM's error files (hs_err) go, or null
 */
public record PoolSettings(
    String name,
    int workers,
    @Nullable VoidTask initializer,
    int maxTasksPerWorker,
    @Nullable Duration taskTimeout,
    @Nullable Duration idleTimeout,
    Duration gracePeriod,
    int maxPending,
    @Nullable String maxHeap,
    long memoryLimit,
    List<String> jvmOptions,
    Map<String, String> systemProperties,
    Map<String, String> environment,
    @Nullable Path workingDirectory,
    @Nullable List<Path> classPath,
    @Nullable Path javaHome,
    WorkerOutput output,
    @Nullable Path errorDirectory) {
  /**
   * More than any machine runs; a number above it is a mistake, and would take the machine down.
   */
  private static final int MAX_WORKERS = 10_000;

  /** Copies the collections; the order in which maps were filled is kept. */
  public PoolSettings {
    jvmOptions = List.copyOf(jvmOptions);
    systemProperties = Collections.unmodifiableMap(new LinkedHashMap<>(systemProperties));
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    classPath = classPath == null ? null : List.copyOf(classPath);
  }

  /**
   * @return the number of workers
   * @throws IllegalArgumentException if no pool can have so many
   */
  public static int checkedWorkers(int workers) {
    if (workers > MAX_WORKERS) {
      throw new IllegalArgumentException(
          "workers must be at most " + MAX_WORKERS + ", but was " + workers);
    }
    return (int) Check.atLeastOne(workers, "workers");
  }

  /** What its workers' JVMs are to be. */
  public JvmSettings jvm() {
    return new JvmSettings(
        name,
        workers,
        maxHeap,
        jvmOptions,
        systemProperties,
        environment,
        workingDirectory,
        classPath,
        javaHome,
        errorDirectory);
  }
}
