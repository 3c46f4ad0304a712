package org.jvmpool.impl.launch;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.BroadcastStore;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;
import org.jvmpool.worker.codec.ClassHomes;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * What child JVMs may ask this one for: class files and resources that are not on their class path,
 * broadcasts, the levels of loggers, and where the family shares memory.
 */
public final class Supplies {
  private static final Log LOG = Logs.of(Supplies.class);

  private final String who;
  private final ParentClasses classes;

  /**
   * @param who names the pool or process in messages
   * @param context the loader in sight of which it was made
   * @param others the loaders that functions came from
   */
  public Supplies(String who, ClassLoader context, Supplier<Set<ClassLoader>> others) {
    this.who = who;
    this.classes = new ParentClasses(who, context, others);
  }

  /** The loader in sight of which the pool or process was made. */
  public ClassLoader context() {
    return classes.context();
  }

  /** What was asked for, or null when nobody here has it. */
  public byte @Nullable [] find(WantedMessage wanted) {
    return switch (wanted.kind()) {
      case CLASS -> classes.find(wanted.home(), wanted.name());
      case RESOURCE -> classes.resources(wanted.home(), wanted.name());
      case BROADCAST -> BroadcastStore.bytes(wanted.name());
      case LEVEL ->
          Logs.isProvided() ? new byte[] {(byte) WorkerRecords.levelOf(wanted.name())} : null;
      case FAMILY -> family();
    };
  }

  private byte @Nullable [] family() {
    try {
      return Family.current().address().getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      LOG.warn("{}: its JVMs cannot share memory: {}", who, e.toString());
      return null;
    }
  }

  /**
   * The number of the loader that is the context of a function: what it sees itself, but {@code
   * ClassHomes.COMMON} if the context of its maker sees it all.
   */
  public static long home(Class<?> function, ClassLoader context) {
    ClassLoader loader = function.getClassLoader();
    for (ClassLoader seen = context; seen != null; seen = seen.getParent()) {
      if (seen == loader) {
        return ClassHomes.COMMON;
      }
    }
    return ClassHomes.of(loader);
  }
}
