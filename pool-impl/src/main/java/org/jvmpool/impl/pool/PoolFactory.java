package org.jvmpool.impl.pool;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Pool;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.WorkerOutput;
import org.jvmpool.impl.brain.BrainSettings;
import org.jvmpool.impl.settings.PoolSettings;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;
import org.jvmpool.worker.WorkerJvm;

/** Makes pools: of child JVMs, and of threads. */
public final class PoolFactory {
  private static final Log LOG = Logs.of(PoolFactory.class);

  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(120);

  /** A process tells of its overdue task itself; this is for one that cannot. */
  private static final long PROCESS_SLACK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private PoolFactory() {}

  /**
   * A pool of child JVMs, which are started at once; inside a worker, at the first task.
   *
   * @throws IllegalStateException when pools are nested too deep
   */
  public static Pool ofProcesses(PoolSettings settings) {
    return ofProcesses(settings, JvmWorkers.pagePlaces());
  }

  /**
   * The same.
   *
   * @param pagePlaces where claim pages are made; with none, workers get one task at a time
   */
  static Pool ofProcesses(PoolSettings settings, List<Path> pagePlaces) {
    int depth = WorkerJvm.depth();
    if (depth >= WorkerJvm.MAX_DEPTH) {
      throw new IllegalStateException(
          settings.name()
              + ": pools are nested "
              + depth
              + " deep, which is the most; does a task, or a static initializer that runs in each"
              + " worker, create a pool without need?");
    }
    FunctionTable functions = new FunctionTable();
    FunctionRef initializer = initializer(settings, functions);
    return open(
        settings,
        brainSettings(settings, depth > 0, PROCESS_SLACK_NANOS),
        functions,
        new JvmWorkers(settings, functions, initializer, pagePlaces));
  }

  /** A pool of threads of this JVM. */
  public static Pool ofThreads(PoolSettings settings) {
    List<String> ignored = processOnly(settings);
    if (!ignored.isEmpty()) {
      LOG.warn(
          "{}: its workers are threads, so these settings mean nothing: {}",
          settings.name(),
          String.join(", ", ignored));
    }
    FunctionTable functions = new FunctionTable();
    FunctionRef initializer = initializer(settings, functions);
    return open(
        settings, brainSettings(settings, false, 0), functions, new ThreadWorkers(initializer));
  }

  /** The settings that were made and that only a process can have. */
  private static List<String> processOnly(PoolSettings settings) {
    Map<String, Boolean> made = new LinkedHashMap<>();
    made.put("maxHeap", settings.maxHeap() != null);
    made.put("memoryLimit", settings.memoryLimit() > 0);
    made.put("jvmOptions", !settings.jvmOptions().isEmpty());
    made.put("systemProperty", !settings.systemProperties().isEmpty());
    made.put("environment", !settings.environment().isEmpty());
    made.put("workingDirectory", settings.workingDirectory() != null);
    made.put("classPath", settings.classPath() != null);
    made.put("javaHome", settings.javaHome() != null);
    made.put("output", settings.output() != WorkerOutput.inherit());
    made.put("errorDirectory", settings.errorDirectory() != null);
    return made.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
  }

  private static Pool open(
      PoolSettings settings,
      BrainSettings brain,
      FunctionTable functions,
      PoolCore.WorkerStarter starter) {
    PoolCore core = new PoolCore(settings, brain, functions, starter);
    long limit = settings.taskTimeout() == null ? 0 : Durations.limitNanos(settings.taskTimeout());
    Object handle = new Object();
    JvmPool pool = new JvmPool(core, new TaskPolicy(limit, 0), handle);
    core.open();
    Logs.start();
    Abandoned.watch(handle, core);
    return pool;
  }

  private static @Nullable FunctionRef initializer(PoolSettings settings, FunctionTable functions) {
    try {
      return settings.initializer() == null ? null : functions.many(settings.initializer());
    } catch (TaskSerializationException e) {
      throw Messages.cannotTravel(settings.name(), "the initializer", e);
    }
  }

  private static BrainSettings brainSettings(
      PoolSettings settings, boolean lazy, long limitSlackNanos) {
    return new BrainSettings(
        settings.workers(),
        lazy,
        settings.maxTasksPerWorker(),
        settings.idleTimeout() == null ? 0 : Durations.nanos("idleTimeout", settings.idleTimeout()),
        Durations.nanos("gracePeriod", settings.gracePeriod()),
        START_NANOS,
        limitSlackNanos);
  }
}
