package org.jvmpool.worker.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.LogRelay;
import org.slf4j.Marker;

/**
 * Gives each logger, when it is first used, the level that the parent's logger of the same name has
 * at that moment, so that what nobody would hear is dropped where it is said. A level that a task
 * sets itself stays.
 */
final class ParentLevels extends TurboFilter {
  private final LogRelay relay;

  ParentLevels(LogRelay relay) {
    this.relay = relay;
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    if (logger.getLevel() == null) {
      // Race: two threads may ask for one logger; they get the same answer.
      logger.setLevel(levelOf(relay.levelOf(logger.getName())));
    }
    return FilterReply.NEUTRAL; // the logger's level decides
  }

  static Level levelOf(int slf4j) {
    return switch (slf4j) {
      case 0 -> Level.TRACE;
      case 10 -> Level.DEBUG;
      case 20 -> Level.INFO;
      case 30 -> Level.WARN;
      case 40 -> Level.ERROR;
      default -> Level.OFF;
    };
  }
}
