package org.jvmpool.benchmarks.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jvmpool.AsyncResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A batch of a thousand tasks, submitted by one thread and collected by it; the score is one
 * task's.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ApplyAsyncBenchmark {
  private static final int BATCH = 1000;

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int function(WarmPool warm) {
    List<AsyncResult<Integer>> results = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      results.add(warm.pool.applyAsync(warm.increment, i));
    }
    return sum(results);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int lambda(WarmPool warm) {
    List<AsyncResult<Integer>> results = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      int value = i;
      results.add(warm.pool.applyAsync(() -> value + 1));
    }
    return sum(results);
  }

  private static int sum(List<AsyncResult<Integer>> results) {
    int sum = 0;
    for (AsyncResult<Integer> result : results) {
      sum += result.join();
    }
    return sum;
  }
}
