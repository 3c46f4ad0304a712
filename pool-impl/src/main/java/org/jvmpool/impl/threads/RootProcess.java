package org.jvmpool.impl.threads;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jvmpool.JvmProcess;

/** This JVM, as the parent of processes on threads. It lives as long as anybody can ask it. */
final class RootProcess implements JvmProcess {
  static final RootProcess INSTANCE = new RootProcess();

  private RootProcess() {}

  @Override
  public JvmProcess start() {
    throw new IllegalStateException(this + " was started before");
  }

  @Override
  public void join() throws InterruptedException {
    checkOther();
    new CountDownLatch(1).await();
  }

  @Override
  public boolean join(Duration limit) throws InterruptedException {
    Objects.requireNonNull(limit, "limit must not be null");
    checkOther();
    return new CountDownLatch(1).await(ThreadProcess.nanos(limit), TimeUnit.NANOSECONDS);
  }

  private void checkOther() {
    if (ThreadProcess.CURRENT.get() == null) {
      throw new IllegalStateException(
          this + " is the calling process, which cannot wait for its own end");
    }
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
    return "main";
  }

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
    throw notByThis();
  }

  @Override
  public void kill() {
    throw notByThis();
  }

  private UnsupportedOperationException notByThis() {
    return new UnsupportedOperationException(this + " is this JVM, which System.exit ends");
  }

  @Override
  public CompletableFuture<JvmProcess> onExit() {
    return new CompletableFuture<>();
  }

  @Override
  public void close() {
    throw new IllegalStateException(this + " is alive and cannot be closed");
  }

  @Override
  public String toString() {
    return "process main (pid " + pid() + ")";
  }
}
