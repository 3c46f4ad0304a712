package org.jvmpool.impl.launch;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.LogRelay;
import org.jvmpool.worker.Slf4jLoggers;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.wire.LogMessage;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Hands log records of child JVMs to this JVM's loggers. Loaded only where there is an SLF4J with a
 * provider.
 */
public final class WorkerRecords {
  /** Where the diagnostic context names the worker that logged. */
  static final String WORKER = "jvmpool.worker";

  private WorkerRecords() {}

  /** The least level that the logger takes now, as SLF4J counts. */
  static int levelOf(String name) {
    Logger logger = Slf4jLoggers.of(name);
    for (Level level : new Level[] {Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN}) {
      if (takes(logger, level)) {
        return level.toInt();
      }
    }
    return logger.isErrorEnabled() ? Level.ERROR.toInt() : LogRelay.OFF;
  }

  private static boolean takes(Logger logger, Level level) {
    return switch (level) {
      case TRACE -> logger.isTraceEnabled();
      case DEBUG -> logger.isDebugEnabled();
      case INFO -> logger.isInfoEnabled();
      case WARN -> logger.isWarnEnabled();
      case ERROR -> logger.isErrorEnabled();
    };
  }

  /**
   * Logs a record: by the logger of its name, under the name of the worker and its thread, within
   * the diagnostic context that it had. The loader finds the class of what was thrown.
   */
  public static void log(LogMessage record, String worker, ClassLoader loader) {
    Logger logger = Slf4jLoggers.of(record.logger());
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    @Nullable Map<String, String> outside = MDC.getCopyOfContextMap();
    Map<String, String> context = new HashMap<>(record.context());
    context.put(WORKER, worker);
    try {
      thread.setName(worker + " " + record.thread());
      MDC.setContextMap(context);
      log(logger, Level.intToLevel(record.level()), record.text(), thrown(record, loader));
    } finally {
      thread.setName(name);
      if (outside == null) {
        MDC.clear();
      } else {
        MDC.setContextMap(outside);
      }
    }
  }

  private static @Nullable Throwable thrown(LogMessage record, ClassLoader loader) {
    byte[] bytes = record.thrown();
    return bytes == null ? null : Codec.shared().decodeThrowable(new BoundedInput(bytes), loader);
  }

  private static void log(Logger logger, Level level, String text, @Nullable Throwable thrown) {
    switch (level) {
      case TRACE -> logger.trace(text, thrown);
      case DEBUG -> logger.debug(text, thrown);
      case INFO -> logger.info(text, thrown);
      case WARN -> logger.warn(text, thrown);
      case ERROR -> logger.error(text, thrown);
    }
  }
}
