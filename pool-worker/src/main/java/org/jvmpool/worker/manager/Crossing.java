package org.jvmpool.worker.manager;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which manager a value is written for, or read from, on this thread. Proxies of that manager
 * travel as bare numbers and arrive as proxies of it; what is written notes whom it refers to.
 *
 * <p>Entered and left by one thread; what the codec reads or writes on a thread of its own, for the
 * sake of a deeper stack, inherits it.
 */
final class Crossing implements AutoCloseable {
  static final long[] NONE = {};

  private static final InheritableThreadLocal<@Nullable Crossing> CURRENT =
      new InheritableThreadLocal<>();

  private final RemoteManager manager;
  private final boolean strict;
  private final @Nullable Crossing before;
  private long[] references = NONE;

  private Crossing(RemoteManager manager, boolean strict, @Nullable Crossing before) {
    this.manager = manager;
    this.strict = strict;
    this.before = before;
  }

  /**
   * Begins.
   *
   * @param strict what is read comes from a stranger: it may name objects of this manager alone
   */
  static Crossing enter(RemoteManager manager, boolean strict) {
    Crossing crossing = new Crossing(manager, strict, CURRENT.get());
    CURRENT.set(crossing);
    return crossing;
  }

  /** Writes or reads something, whose references do not matter. */
  static <T extends @Nullable Object> T during(
      RemoteManager manager, boolean strict, Supplier<T> work) {
    Crossing crossing = enter(manager, strict);
    try {
      return work.get();
    } finally {
      crossing.close();
    }
  }

  static @Nullable Crossing current() {
    return CURRENT.get();
  }

  RemoteManager manager() {
    return manager;
  }

  boolean isStrict() {
    return strict;
  }

  /** What is being written refers to that object. */
  void refersTo(long id) {
    for (long known : references) {
      if (known == id) {
        return;
      }
    }
    references = Arrays.copyOf(references, references.length + 1);
    references[references.length - 1] = id;
  }

  /** To what all that was written so far refers; forgets it. */
  long[] takeReferences() {
    long[] taken = references;
    references = NONE;
    return taken;
  }

  @Override
  public void close() {
    if (before == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(before);
    }
  }
}
