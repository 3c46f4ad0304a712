package org.jvmpool.benchmarks.micro;

import java.util.Collections;
import org.jvmpool.Pool;
import org.jvmpool.TaskFunction;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A pool whose workers have run a task. It lives for one trial; JMH's thread opens and closes it.
 */
@State(Scope.Benchmark)
public class WarmPool {
  @Param({"1", "2"})
  public int workers;

  @SuppressWarnings("NullAway.Init") // JMH calls open() first
  Pool pool;

  TaskFunction<Integer, Integer> increment = x -> x + 1;

  @Setup(Level.Trial)
  public void open() {
    pool = Pool.create(workers);
    pool.map(increment, Collections.nCopies(workers, 0), 1);
  }

  @TearDown(Level.Trial)
  public void close() {
    pool.close();
  }
}
