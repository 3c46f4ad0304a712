package org.jvmpool.worker;

import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.LogMessage;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * The way of a worker's log records to its parent's loggers. There is one in a worker whose parent
 * has loggers to take them and that uses Logback itself; what knows Logback is in a package of its
 * own, which is loaded with the first record.
 *
 * <p>Owns no thread; safe for all.
 */
public final class LogRelay {
  private static final String PROVIDER_KEY = "slf4j.provider";
  private static final String PROVIDER = "org.jvmpool.worker.logback.RelayProvider";
  private static final String LOGBACK = "ch/qos/logback/classic/spi/LogbackServiceProvider.class";

  /** What a level is called that no record reaches. */
  public static final int OFF = 50;

  private static volatile @Nullable LogRelay current;

  private final Outlet outlet;
  private final Inbox inbox;

  private LogRelay(Outlet outlet, Inbox inbox) {
    this.outlet = outlet;
    this.inbox = inbox;
  }

  /**
   * From now on the records of this JVM go to the parent, if they would go to Logback. SLF4J is not
   * started by this; it finds the provider with its first logger. A provider that the user has
   * named stays.
   */
  static void start(Outlet outlet, Inbox inbox) {
    String named = System.getProperty(PROVIDER_KEY);
    if (PROVIDER.equals(named) // of the parent, which is a worker, too
        || (named == null && LogRelay.class.getClassLoader().getResource(LOGBACK) != null)) {
      current = new LogRelay(outlet, inbox);
      System.setProperty(PROVIDER_KEY, PROVIDER);
    }
  }

  /** The relay of this worker; null in a JVM that has none. */
  public static @Nullable LogRelay ofThisWorker() {
    return current;
  }

  /** Whether a class of that name belongs to the Logback that records go through. */
  static boolean isOfItsProvider(String name) {
    return current != null && name.startsWith("ch.qos.logback.");
  }

  /** Sends a record. When the parent is gone, nobody hears it. */
  public void send(LogMessage message) {
    FrameBuffer frame = new FrameBuffer();
    message.write(frame.begin());
    frame.end(FrameType.LOGGED, 0, 0, 0);
    try {
      outlet.write(frame);
    } catch (ParentGoneException e) {
      // The worker's main thread sees it, too, and ends the JVM.
    }
  }

  /** The least level that the parent's logger of that name takes now, as SLF4J counts. */
  public int levelOf(String logger) {
    try {
      byte[] answer = inbox.ask(WantedMessage.Kind.LEVEL, logger);
      return answer == null || answer.length != 1 ? OFF : answer[0];
    } catch (ParentGoneException e) {
      return OFF;
    }
  }
}
