package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells code of the user that calls itself from an object graph that is deep, when a stack has run
 * out: where a graph is, the stack is full of those who write or read it.
 */
final class OwnRecursion {
  /** Those who go from one object of a graph to the next. */
  private static final List<String> WALKERS =
      List.of(
          OwnRecursion.class.getPackageName() + ".",
          Kryo.class.getPackageName() + ".",
          "java.io.Object",
          "java.lang.reflect.",
          "jdk.internal.reflect.");

  /** A trace of fewer frames may not show whose they are. */
  private static final int ENOUGH = 256;

  private static final int MOST_CAUSES = 100;

  private OwnRecursion() {}

  /** The overflow of a stack that something was thrown for, or null. */
  static @Nullable StackOverflowError overflow(Throwable thrown) {
    int links = 0;
    // It may have been wrapped on the way up, by a hook of the user's class.
    for (Throwable t = thrown; t != null && links < MOST_CAUSES; t = t.getCause()) {
      if (t instanceof StackOverflowError overflow) {
        return overflow;
      }
      links++;
    }
    return null;
  }

  /** Where the code is that fills the stack with itself alone; null when it is not so. */
  static @Nullable StackTraceElement place(StackOverflowError overflow) {
    StackTraceElement[] frames = overflow.getStackTrace();
    if (frames.length < ENOUGH) {
      return null;
    }
    for (StackTraceElement frame : frames) {
      for (String walker : WALKERS) {
        if (frame.getClassName().startsWith(walker)) {
          return null;
        }
      }
    }
    return frames[frames.length - 1];
  }
}
