package org.jvmpool;

import java.nio.file.Path;

/**
 * Settings of a process to be. Each method changes this builder and returns it; a wrong value is
 * refused by the method that gets it, with an {@link IllegalArgumentException} that tells the
 * value.
 *
 * <p>A builder may be used for several processes, by one thread at a time.
 */
public interface JvmProcessBuilder {

  /**
   * Sets what the process does: Python's {@code target}. The process ends when it has returned and
   * all non-daemon threads that it started have ended.
   *
   * @param main what it does; serialised by {@link #build()}
   * @return this builder
   */
  JvmProcessBuilder task(VoidTask main);

  /**
   * Names the process. Default: a name with a number, unique among the children of its parent.
   *
   * @param name the name
   * @return this builder
   * @throws IllegalArgumentException if the name is blank
   */
  JvmProcessBuilder name(String name);

  /**
   * Sets whether the process is a daemon: one that is terminated when its parent ends. A parent
   * waits at its end for children that are no daemons. Default: what the process that builds it is,
   * as in Python.
   *
   * @param daemon whether it is a daemon
   * @return this builder
   */
  JvmProcessBuilder daemon(boolean daemon);

  /**
   * Sets the maximal heap. Default: the JVM's own.
   *
   * @param size a number with a unit as {@code -Xmx} takes it, such as {@code "512m"} or {@code
   *     "2g"}
   * @return this builder
   * @throws IllegalArgumentException if it is no such size
   */
  JvmProcessBuilder maxHeap(String size);

  /**
   * Adds options for the JVM. They come after those that are inherited from this JVM, so they win.
   *
   * @param options the options, one string each; added to earlier ones
   * @return this builder
   * @throws IllegalArgumentException if an option is blank
   */
  JvmProcessBuilder jvmOptions(String... options);

  /**
   * Sets a system property of the process.
   *
   * @param key its name
   * @param value its value
   * @return this builder
   * @throws IllegalArgumentException if the name is blank
   */
  JvmProcessBuilder systemProperty(String key, String value);

  /**
   * Sets an environment variable of the process, beside those that are inherited from this process.
   *
   * @param name its name
   * @param value its value
   * @return this builder
   * @throws IllegalArgumentException if the name is blank or holds {@code =} or a NUL, or if the
   *     value holds a NUL
   */
  JvmProcessBuilder environment(String name, String value);

  /**
   * Sets the working directory. Default: that of this process.
   *
   * @param directory the directory
   * @return this builder
   * @throws IllegalArgumentException if it is no directory
   */
  JvmProcessBuilder workingDirectory(Path directory);

  /**
   * Makes the process. It is not started.
   *
   * @return the process
   * @throws IllegalStateException if no {@linkplain #task(VoidTask) task} was set
   * @throws TaskSerializationException if the task cannot travel
   */
  JvmProcess build();
}
