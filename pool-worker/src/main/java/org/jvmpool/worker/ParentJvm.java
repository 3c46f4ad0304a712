package org.jvmpool.worker;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The JVM that started this one. Its end is seen by whoever watches the pipe or the process table,
 * and told here once. Safe for many threads.
 */
public final class ParentJvm {
  private final long pid;
  private final long started;
  private final String name;
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  /** The system, too, calls it the parent of this process: no script stands in between. */
  private final boolean direct;

  /**
   * @param started in milliseconds since 1970, against a reused pid; 0 when not known
   */
  ParentJvm(long pid, long started, String name) {
    this.pid = pid;
    this.started = started;
    this.name = name;
    this.direct = isOurs();
  }

  public long pid() {
    return pid;
  }

  public String name() {
    return name;
  }

  /** Looks whether it lives. */
  public boolean lives() {
    // When a parent has ended, its children have another at once; itself it stays in the process
    // table, as if it lived, until somebody has asked for its exit code. Windows knows neither.
    if (end.isDone() || (direct && !isOurs())) {
      return false;
    }
    Optional<ProcessHandle> parent = ProcessHandle.of(pid);
    if (parent.isEmpty() || !parent.get().isAlive()) {
      return false;
    }
    if (started == 0) {
      return true;
    }
    Optional<Instant> start = parent.get().info().startInstant();
    return start.isEmpty() || start.get().toEpochMilli() == started;
  }

  private boolean isOurs() {
    return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L) == pid;
  }

  /** Completes at its end, on a thread that must not block. */
  public CompletableFuture<Void> onEnd() {
    return end.copy();
  }

  /** It has ended: whoever waits for that is told. */
  void ended() {
    end.complete(null);
  }
}
