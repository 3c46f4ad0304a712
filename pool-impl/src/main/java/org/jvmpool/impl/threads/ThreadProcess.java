package org.jvmpool.impl.threads;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.jvmpool.JvmProcess;
import org.jvmpool.VoidTask;
import org.jvmpool.worker.codec.InFlight;
import org.jvmpool.worker.plain.Copies;
import org.jvmpool.worker.plain.Session;

/**
 * A process that is a thread of this JVM. The thread is started by {@link #start()} and runs the
 * task, of which it has a copy; a session of its own holds its locks and handles, and ends with it.
 *
 * <p>A thread cannot be killed: it is interrupted, told as ended, and abandoned to whatever it
 * does; its session has ended, so it can use no shared object any more.
 */
final class ThreadProcess implements JvmProcess {
  /** The process whose main the thread is; null for other threads of this JVM. */
  static final ThreadLocal<@Nullable ThreadProcess> CURRENT = new ThreadLocal<>();

  /* As the shell tells of a process that a signal has ended. */
  private static final int TERMINATED = 128 + 15;
  private static final int KILLED = 128 + 9;

  private final String name;
  private final boolean daemon;
  private final byte[] main;
  private final InFlight inFlight;
  private final JvmProcess parent;
  private final Session session;
  private final ClassLoader loader;
  private final Children children = new Children();
  private final CompletableFuture<JvmProcess> exit = new CompletableFuture<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  /* Guarded by this monitor: made (no thread) → started → ended (an exit code), and closed. */
  private @Nullable Thread thread;
  private @Nullable Integer exitCode;
  private boolean closed;

  /**
   * @param main its task, encoded
   * @param inFlight what travels to it beside those bytes
   */
  ThreadProcess(String name, boolean daemon, byte[] main, InFlight inFlight, JvmProcess parent) {
    this.name = name;
    this.daemon = daemon;
    this.main = main;
    this.inFlight = inFlight;
    this.parent = parent;
    this.session = new Session("process " + name);
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    this.loader = context == null ? ClassLoader.getSystemClassLoader() : context;
  }

  @Override
  public synchronized JvmProcess start() {
    if (closed) {
      throw new IllegalStateException(this + " is closed and cannot be started");
    }
    if (thread != null) {
      throw new IllegalStateException(this + " was started before; make a new process instead");
    }
    thread = new Thread(this::run, "jvmpool-process-" + name);
    thread.setDaemon(daemon);
    thread.setContextClassLoader(loader);
    Children.of(parent).started(this);
    thread.start();
    return this;
  }

  // ---- its thread

  private void run() {
    CURRENT.set(this);
    int code = 0;
    try {
      session.owner(Thread.currentThread()).call(this::runMain);
    } catch (Throwable t) {
      code = 1;
      if (isAlive()) {
        // As a JVM does whose main throws; what an abandoned thread throws is of no interest.
        System.err.println("Exception in process \"" + name + "\"");
        t.printStackTrace();
      }
    }
    try {
      children.parentEnds();
    } catch (InterruptedException killed) {
      children.endDaemons();
    }
    end(code);
  }

  private @Nullable Void runMain() throws Exception {
    ((VoidTask) Objects.requireNonNull(Copies.decode(main))).run();
    return null;
  }

  // ---- its end

  /** Ends it with this code, unless it has ended. */
  private boolean end(int code) {
    synchronized (this) {
      if (exitCode != null) {
        return false;
      }
      exitCode = code;
    }
    session.end();
    inFlight.giveUp();
    Children.of(parent).ended(this);
    ended.countDown();
    exit.complete(this);
    return true;
  }

  @Override
  public void terminate() {
    abandon("terminate", TERMINATED);
  }

  @Override
  public void kill() {
    abandon("kill", KILLED);
  }

  private void abandon(String what, int code) {
    Thread runner = started(what);
    if (end(code)) {
      runner.interrupt();
      children.endDaemons();
    }
  }

  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public void join() throws InterruptedException {
    checkOther();
    ended.await();
  }

  @Override
  public boolean join(Duration limit) throws InterruptedException {
    Objects.requireNonNull(limit, "limit must not be null");
    checkOther();
    return ended.await(nanos(limit), TimeUnit.NANOSECONDS);
  }

  static long nanos(Duration limit) {
    try {
      return limit.toNanos();
    } catch (ArithmeticException e) {
      return limit.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }

  private void checkOther() {
    started("join");
    if (CURRENT.get() == this) {
      throw new IllegalStateException(
          this + " is the calling process, which cannot wait for its own end");
    }
  }

  private synchronized Thread started(String what) {
    if (thread == null) {
      throw new IllegalStateException(
          "process " + name + " was not started; call start() before " + what + "()");
    }
    return thread;
  }

  @Override
  public CompletableFuture<JvmProcess> onExit() {
    started("onExit");
    // Race: who was told by join asks before the future, whose stages may be anybody's, is told.
    return ended.getCount() == 0 ? CompletableFuture.completedFuture(this) : exit.copy();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (isAlive()) {
        throw new IllegalStateException(
            this + " is alive and cannot be closed; join, terminate or kill it first");
      }
      closed = true;
    }
    session.end(); // it may never have been started
    inFlight.giveUp();
  }

  // ---- what it is

  @Override
  public synchronized boolean isAlive() {
    return thread != null && exitCode == null;
  }

  @Override
  public long pid() {
    started("pid");
    return ProcessHandle.current().pid();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isDaemon() {
    return daemon;
  }

  @Override
  public synchronized OptionalInt exitCode() {
    return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
  }

  JvmProcess parent() {
    return parent;
  }

  Children children() {
    return children;
  }

  @Override
  public synchronized String toString() {
    String state =
        closed
            ? "closed"
            : thread == null
                ? "not started"
                : exitCode == null ? "running" : "ended with exit code " + exitCode;
    return "process " + name + " (" + state + ")";
  }
}
