package org.jvmpool.impl.process;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.jvmpool.JvmProcess;
import org.jvmpool.ProcessException;
import org.jvmpool.impl.launch.Ending;
import org.jvmpool.impl.launch.LaunchException;
import org.jvmpool.impl.launch.Launcher;
import org.jvmpool.impl.launch.Supplies;
import org.jvmpool.impl.launch.WorkerRecords;
import org.jvmpool.impl.settings.JvmSettings;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;
import org.jvmpool.worker.WorkerJvm;
import org.jvmpool.worker.WorkerMain;
import org.jvmpool.worker.codec.InFlight;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.FunctionMessage;
import org.jvmpool.worker.wire.LogMessage;
import org.jvmpool.worker.wire.ProcessMessage;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * A process that this JVM has made. Owns no thread: its {@link ProcessJvm} does.
 *
 * <p>Its life goes forward: made, started, ended. A start that fails leaves it made. Closing is
 * beside that: what is closed cannot be started.
 */
final class LocalProcess implements JvmProcess, ProcessJvm.Holder {
  private static final Log LOG = Logs.of(LocalProcess.class);

  private final String name;
  private final boolean daemon;
  private final JvmSettings settings;
  private final InFlight inFlight;
  private final Supplies supplies;
  private final Children children;
  private final Spares spares;

  private final CountDownLatch over = new CountDownLatch(1);
  private final CompletableFuture<JvmProcess> exit = new CompletableFuture<>();

  // Guarded by this.
  private @Nullable FunctionMessage main; // until it is started
  private boolean startWasCalled;
  private boolean closed;

  /** Set when it is started. */
  private volatile @Nullable ProcessJvm jvm;

  /** Set when it has ended, before {@link #over}. */
  private volatile @Nullable Ending ending;

  /**
   * @param inFlight what travels to it beside its task's bytes
   * @param supplies what its JVM may ask for
   */
  LocalProcess(
      JvmSettings settings,
      boolean daemon,
      FunctionMessage main,
      InFlight inFlight,
      Supplies supplies,
      Children children,
      Spares spares) {
    this.name = settings.name();
    this.daemon = daemon;
    this.settings = settings;
    this.main = main;
    this.inFlight = inFlight;
    this.supplies = supplies;
    this.children = children;
    this.spares = spares;
  }

  // ---- start

  @Override
  public JvmProcess start() {
    refuseNesting();
    FunctionMessage task;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException(name + " is closed and cannot be started");
      }
      if (startWasCalled || main == null) {
        throw new IllegalStateException(
            name + " was started before; a process runs once: make another");
      }
      startWasCalled = true;
      task = main;
    }
    boolean started = false;
    try {
      children.add(this);
      launch(task);
      started = true;
    } catch (LaunchException e) {
      throw new ProcessException(
          e.getMessage() == null ? name + " could not be started" : e.getMessage(), e);
    } finally {
      if (!started) {
        children.remove(this);
      }
      synchronized (this) {
        startWasCalled = started;
        main = started ? null : task;
      }
    }
    Logs.start();
    return this;
  }

  private void refuseNesting() {
    if (WorkerJvm.isStartingUp()) {
      throw new IllegalStateException(
          name
              + " was not started: this JVM is process "
              + WorkerJvm.self().name()
              + ", whose task has not begun yet. A static initializer starts a process, and runs"
              + " in each process that loads its class: start processes from a method");
    }
    if (WorkerJvm.depth() >= WorkerJvm.MAX_DEPTH) {
      throw new IllegalStateException(
          name
              + " was not started: processes are nested "
              + WorkerJvm.depth()
              + " deep, which is the most; does each process start another without need?");
    }
  }

  private void launch(FunctionMessage task) throws LaunchException {
    ProcessJvm spare;
    while ((spare = spares.take(settings)) != null) {
      if (Handover.to(spare, this, message(task, spare.pid()))) {
        return;
      }
      // It died before it had read anything: the next one.
    }
    Launcher launcher = Launcher.create(settings, WorkerMain.class.getName());
    ProcessJvm cold;
    try {
      cold = ProcessJvm.launch(launcher, this);
    } catch (LaunchException | RuntimeException | Error e) {
      launcher.close();
      throw e;
    }
    jvm = cold;
    cold.send(FrameType.PROCESS, 0, message(task, cold.pid())::write);
  }

  private ProcessMessage message(FunctionMessage task, long pid) {
    return new ProcessMessage(
        name,
        daemon,
        pid,
        WorkerJvm.depth() + 1,
        ProcessHandle.current().pid(),
        WorkerJvm.started(),
        WorkerJvm.self().name(),
        task,
        Logs.isProvided());
  }

  /** It runs in that JVM, which had been a spare; null: it does not after all. */
  void runsIn(@Nullable ProcessJvm spare) {
    jvm = spare;
  }

  // ---- from its JVM

  @Override
  public byte @Nullable [] find(WantedMessage wanted) {
    return supplies.find(wanted);
  }

  @Override
  public void logged(LogMessage record) {
    WorkerRecords.log(record, name + " " + pid(), supplies.context());
  }

  /** Its task runs: from now on a new spare does not compete with its start. */
  @Override
  public void ready() {
    spares.restock();
  }

  @Override
  public void ended(Ending how, @Nullable Throwable failure) {
    ending = how;
    inFlight.giveUp();
    children.remove(this);
    spares.restock();
    LOG.debug("{}: process {} ended: {}", name, how.pid(), how.inWords());
    over.countDown();
    exit.complete(this);
  }

  // ---- for its users

  @Override
  public void join() throws InterruptedException {
    started("join");
    over.await();
  }

  @Override
  public boolean join(Duration limit) throws InterruptedException {
    started("join");
    return over.await(Durations.nanos(limit), TimeUnit.NANOSECONDS);
  }

  @Override
  public boolean isAlive() {
    return jvm != null && ending == null;
  }

  @Override
  public long pid() {
    return started("pid").pid();
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
  public OptionalInt exitCode() {
    Ending how = ending;
    return how == null ? OptionalInt.empty() : how.exitCode();
  }

  @Override
  public void terminate() {
    started("terminate").terminate();
  }

  @Override
  public void kill() {
    started("kill").kill();
  }

  @Override
  public CompletableFuture<JvmProcess> onExit() {
    started("onExit");
    // Race: who was told by join asks before the future, whose stages may be anybody's, is told.
    return over.getCount() == 0 ? CompletableFuture.completedFuture(this) : exit.copy();
  }

  @Override
  public synchronized void close() {
    if (isAlive() || (startWasCalled && ending == null)) {
      throw new IllegalStateException(
          this + " cannot be closed while it lives; join, terminate or kill it first");
    }
    closed = true;
    main = null;
    inFlight.giveUp();
  }

  private ProcessJvm started(String what) {
    ProcessJvm running = jvm;
    if (running == null) {
      throw new IllegalStateException(
          name + " was not started; call start() before " + what + "()");
    }
    return running;
  }

  @Override
  public String toString() {
    ProcessJvm running = jvm;
    Ending how = ending;
    return running == null
        ? name + " (not started)"
        : name + " (pid " + running.pid() + ", " + (how == null ? "running" : how.inWords()) + ")";
  }
}
