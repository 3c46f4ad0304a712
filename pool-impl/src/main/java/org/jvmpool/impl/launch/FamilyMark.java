package org.jvmpool.impl.launch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jvmpool.worker.Offspring;
import org.jvmpool.worker.WorkerJvm;

/**
 * A mark in a child's environment that all it starts inherit, so that they are found when the child
 * has died and they are nobody's children any more. A child of a child has the marks of both,
 * joined by colons.
 */
final class FamilyMark {
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final String mark;

  private FamilyMark(String mark) {
    this.mark = mark;
  }

  /** A mark that no other child of this machine has; puts it into the child's environment. */
  static FamilyMark put(Map<String, String> environment) {
    String mark =
        ProcessHandle.current().pid() + "-" + WorkerJvm.started() + "-" + NUMBERS.incrementAndGet();
    environment.merge(Offspring.MARK, mark, (inherited, own) -> inherited + ":" + own);
    return new FamilyMark(mark);
  }

  /** The living processes that carry the mark; see {@link Offspring#marked}. */
  List<ProcessHandle> carriers() {
    return Offspring.marked(value -> List.of(value.split(":")).contains(mark));
  }
}
