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

  /**
   * @param started in milliseconds since 1970, against a reused pid; 0 when not known
   */
  ParentJvm(long pid, long started, String name) {
    this.pid = pid;
    this.started = started;
    this.name = name;
  }

  public long pid() {
    return pid;
  }

  public String name() {
    return name;
  }

  /** Looks whether it lives. */
  public boolean lives() {
    if (end.isDone()) {
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

  /** Completes at its end, on a thread that must not block. */
  public CompletableFuture<Void> onEnd() {
    return end.copy();
  }

  /** It has ended: whoever waits for that is told. */
  void ended() {
    end.complete(null);
  }
}
