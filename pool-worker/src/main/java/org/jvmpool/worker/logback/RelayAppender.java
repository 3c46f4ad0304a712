package org.jvmpool.worker.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.LogRelay;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.MessageOutput;
import org.jvmpool.worker.wire.LogMessage;
import org.slf4j.event.KeyValuePair;

/** Sends each record to the parent, on the thread that logs. */
final class RelayAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private final LogRelay relay;

  RelayAppender(LogRelay relay) {
    this.relay = relay;
  }

  @Override
  protected void append(ILoggingEvent event) {
    relay.send(
        new LogMessage(
            Level.toLocationAwareLoggerInteger(event.getLevel()),
            event.getLoggerName(),
            event.getThreadName(),
            String.valueOf(event.getFormattedMessage()),
            context(event),
            event.getThrowableProxy() instanceof ThrowableProxy proxy
                ? bytes(proxy.getThrowable())
                : null));
  }

  private static byte[] bytes(Throwable thrown) {
    Output out = new MessageOutput(1024);
    Codec.shared().encodeThrowable(thrown, out);
    return out.toBytes();
  }

  private static Map<String, String> context(ILoggingEvent event) {
    @Nullable List<KeyValuePair> pairs = event.getKeyValuePairs();
    Map<String, String> diagnostic = event.getMDCPropertyMap();
    if (pairs == null) {
      return diagnostic;
    }
    Map<String, String> both = new LinkedHashMap<>(diagnostic);
    for (KeyValuePair pair : pairs) {
      both.put(pair.key, String.valueOf(pair.value));
    }
    return both;
  }
}
