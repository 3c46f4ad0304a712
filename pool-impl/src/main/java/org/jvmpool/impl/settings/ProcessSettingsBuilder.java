package org.jvmpool.impl.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.jvmpool.JvmProcess;
import org.jvmpool.JvmProcessBuilder;
import org.jvmpool.VoidTask;

/**
 * The process builder: collects {@link ProcessSettings} and hands them to a factory. Checks as
 * {@link SettingsBuilder} does.
 */
public final class ProcessSettingsBuilder implements JvmProcessBuilder {
  private static final AtomicInteger NEXT_NAME = new AtomicInteger(1);

  private final boolean creatorIsDaemon;
  private final @Nullable Path javaHome;
  private final Function<ProcessSettings, JvmProcess> factory;

  private @Nullable VoidTask main;
  private @Nullable String name;
  private @Nullable Boolean daemon;
  private @Nullable String maxHeap;
  private final List<String> jvmOptions = new ArrayList<>();
  private final Map<String, String> systemProperties = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private @Nullable Path workingDirectory;

  /**
   * A builder with the defaults.
   *
   * @param creatorIsDaemon what a process is without being told
   * @param javaHome the Java that runs it, or null for this JVM's
   * @param factory makes the process; called once for each {@link #build()}
   */
  public ProcessSettingsBuilder(
      boolean creatorIsDaemon,
      @Nullable Path javaHome,
      Function<ProcessSettings, JvmProcess> factory) {
    this.creatorIsDaemon = creatorIsDaemon;
    this.javaHome = javaHome;
    this.factory = factory;
  }

  @Override
  public ProcessSettingsBuilder task(VoidTask main) {
    this.main = Check.notNull(main, "task");
    return this;
  }

  @Override
  public ProcessSettingsBuilder name(String name) {
    this.name = Check.name(name);
    return this;
  }

  @Override
  public ProcessSettingsBuilder daemon(boolean daemon) {
    this.daemon = daemon;
    return this;
  }

  @Override
  public ProcessSettingsBuilder maxHeap(String size) {
    this.maxHeap = Check.heapSize(size);
    return this;
  }

  @Override
  public ProcessSettingsBuilder jvmOptions(String... options) {
    jvmOptions.addAll(JvmOptionCheck.checked(options));
    return this;
  }

  @Override
  public ProcessSettingsBuilder systemProperty(String key, String value) {
    Check.systemProperty(key, value);
    systemProperties.put(key, value);
    return this;
  }

  @Override
  public ProcessSettingsBuilder environment(String name, String value) {
    Check.environment(name, value);
    environment.put(name, value);
    return this;
  }

  @Override
  public ProcessSettingsBuilder workingDirectory(Path directory) {
    this.workingDirectory = Check.directory(directory, "workingDirectory");
    return this;
  }

  @Override
  public JvmProcess build() {
    return factory.apply(settings());
  }

  private ProcessSettings settings() {
    VoidTask chosen = main;
    if (chosen == null) {
      throw new IllegalStateException("a process needs a task: call task(...) before build()");
    }
    JvmOptionCheck.noSecondHeap(maxHeap, jvmOptions);
    return new ProcessSettings(
        chosen,
        daemon == null ? creatorIsDaemon : daemon,
        new JvmSettings(
            name != null ? name : "process-" + NEXT_NAME.getAndIncrement(),
            0,
            maxHeap,
            jvmOptions,
            systemProperties,
            environment,
            workingDirectory,
            null,
            javaHome,
            null));
  }
}
