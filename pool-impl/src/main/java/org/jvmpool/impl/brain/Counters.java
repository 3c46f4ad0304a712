package org.jvmpool.impl.brain;

import java.util.EnumMap;
import java.util.Map;
import org.jvmpool.RetireReason;

/** What happened so far, in numbers. Guarded by the lock under which the brain is called. */
final class Counters {
  long done;
  long failed;
  long lost;
  long timedOut;
  long cancelled;
  private final Map<RetireReason, Long> retired = new EnumMap<>(RetireReason.class);

  void retired(RetireReason reason) {
    retired.merge(reason, 1L, Long::sum);
  }

  Map<RetireReason, Long> retired() {
    return Map.copyOf(retired);
  }
}
