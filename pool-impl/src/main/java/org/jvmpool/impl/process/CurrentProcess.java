package org.jvmpool.impl.process;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jvmpool.JvmProcess;
import org.jvmpool.worker.WorkerJvm;

/** The process that runs this code. It lives, and cannot be waited for. */
final class CurrentProcess implements JvmProcess {
  static final CurrentProcess INSTANCE = new CurrentProcess();

  private final CompletableFuture<JvmProcess> never = new CompletableFuture<>();

  private CurrentProcess() {}

  private IllegalStateException refused(String what) {
    return new IllegalStateException(this + " is the process that runs this code: " + what);
  }

  @Override
  public JvmProcess start() {
    throw refused("it was started long ago");
  }

  @Override
  public void join() {
    throw refused("it cannot wait for its own end");
  }

  @Override
  public boolean join(Duration limit) {
    throw refused("it cannot wait for its own end");
  }

  @Override
  public boolean isAlive() {
    return true;
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public String name() {
    return WorkerJvm.self().name();
  }

  @Override
  public boolean isDaemon() {
    return WorkerJvm.self().isDaemon();
  }

  @Override
  public OptionalInt exitCode() {
    return OptionalInt.empty();
  }

  @Override
  public void terminate() {
    throw refused("System.exit ends it");
  }

  @Override
  public void kill() {
    throw refused("Runtime.halt ends it");
  }

  /** Nobody in this JVM sees the end of it. */
  @Override
  public CompletableFuture<JvmProcess> onExit() {
    return never.copy();
  }

  @Override
  public void close() {
    throw refused("it lives, so it cannot be closed");
  }

  @Override
  public String toString() {
    return name() + " (pid " + pid() + ", running)";
  }
}
