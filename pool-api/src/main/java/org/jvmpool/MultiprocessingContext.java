package org.jvmpool;

/**
 * A {@link Multiprocessing} with {@linkplain Settings settings} of its own, which holds spare JVMs:
 * what {@code get_context} returns in Python.
 *
 * <p>Where a task captures it, the task gets {@link Multiprocessing#local()} of its own JVM, since
 * spares belong to the JVM that started them. They end with this JVM at the latest.
 */
public interface MultiprocessingContext extends Multiprocessing, AutoCloseable {

  /**
   * What it was made with.
   *
   * @return the settings
   */
  Settings settings();

  /**
   * Ends the spare JVMs; does not wait for it. Processes, pools and shared objects that were made
   * here are not touched, and more can be made: they start cold. May be called more than once.
   */
  @Override
  void close();
}
