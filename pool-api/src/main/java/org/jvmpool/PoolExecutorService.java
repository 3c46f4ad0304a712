package org.jvmpool;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

public interface PoolExecutorService extends ExecutorService {
  <R> Future<R> submit(Task<R> task);

  Future<?> submit(SerializableRunnable task);
}
