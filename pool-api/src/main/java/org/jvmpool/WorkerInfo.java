package org.jvmpool;

import java.time.Instant;

public record WorkerInfo(int index, long pid, State state, long tasksDone, Instant startedAt) {
  public enum State {
    STARTING,
    IDLE,
    BUSY,
    RETIRING
  }
}
