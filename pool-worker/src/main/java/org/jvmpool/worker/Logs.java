package org.jvmpool.worker;

import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The loggers of jvmpool. Without an SLF4J provider they are silent, and SLF4J, which would warn of
 * that on standard error in each JVM of a family, is not asked.
 */
public final class Logs {
  private static final boolean PROVIDED = isProvided();

  private Logs() {}

  public static Logger of(Class<?> owner) {
    return PROVIDED ? LoggerFactory.getLogger(owner) : NOPLogger.NOP_LOGGER;
  }

  private static boolean isProvided() {
    if (System.getProperty(LoggerFactory.PROVIDER_PROPERTY_KEY) != null) {
      return true;
    }
    try {
      return ServiceLoader.load(SLF4JServiceProvider.class, LoggerFactory.class.getClassLoader())
          .stream()
          .findAny()
          .isPresent();
    } catch (ServiceConfigurationError e) {
      return false;
    }
  }
}
