package org.jvmpool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings of a pool to be. Each method changes this builder and returns it; a wrong value is
 * refused by the method that gets it, with an {@link IllegalArgumentException} that tells the
 * value.
 *
 * <p>A builder may be used for several pools, by one thread at a time. A pool on {@linkplain
 * Multiprocessing#threads() threads} ignores the options that only make sense for a process, with
 * one warning.
 */
public interface PoolBuilder {

  /**
   * Names the pool. The name appears in messages, in thread names and in {@link
   * WorkerContext#poolName()}. Default: a name with a number, unique in this JVM.
   *
   * @param name the name
   * @return this builder
   * @throws IllegalArgumentException if the name is blank
   */
  PoolBuilder name(String name);

  /**
   * Sets the number of workers. Default: the number of available processors.
   *
   * @param workers the number, 1 to 10,000
   * @return this builder
   * @throws IllegalArgumentException if the number is less than 1 or more than 10,000
   */
  PoolBuilder workers(int workers);

  /**
   * Sets what each worker does before its first task, as Python's {@code initializer} does; it runs
   * again in each worker that replaces another. If it throws again and again, the pool is broken:
   * tasks fail with {@link PoolBrokenException}, whose cause is the initializer's exception.
   * Default: nothing.
   *
   * @param initializer what to do
   * @return this builder
   */
  PoolBuilder initializer(VoidTask initializer);

  /**
   * Replaces a worker after a number of tasks: Python's {@code maxtasksperchild}. Its replacement
   * is started before it retires. A chunk counts as one task. Default: no limit.
   *
   * @param tasks the number, at least 1
   * @return this builder
   * @throws IllegalArgumentException if the number is less than 1
   */
  PoolBuilder maxTasksPerWorker(int tasks);

  /**
   * Limits how long a task may run. The worker of one that runs longer is killed and replaced, and
   * the task fails with {@link TaskTimeoutException}. The limit counts from the moment the task
   * starts to run. {@link Pool#withTimeout(Duration)} sets it for some tasks only. Default: no
   * limit.
   *
   * @param limit the limit, more than zero
   * @return this builder
   * @throws IllegalArgumentException if the limit is zero or negative
   */
  PoolBuilder taskTimeout(Duration limit);

  /**
   * Ends workers that had nothing to do for some time; they are started again when there is work.
   * Default: they stay.
   *
   * @param limit how long a worker may idle, more than zero
   * @return this builder
   * @throws IllegalArgumentException if the limit is zero or negative
   */
  PoolBuilder idleTimeout(Duration limit);

  /**
   * Sets how long a worker that was asked to end has time for it before it is killed. Default: 5
   * seconds.
   *
   * @param grace how long to wait, zero or more; zero kills at once
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  PoolBuilder gracePeriod(Duration grace);

  /**
   * Limits how many tasks wait: those that no worker runs yet, wherever they lie. When there are
   * that many, a call that submits blocks until there is room, except on the callback thread. A
   * chunk counts as one task. Default: no limit.
   *
   * @param tasks the number, at least 1
   * @return this builder
   * @throws IllegalArgumentException if the number is less than 1
   */
  PoolBuilder maxPending(int tasks);

  /**
   * Sets the maximal heap of each worker. Default: its fair share of the machine's memory, so that
   * all workers together do not overcommit it.
   *
   * @param size a number with a unit as {@code -Xmx} takes it, such as {@code "512m"} or {@code
   *     "2g"}
   * @return this builder
   * @throws IllegalArgumentException if it is no such size
   */
  PoolBuilder maxHeap(String size);

  /**
   * Replaces a worker whose process has grown above a size, between two tasks. Its replacement is
   * started before it retires. Default: no limit.
   *
   * @param residentBytes the resident memory of the process in bytes, at least 1
   * @return this builder
   * @throws IllegalArgumentException if the number is less than 1
   */
  PoolBuilder memoryLimit(long residentBytes);

  /**
   * Adds options for the JVM of each worker, such as {@code -XX:+UseParallelGC}. They come after
   * the pool's own and those that are inherited from this JVM, so they win. Default: none.
   *
   * @param options the options, one string each; added to earlier ones
   * @return this builder
   * @throws IllegalArgumentException if an option is blank, or is one that a worker cannot have
   */
  PoolBuilder jvmOptions(String... options);

  /**
   * Sets a system property of each worker. Default: none beside those that are inherited.
   *
   * @param key its name
   * @param value its value
   * @return this builder
   * @throws IllegalArgumentException if the name is blank
   */
  PoolBuilder systemProperty(String key, String value);

  /**
   * Sets an environment variable of each worker, beside those that are inherited from this process.
   *
   * @param name its name
   * @param value its value
   * @return this builder
   * @throws IllegalArgumentException if the name is blank or holds {@code =} or a NUL, or if the
   *     value holds a NUL
   */
  PoolBuilder environment(String name, String value);

  /**
   * Sets the working directory of each worker. Default: that of this process.
   *
   * @param directory the directory
   * @return this builder
   * @throws IllegalArgumentException if it is no directory
   */
  PoolBuilder workingDirectory(Path directory);

  /**
   * Sets the class path of each worker. jvmpool's own jars are added to it, and classes that it
   * does not hold are asked of this JVM. Default: the class path of this JVM.
   *
   * @param entries jars and directories; copied
   * @return this builder
   */
  PoolBuilder classPath(List<Path> entries);

  /**
   * Sets the Java that workers run on. It may be of another version than this JVM, as long as it
   * can load the classes. Default: that of this JVM.
   *
   * @param javaHome the directory that holds {@code bin/java}
   * @return this builder
   * @throws IllegalArgumentException if there is no {@code bin/java} in it
   */
  PoolBuilder javaHome(Path javaHome);

  /**
   * Sets where the lines go that workers print. Default: {@link WorkerOutput#inherit()}.
   *
   * @param output where to
   * @return this builder
   */
  PoolBuilder output(WorkerOutput output);

  /**
   * Sets where a worker that crashes leaves its {@code hs_err} file. The message of the {@link
   * WorkerLostException} tells its path. Default: the JVM's choice, which is the worker's working
   * directory, or the temporary one.
   *
   * @param directory the directory; made if it does not exist
   * @return this builder
   */
  PoolBuilder errorDirectory(Path directory);

  /**
   * Makes the pool. Does not wait for the workers to start.
   *
   * @return the pool
   * @throws IllegalArgumentException if settings contradict each other
   */
  Pool build();
}
