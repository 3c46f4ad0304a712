package org.jvmpool.worker.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.LogRelay;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logback as SLF4J's provider in a worker, with the parent as its only appender and as the source
 * of its levels. The user's configuration, which names appenders of the parent, is not read.
 */
public final class RelayProvider implements SLF4JServiceProvider {
  private final LoggerContext context = new LoggerContext();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final LogbackMDCAdapter diagnosticContext = new LogbackMDCAdapter();

  /** For SLF4J, which makes it by reflection. */
  public RelayProvider() {}

  @Override
  public void initialize() {
    context.setName("jvmpool-worker");
    context.setMDCAdapter(diagnosticContext);
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.OFF);
    @Nullable LogRelay relay = LogRelay.ofThisWorker();
    if (relay != null) {
      root.setLevel(ParentLevels.levelOf(relay.levelOf(root.getName())));
      ParentLevels levels = new ParentLevels(relay);
      levels.setContext(context);
      levels.start();
      context.addTurboFilter(levels);
      RelayAppender appender = new RelayAppender(relay);
      appender.setContext(context);
      appender.start();
      root.addAppender(appender);
    }
    context.start();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return context;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return diagnosticContext;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }
}
