package org.jvmpool.worker;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A log that is an SLF4J logger; loaded only where there is an SLF4J with a provider. The logger is
 * asked for with the first record, since that starts the provider.
 */
final class Slf4jLog implements Log {
  private final String name;

  /* Racy and idempotent: all loggers of one name are one. */
  private volatile @Nullable Logger logger;

  Slf4jLog(String name) {
    this.name = name;
  }

  private Logger logger() {
    Logger known = logger;
    if (known == null) {
      known = Slf4jLoggers.of(name);
      logger = known;
    }
    return known;
  }

  @Override
  public void debug(String format, @Nullable Object... arguments) {
    logger().debug(format, arguments);
  }

  @Override
  public void info(String format, @Nullable Object... arguments) {
    logger().info(format, arguments);
  }

  @Override
  public void warn(String format, @Nullable Object... arguments) {
    logger().warn(format, arguments);
  }

  @Override
  public void error(String format, @Nullable Object... arguments) {
    logger().error(format, arguments);
  }
}
