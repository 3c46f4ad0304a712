package org.jvmpool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

public interface PoolBuilder {
  PoolBuilder name(String name);

  PoolBuilder workers(int workers);

  PoolBuilder initializer(VoidTask initializer);

  PoolBuilder maxTasksPerWorker(int tasks);

  PoolBuilder taskTimeout(Duration limit);

  PoolBuilder idleTimeout(Duration limit);

  PoolBuilder gracePeriod(Duration grace);

  PoolBuilder maxPending(int tasks);

  PoolBuilder maxHeap(String size); // "512m", "2g"

  PoolBuilder memoryLimit(long residentBytes);

  PoolBuilder jvmOptions(String... options);

  PoolBuilder systemProperty(String key, String value);

  PoolBuilder environment(String name, String value);

  PoolBuilder workingDirectory(Path directory);

  PoolBuilder classPath(List<Path> entries);

  PoolBuilder javaHome(Path javaHome);

  PoolBuilder output(WorkerOutput output);

  PoolBuilder errorDirectory(Path directory); // hs_err files

  Pool build();
}
