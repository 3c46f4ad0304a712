package org.jvmpool;

import java.util.function.Consumer;

public interface WorkerOutput {
  static WorkerOutput inherit() { throw new UnsupportedOperationException(); }
  static WorkerOutput discard() { throw new UnsupportedOperationException(); }
  static WorkerOutput slf4j() { throw new UnsupportedOperationException(); }
  static WorkerOutput to(Consumer<Line> consumer) { throw new UnsupportedOperationException(); }
  record Line(int worker, long pid, boolean error, String text) {}
}
