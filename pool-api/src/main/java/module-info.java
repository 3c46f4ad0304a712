/**
 * What users of jvmpool compile against: Python's multiprocessing for Java.
 *
 * <p>The door is {@link org.jvmpool.Pool}. The module holds interfaces, builders and exceptions;
 * the engine that does the work is a {@link org.jvmpool.spi.MultiprocessingProvider} of another
 * module, {@code org.jvmpool.impl} for JVMs and threads of this machine.
 *
 * @uses org.jvmpool.spi.MultiprocessingProvider the engines, one for each scheme of {@link
 *     org.jvmpool.Multiprocessing#connect(String)}
 */
module org.jvmpool.api {
  requires static org.jspecify;

  exports org.jvmpool;
  exports org.jvmpool.manager;
  exports org.jvmpool.shared;
  exports org.jvmpool.spi;

  uses org.jvmpool.spi.MultiprocessingProvider;
}
