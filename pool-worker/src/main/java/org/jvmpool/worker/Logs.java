package org.jvmpool.worker;

import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The logs of jvmpool. Without SLF4J, or with one that has no provider, they are silent; and SLF4J,
 * which would warn of a missing provider on standard error in each JVM of a family, is not asked.
 */
public final class Logs {
  private static final boolean PROVIDED = isProvided();

  private Logs() {}

  /** The log that has the name of this class. */
  public static Log of(Class<?> owner) {
    return PROVIDED ? new Slf4jLog(owner.getName()) : Log.NONE;
  }

  /**
   * Starts the provider, if there is one and nobody has. For the thread of a user who has just had
   * our threads started, one of which may log first: SLF4J warns whoever asks for a logger while
   * another thread starts the provider.
   */
  public static void start() {
    if (PROVIDED) {
      try {
        Slf4jLoggers.of(Logs.class.getName());
      } catch (RuntimeException | LinkageError e) {
        // A provider that cannot be started says so to whoever logs.
      }
    }
  }

  /** Whether there is an SLF4J in this JVM that has a provider. */
  public static boolean isProvided() {
    try {
      return Slf4j.isProvided();
    } catch (LinkageError e) {
      return Slf4jOne.isProvided(); // no SLF4J, or one that is older than providers
    }
  }

  /** Of SLF4J 2. */
  private static final class Slf4j {
    static boolean isProvided() {
      if (System.getProperty(org.slf4j.LoggerFactory.PROVIDER_PROPERTY_KEY) != null) {
        return true;
      }
      try {
        return ServiceLoader.load(
                org.slf4j.spi.SLF4JServiceProvider.class,
                org.slf4j.LoggerFactory.class.getClassLoader())
            .stream()
            .findAny()
            .isPresent();
      } catch (ServiceConfigurationError e) {
        return false;
      }
    }
  }

  /** Of SLF4J 1, which is bound to a class of this name. */
  private static final class Slf4jOne {
    static boolean isProvided() {
      try {
        Class.forName("org.slf4j.impl.StaticLoggerBinder", false, Logs.class.getClassLoader());
        Class.forName("org.slf4j.LoggerFactory", false, Logs.class.getClassLoader());
        return true;
      } catch (ClassNotFoundException | LinkageError e) {
        return false;
      }
    }
  }
}
