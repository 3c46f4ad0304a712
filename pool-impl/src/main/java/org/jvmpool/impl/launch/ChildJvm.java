package org.jvmpool.impl.launch;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.Offspring;

/**
 * One running child JVM: its protocol streams, its signals, its ending.
 *
 * <p>Owns one daemon thread, {@code jvmpool-<pool>-stderr-<pid>}, which starts with the child and
 * ends when nobody can write to the child's standard error any more, at the latest one second after
 * the child's end (where the system lets a blocked reader be woken). Safe for use by any thread;
 * each stream is for one thread at a time.
 */
public final class ChildJvm {
  private static final Duration TAIL_WAIT = Duration.ofSeconds(1);

  private final Process process;
  private final ProcessHandle handle;
  private final FamilyMark mark;
  private final Instant startedAt;
  private final OutputStream toChild;
  private final ErrorFiles errorFiles;
  private final StderrReader stderr;
  private final PipeWake stderrPipe;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  /** The strongest signal sent from here so far, or null. Written before it is sent. */
  private volatile @Nullable String sent;

  private ChildJvm(
      Process process,
      FamilyMark mark,
      ErrorFiles errorFiles,
      Consumer<String> stderrLine,
      Set<String> noise) {
    this.process = process;
    this.mark = mark;
    this.handle = process.toHandle();
    this.startedAt = handle.info().startInstant().orElseGet(Instant::now);
    this.toChild = new UnbufferedOutput(process.getOutputStream());
    this.errorFiles = errorFiles;
    this.stderr = new StderrReader(process.getErrorStream(), stderrLine, noise);
    this.stderrPipe = PipeWake.forStderrOf(process.pid());
  }

  /** Takes charge of a process that was just started. */
  static ChildJvm of(
      String pool,
      Process process,
      FamilyMark mark,
      ErrorFiles errorFiles,
      Consumer<String> stderrLine,
      Set<String> noise) {
    ChildJvm child = new ChildJvm(process, mark, errorFiles, stderrLine, noise);
    Thread thread = new Thread(child::watch, "jvmpool-" + pool + "-stderr-" + process.pid());
    thread.setDaemon(true);
    thread.start();
    Offspring.began(child.handle);
    CompletableFuture<Void> unused = process.onExit().thenRun(child::exited);
    CompletableFuture<Void> alsoUnused = child.exit.thenRun(() -> Offspring.ended(child.handle));
    return child;
  }

  /* The stderr thread normally sees the end first: the pipe closes with the child. It does not go
   * through the common pool, which user code may keep busy. When a grandchild holds the pipe, the
   * exit is seen by Process.onExit alone. */

  private void watch() {
    stderr.readAll();
    boolean interrupted = false;
    while (true) {
      try {
        exit.complete(process.waitFor());
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void exited() {
    if (!stderr.isFinished()) {
      CompletableFuture.delayedExecutor(TAIL_WAIT.toMillis(), TimeUnit.MILLISECONDS)
          .execute(this::abandonStderr);
    }
    exit.complete(process.exitValue());
  }

  private void abandonStderr() {
    if (!stderr.isFinished()) {
      stderr.stop();
      stderrPipe.wake();
    }
  }

  /** What is written here reaches the child's protocol input at once; nothing is buffered. */
  public OutputStream toChild() {
    return toChild;
  }

  /**
   * The child's protocol output. A read takes what is there; it cannot be interrupted. At end of
   * file the child has ended or closed it.
   */
  public InputStream fromChild() {
    return process.getInputStream();
  }

  /** The child's own pid. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** When the process started, as the system tells it. */
  public Instant startedAt() {
    return startedAt;
  }

  /**
   * Completes with the exit code when the child has ended, on a thread that is none of the
   * caller's; what depends on it must not block. Cancelling the returned future affects nothing.
   */
  public CompletableFuture<Integer> onExit() {
    return exit.copy();
  }

  /** Asks the child to end (SIGTERM), once or again; without effect after its end. */
  public void terminate() {
    if (sent == null) {
      sent = "SIGTERM";
    }
    // Never Process.destroy: it closes the streams, and the tail of stderr would be lost.
    handle.destroy();
  }

  /** Kills the child and its descendants (SIGKILL); without effect on a child that has ended. */
  public void kill() {
    sent = "SIGKILL";
    Offspring.killTree(handle);
  }

  /**
   * Kills what the child has started and left behind; to be called when it has ended. On Linux it
   * is found wherever it is, elsewhere only what was listed while the child lived.
   */
  public void killLeftovers() {
    for (ProcessHandle leftover : mark.carriers()) {
      leftover.destroyForcibly();
    }
  }

  /**
   * How the child ended. To be called after its exit: waits at most one second for the last of its
   * standard error. While the child runs, the exit code is empty.
   */
  public Ending ending() {
    if (process.isAlive()) {
      return new Ending(pid(), OptionalInt.empty(), "still running", stderr.tail(), null);
    }
    stderr.awaitEnd(TAIL_WAIT);
    int code = process.exitValue();
    List<String> tail = stderr.tail();
    return new Ending(
        pid(),
        OptionalInt.of(code),
        ExitWords.of(code, tail, sent),
        tail,
        errorFiles.find(pid(), startedAt));
  }

  @Override
  public String toString() {
    return "child JVM " + pid() + (isAlive() ? " (running)" : " (ended)");
  }
}
