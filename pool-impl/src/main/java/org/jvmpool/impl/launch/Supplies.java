package org.jvmpool.impl.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.BroadcastStore;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * What a child JVM may ask this one for: class files and resources that are not on its class path,
 * broadcasts, the levels of loggers, and where the family shares memory.
 */
public final class Supplies {
  private static final Log LOG = Logs.of(Supplies.class);

  private Supplies() {}

  /**
   * What was asked for, or null when nobody here has it.
   *
   * @param who asks, for messages
   * @param loaders asked in their order
   */
  public static byte @Nullable [] find(
      WantedMessage wanted, String who, Collection<ClassLoader> loaders) {
    return switch (wanted.kind()) {
      case RESOURCE -> resource(wanted.name(), who, loaders);
      case BROADCAST -> BroadcastStore.bytes(wanted.name());
      case LEVEL ->
          Logs.isProvided() ? new byte[] {(byte) WorkerRecords.levelOf(wanted.name())} : null;
      case FAMILY -> family(who);
    };
  }

  private static byte @Nullable [] family(String who) {
    try {
      return Family.current().address().getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      LOG.warn("{}: its JVMs cannot share memory: {}", who, e.toString());
      return null;
    }
  }

  private static byte @Nullable [] resource(
      String name, String who, Collection<ClassLoader> loaders) {
    for (ClassLoader candidate : loaders) {
      try (InputStream in = candidate.getResourceAsStream(name)) {
        if (in != null) {
          return in.readAllBytes();
        }
      } catch (IOException | UncheckedIOException e) {
        LOG.warn("{}: {} cannot be read from {}: {}", who, name, candidate, e.toString());
      }
    }
    return null;
  }
}
