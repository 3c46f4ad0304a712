package org.jvmpool.impl.process;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jvmpool.JvmProcess;
import org.jvmpool.worker.ParentJvm;

/**
 * The process that started this one. Its exit code cannot be known here. When it ends, this process
 * has a moment left before it ends, too.
 */
final class ParentProcess implements JvmProcess {
  private final ParentJvm parent;

  ParentProcess(ParentJvm parent) {
    this.parent = parent;
  }

  @Override
  public JvmProcess start() {
    throw new IllegalStateException(this + " was started before this process");
  }

  @Override
  public void join() throws InterruptedException {
    join(Duration.ofNanos(Long.MAX_VALUE));
  }

  @Override
  public boolean join(Duration limit) throws InterruptedException {
    try {
      parent.onEnd().get(Math.max(0, Durations.nanos(limit)), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean isAlive() {
    return parent.lives();
  }

  @Override
  public long pid() {
    return parent.pid();
  }

  @Override
  public String name() {
    return parent.name();
  }

  /** A child does not know; what ends with its parent is the child. */
  @Override
  public boolean isDaemon() {
    return false;
  }

  @Override
  public OptionalInt exitCode() {
    return OptionalInt.empty();
  }

  @Override
  public void terminate() {
    if (isAlive()) {
      ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
    }
  }

  @Override
  public void kill() {
    if (isAlive()) {
      ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public CompletableFuture<JvmProcess> onExit() {
    return parent.onEnd().thenApply(ended -> this);
  }

  @Override
  public void close() {
    if (isAlive()) {
      throw new IllegalStateException(this + " cannot be closed while it lives");
    }
  }

  @Override
  public String toString() {
    return name() + " (pid " + pid() + ", the parent of this process)";
  }
}
