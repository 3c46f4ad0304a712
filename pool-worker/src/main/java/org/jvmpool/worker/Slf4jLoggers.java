package org.jvmpool.worker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to SLF4J's loggers; loaded only where there is an SLF4J with a provider.
 *
 * <p>SLF4J gives whoever asks while another thread starts the provider a substitute, and prints a
 * warning that its records are replayed. Several threads of ours log their first record at the same
 * time; here the first starts the provider and the others wait for it.
 */
public final class Slf4jLoggers {
  static {
    LoggerFactory.getILoggerFactory();
  }

  private Slf4jLoggers() {}

  /** The logger of that name. */
  public static Logger of(String name) {
    return LoggerFactory.getLogger(name);
  }
}
