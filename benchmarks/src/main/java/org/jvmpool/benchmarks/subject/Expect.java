package org.jvmpool.benchmarks.subject;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks results, so that no figure is printed for work that was not done. */
final class Expect {
  private Expect() {}

  static void equal(@Nullable Object actual, Object expected) {
    if (!Objects.equals(actual, expected)) {
      throw new IllegalStateException("result must be " + expected + ", but was " + actual);
    }
  }
}
