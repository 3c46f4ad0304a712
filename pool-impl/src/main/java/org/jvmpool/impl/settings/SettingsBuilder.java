package org.jvmpool.impl.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Pool;
import org.jvmpool.PoolBuilder;
import org.jvmpool.VoidTask;
import org.jvmpool.WorkerOutput;

/**
 * The pool builder: collects {@link PoolSettings} and hands them to a factory.
 *
 * <p>Every setter checks its value at once and throws {@link IllegalArgumentException} with the
 * setting, the value and what to do, or {@link NullPointerException} naming the setting. A later
 * call of the same setter replaces the earlier one; {@link #jvmOptions}, {@link #systemProperty}
 * and {@link #environment} add to what is there. Not safe for use by several threads. Building
 * twice gives two independent pools.
 */
public final class SettingsBuilder implements PoolBuilder {
  private static final AtomicInteger NEXT_NAME = new AtomicInteger(1);

  private final Function<PoolSettings, Pool> factory;

  private @Nullable String name;
  private int workers = Runtime.getRuntime().availableProcessors();
  private @Nullable VoidTask initializer;
  private int maxTasksPerWorker;
  private @Nullable Duration taskTimeout;
  private @Nullable Duration idleTimeout;
  private Duration gracePeriod = Duration.ofSeconds(5);
  private int maxPending;
  private @Nullable String maxHeap;
  private long memoryLimit;
  private final List<String> jvmOptions = new ArrayList<>();
  private final Map<String, String> systemProperties = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private @Nullable Path workingDirectory;
  private @Nullable List<Path> classPath;
  private @Nullable Path javaHome;
  private @Nullable WorkerOutput output;
  private @Nullable Path errorDirectory;

  /**
   * A builder with the defaults.
   *
   * @param factory makes the pool; called once for each {@link #build()}
   */
  public SettingsBuilder(Function<PoolSettings, Pool> factory) {
    this.factory = Check.notNull(factory, "factory");
  }

  @Override
  public SettingsBuilder name(String name) {
    this.name = Check.name(name);
    return this;
  }

  @Override
  public SettingsBuilder workers(int workers) {
    this.workers = PoolSettings.checkedWorkers(workers);
    return this;
  }

  @Override
  public SettingsBuilder initializer(VoidTask initializer) {
    this.initializer = Check.notNull(initializer, "initializer");
    return this;
  }

  @Override
  public SettingsBuilder maxTasksPerWorker(int tasks) {
    this.maxTasksPerWorker = (int) Check.atLeastOne(tasks, "maxTasksPerWorker");
    return this;
  }

  @Override
  public SettingsBuilder taskTimeout(Duration limit) {
    this.taskTimeout = Check.positive(limit, "taskTimeout");
    return this;
  }

  @Override
  public SettingsBuilder idleTimeout(Duration limit) {
    this.idleTimeout = Check.positive(limit, "idleTimeout");
    return this;
  }

  @Override
  public SettingsBuilder gracePeriod(Duration grace) {
    this.gracePeriod = Check.notNegative(grace, "gracePeriod");
    return this;
  }

  @Override
  public SettingsBuilder maxPending(int tasks) {
    this.maxPending = (int) Check.atLeastOne(tasks, "maxPending");
    return this;
  }

  @Override
  public SettingsBuilder maxHeap(String size) {
    this.maxHeap = Check.heapSize(size);
    return this;
  }

  @Override
  public SettingsBuilder memoryLimit(long residentBytes) {
    this.memoryLimit = Check.atLeastOne(residentBytes, "memoryLimit");
    return this;
  }

  /** Adds options; an option in two words ({@code "--add-opens", "m/p=ALL-UNNAMED"}) is joined. */
  @Override
  public SettingsBuilder jvmOptions(String... options) {
    jvmOptions.addAll(JvmOptionCheck.checked(options));
    return this;
  }

  @Override
  public SettingsBuilder systemProperty(String key, String value) {
    Check.systemProperty(key, value);
    systemProperties.put(key, value);
    return this;
  }

  @Override
  public SettingsBuilder environment(String name, String value) {
    Check.environment(name, value);
    environment.put(name, value);
    return this;
  }

  @Override
  public SettingsBuilder workingDirectory(Path directory) {
    this.workingDirectory = Check.directory(directory, "workingDirectory");
    return this;
  }

  @Override
  public SettingsBuilder classPath(List<Path> entries) {
    this.classPath = Check.classPath(entries);
    return this;
  }

  @Override
  public SettingsBuilder javaHome(Path javaHome) {
    this.javaHome = Check.javaHome(javaHome);
    return this;
  }

  @Override
  public SettingsBuilder output(WorkerOutput output) {
    this.output = Check.notNull(output, "output");
    return this;
  }

  @Override
  public SettingsBuilder errorDirectory(Path directory) {
    this.errorDirectory = Check.creatableDirectory(directory, "errorDirectory");
    return this;
  }

  @Override
  public Pool build() {
    return factory.apply(settings());
  }

  /**
   * What was set so far, with defaults for the rest. A pool without a name gets the next of
   * "pool-1", "pool-2", … of this JVM with each call.
   *
   * @throws IllegalArgumentException if settings contradict each other
   */
  public PoolSettings settings() {
    JvmOptionCheck.noSecondHeap(maxHeap, jvmOptions);
    return new PoolSettings(
        name != null ? name : "pool-" + NEXT_NAME.getAndIncrement(),
        workers,
        initializer,
        maxTasksPerWorker,
        taskTimeout,
        idleTimeout,
        gracePeriod,
        maxPending,
        maxHeap,
        memoryLimit,
        jvmOptions,
        systemProperties,
        environment,
        workingDirectory,
        classPath,
        javaHome,
        output != null ? output : WorkerOutput.inherit(),
        errorDirectory);
  }
}
