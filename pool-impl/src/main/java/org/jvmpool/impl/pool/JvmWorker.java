package org.jvmpool.impl.pool;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Claims;
import org.jvmpool.impl.brain.Worker;
import org.jvmpool.impl.launch.ChildJvm;
import org.jvmpool.impl.launch.Ending;
import org.jvmpool.impl.launch.LaunchException;
import org.jvmpool.impl.launch.Launcher;
import org.jvmpool.impl.launch.WorkerRecords;
import org.jvmpool.worker.Logs;
import org.jvmpool.worker.wire.AnswerMessage;
import org.jvmpool.worker.wire.ChunkOutcome;
import org.jvmpool.worker.wire.ClaimPage;
import org.jvmpool.worker.wire.FailureMessage;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameException;
import org.jvmpool.worker.wire.FrameReader;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.HelloMessage;
import org.jvmpool.worker.wire.LogMessage;
import org.jvmpool.worker.wire.OutputMessage;
import org.jvmpool.worker.wire.OverdueMessage;
import org.jvmpool.worker.wire.RungOutput;
import org.jvmpool.worker.wire.SegmentReader;
import org.jvmpool.worker.wire.SegmentWriter;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * A worker that is a child JVM.
 *
 * <p>One daemon thread, from start to end: it launches the JVM, greets it, reads all that it
 * writes, and when the pipe has ended waits for the process and tells the pool how it ended. What
 * is sent goes through the {@link Outbox}, on the sender's thread where possible.
 */
final class JvmWorker implements WorkerPort, Runnable {
  /** How long a process may live on after its pipe has ended. */
  private static final long LINGER_MILLIS = 2_000;

  private final PoolCore core;
  private final Worker worker;
  private final JvmWorkers family;
  private final Outbox outbox;
  private final Instant startedAt = Instant.now();
  private final WorkerLines lines;
  private final Obituaries obituaries;

  private volatile @Nullable ChildJvm child;
  private volatile @Nullable Incoming incoming;

  /** Why this program cannot write to it any more, or null. */
  private volatile @Nullable Throwable unwritable;

  /** Made beforehand, for when nothing can be made any more. */
  private final Obituary plain;

  // Of its thread, until the worker is ready.
  private @Nullable Path page;
  private Claims claims = new NoClaims();
  private @Nullable String segments;
  private @Nullable SegmentWriter bigTasks;
  private @Nullable SegmentReader bigAnswers;
  private boolean settingUp;
  private ChunkOutcome.@Nullable Failure unready;

  // Guarded by this.
  private boolean killed;
  private List<ProcessHandle> descendants = List.of();

  JvmWorker(PoolCore core, Worker worker, JvmWorkers family) {
    this.core = core;
    this.worker = worker;
    this.family = family;
    this.outbox = new Outbox(core.threadName("writer-" + worker.id()), this::giveUp);
    this.lines = new WorkerLines(core, worker.index(), this::pid);
    this.obituaries = new Obituaries(family.launcher()::describeCommand, lines, startedAt);
    this.plain = Obituary.plain();
  }

  // ---- from the pool

  @Override
  public void append(PoolTask task, int slot) {
    outbox.append(task, slot);
    Incoming answers = incoming;
    if (answers != null && !task.callerReads) {
      answers.listen();
    }
  }

  @Override
  public void readFor(BooleanSupplier done) {
    Incoming answers = incoming;
    if (answers != null) {
      answers.readFor(done);
    }
  }

  @Override
  public void flush() {
    outbox.flush();
  }

  @Override
  public void forget(int function) {
    tell(FrameType.FORGET, 0, function, new byte[0]);
  }

  @Override
  public void release(byte[] key) {
    tell(FrameType.RELEASE, 0, 0, key);
  }

  @Override
  public void leave() {
    tell(FrameType.BYE, 0, 0, new byte[0]);
  }

  private void tell(FrameType type, int flags, long id, byte[] payload) {
    outbox.append(type, flags, id, payload);
    outbox.flush();
  }

  @Override
  public void kill(boolean hard) {
    ChildJvm running;
    synchronized (this) {
      killed = true;
      running = child;
      if (running != null && !hard) {
        descendants = descendants(running);
      }
    }
    if (running == null) {
      return; // not launched yet: its thread sees to it
    }
    try {
      outbox.close();
    } finally {
      if (hard) {
        running.kill();
      } else {
        running.terminate();
      }
    }
  }

  /** Listed while it lives: after its end they are nobody's. */
  private static List<ProcessHandle> descendants(ChildJvm running) {
    try {
      return ProcessHandle.of(running.pid()).map(p -> p.descendants().toList()).orElse(List.of());
    } catch (RuntimeException | Error e) {
      return List.of(); // no descriptor to list them with; their mark is looked for after its end
    }
  }

  @Override
  public void giveUp(Throwable why) {
    unwritable = why;
    kill(true);
  }

  /** The system starts no thread for it. */
  void notStarted(OutOfMemoryError e) {
    core.ended(worker, ofProcess(inWords(e), e));
  }

  @Override
  public void abandon() {
    outbox.close();
    core.ended(worker, ofProcess("it does not end, although it was killed", null));
  }

  @Override
  public long pid() {
    ChildJvm running = child;
    return running == null ? 0 : running.pid();
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public long residentBytes() {
    return ResidentMemory.of(pid());
  }

  @Override
  public StackTraceElement @Nullable [] stack() {
    return null;
  }

  // ---- its thread

  @Override
  public void run() {
    Obituary obituary = plain;
    try {
      obituary = liveAndDie();
      outbox.close();
    } catch (RuntimeException | Error e) {
      // No more memory, or no descriptor to load a class by. The pool has to hear of it all the
      // same.
    } finally {
      core.endedInAnyCase(worker, obituary);
    }
  }

  private Obituary liveAndDie() {
    try {
      ChildJvm running = family.launcher().launch(lines::ofProcess);
      synchronized (this) {
        child = running;
        if (killed) {
          running.kill();
        }
      }
      ClassesAtHand.load();
      return live(running);
    } catch (LaunchException e) {
      return obituaries.notLaunched(e);
    } catch (RuntimeException | Error e) {
      // A defect of ours must not leave tasks hanging.
      kill(true);
      return ofProcess(inWords(e), e);
    }
  }

  private Obituary live(ChildJvm running) {
    Throwable cause = null;
    boolean greeted = false;
    try {
      FrameReader reader = new FrameReader(running.fromChild());
      Frame hello = reader.read();
      if (hello != null) {
        greeted = true;
        cause = checkHello(hello);
        if (cause == null) {
          RungOutput toWorker = new RungOutput(running.toChild());
          JvmWorkers.Page shared = family.newPage();
          if (shared != null) {
            page = shared.file();
            claims = new PageClaims(shared.claims());
            reader.watch(shared.claims(), ClaimPage.TO_PARENT);
            toWorker.ring(shared.claims(), ClaimPage.TO_WORKER);
            openSegments(shared.claims(), reader);
          }
          settingUp = true;
          cause = talk(running, reader, toWorker);
        }
      }
    } catch (FrameException | RuntimeException | Error e) {
      // It sent nonsense; or a defect of ours, which must not leave tasks hanging either.
      cause = e;
      breakOff(running);
    } catch (IOException e) {
      // The pipe broke off within a frame: the process has ended, or is about to.
    } finally {
      JvmWorkers.delete(page);
      if (bigAnswers != null) {
        bigAnswers.close();
      }
    }
    if (cause == null) {
      cause = unwritable;
    }
    awaitExit(running, cause);
    if (!greeted && !wasKilled()) {
      family.launcher().childCrashedAtStart();
    }
    Integer exitCode = running.onExit().getNow(null);
    if (wasKilled() || exitCode == null || exitCode != 0) {
      // It did not end in peace: what its tasks had started goes with it. Before the ending is
      // asked
      // for, which waits for whoever holds its standard error.
      descendantsToKill().forEach(ProcessHandle::destroyForcibly);
      running.killLeftovers();
    }
    Ending ending = running.ending();
    if (settingUp && family.hasInitializer() && (cause == null || threwInInitializer())) {
      String inWords =
          cause != null
              ? "the initializer threw " + cause
              : "the worker ended while the initializer ran: " + ending.inWords();
      return obituaries.of(inWords, cause, ending, family.initializerFailures().incrementAndGet());
    }
    String why =
        unready != null ? "it could not be set up: " + cause : cause != null ? inWords(cause) : "";
    return obituaries.of(why + (cause == null ? "" : "; ") + ending.inWords(), cause, ending, 0);
  }

  /** The pool kills it; or else this thread does. */
  private void breakOff(ChildJvm running) {
    try {
      core.broken(worker);
    } catch (RuntimeException | Error e) {
      running.kill();
    }
  }

  /** For an end that is told without waiting for the process. */
  private Obituary ofProcess(String inWords, @Nullable Throwable cause) {
    ChildJvm running = child;
    Ending ending =
        running == null
            ? new Ending(0, OptionalInt.empty(), inWords, List.of(), null)
            : running.ending();
    return obituaries.of(inWords, cause, ending, 0);
  }

  /** Where processes share memory as files, big payloads go through it. */
  private void openSegments(ClaimPage shared, FrameReader reader) {
    Path place = SegmentWriter.place();
    if (place != null) {
      Path base = place.resolve(Launcher.segmentName());
      segments = base.toString();
      bigTasks = new SegmentWriter(Path.of(base + "0"), shared, ClaimPage.TO_WORKER);
      bigAnswers = new SegmentReader(Path.of(base + "1"), shared, ClaimPage.TO_PARENT);
      reader.take(bigAnswers);
    }
  }

  private boolean threwInInitializer() {
    return unready != null && unready.kind() == FailureMessage.Kind.THREW;
  }

  private synchronized boolean wasKilled() {
    return killed;
  }

  private static String inWords(Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      return "it is this program that has no memory, or no thread, left to speak to it ("
          + cause
          + "; its heap has at most "
          + (Runtime.getRuntime().maxMemory() >> 20)
          + " MiB): give it more (-Xmx; ulimit -u for threads), or send and return less at a time";
    }
    if (cause instanceof LinkageError) {
      return "it is this program that could not load a class to speak to it ("
          + cause
          + "); does it have too few file descriptors (ulimit -n)?";
    }
    return cause instanceof Error || cause.getMessage() == null
        ? cause.toString()
        : cause.getMessage();
  }

  private synchronized List<ProcessHandle> descendantsToKill() {
    return descendants;
  }

  private static @Nullable Throwable checkHello(Frame frame) throws FrameException {
    if (frame.type() != FrameType.HELLO) {
      return new IllegalStateException("its first frame was a " + frame + ", not a HELLO");
    }
    HelloMessage hello = frame.message(HelloMessage::read);
    if (hello.protocol() != HelloMessage.PROTOCOL) {
      return new IllegalStateException(
          "it speaks protocol "
              + hello.protocol()
              + " (pool-worker "
              + hello.library()
              + "), but this pool speaks "
              + HelloMessage.PROTOCOL
              + "; put the same version of jvmpool on the workers' class path");
    }
    return null;
  }

  /**
   * Sets the worker up and reads what it writes until the pipe ends.
   *
   * @return why it could not be set up, or null
   */
  private @Nullable Throwable talk(ChildJvm running, FrameReader reader, RungOutput toWorker)
      throws IOException {
    Incoming incoming = new Incoming(reader, this, outbox);
    this.incoming = incoming;
    outbox.open(toWorker, bigTasks);
    Output setup = new Output(256, -1);
    family.setup(worker, running.pid(), page, segments).write(setup);
    tell(FrameType.SETUP, 0, 0, setup.toBytes());
    return incoming.readAll();
  }

  // ---- from the incoming frames

  /**
   * Looks at a frame that concerns a task, before anybody is told.
   *
   * @throws FrameException when it is none that a worker can send
   */
  void check(Frame frame) throws FrameException {
    if (frame.slot() < 0 || frame.slot() >= Worker.SLOTS) {
      throw new FrameException("no worker has a slot " + frame.slot() + ", as in a " + frame);
    }
    if (frame.type() == FrameType.ANSWER) {
      frame.message(AnswerMessage::read);
    }
  }

  /** Some tasks were answered, in this order. */
  void answered(List<Frame> answers) {
    for (Frame answer : answers) {
      outbox.dealtWith(answer.slot());
    }
    core.answered(worker, answers, lines.areUnderWay() ? core.outputThread() : null);
  }

  /**
   * Some other frame has come.
   *
   * @return why the worker cannot be used, or null
   */
  @Nullable Throwable other(Frame frame) throws IOException {
    switch (frame.type()) {
      case SKIPPED -> {
        check(frame);
        outbox.dealtWith(frame.slot());
        core.skipped(worker, frame);
      }
      case READY -> {
        JvmWorkers.delete(page);
        settingUp = false;
        family.initializerFailures().set(0);
        core.ready(worker, claims);
        family.launcher().childIsUp();
      }
      case UNREADY -> {
        unready = frame.message(in -> ChunkOutcome.Failure.read(in, family.loader()));
        return unready.thrown();
      }
      case OVERDUE -> core.overdue(worker, frame, frame.message(OverdueMessage::read).stack());
      case OUTPUT ->
          lines.ofTasks(frame.message(OutputMessage::read).lines(), frame.has(Frame.ERROR));
      case LOGGED -> logged(frame);
      case WANTED -> give(frame);
      default -> throw new FrameException("a parent cannot be sent a " + frame);
    }
    return null;
  }

  private void give(Frame frame) throws FrameException {
    WantedMessage wanted = frame.message(WantedMessage::read);
    byte[] bytes = family.find(wanted);
    tell(
        FrameType.GIVEN,
        bytes == null ? Frame.MISSING : 0,
        frame.id(),
        bytes == null ? new byte[0] : bytes);
  }

  private void logged(Frame frame) throws FrameException {
    if (!Logs.isProvided()) {
      throw new FrameException("nobody here takes a " + frame);
    }
    LogMessage record = frame.message(LogMessage::read);
    lines.behindThem(() -> WorkerRecords.log(record, nameForLogs(), family.loader()));
  }

  /** "reports[2] 4711": the pool, the worker's index, its pid. */
  private String nameForLogs() {
    return core.name() + "[" + worker.index() + "] " + pid();
  }

  // ---- its end

  private void awaitExit(ChildJvm running, @Nullable Throwable cause) {
    try {
      running.onExit().get(LINGER_MILLIS, TimeUnit.MILLISECONDS);
      return;
    } catch (TimeoutException e) {
      running.kill(); // it closed its pipe and lives on
    } catch (InterruptedException | ExecutionException e) {
      running.kill();
    }
    try {
      running.onExit().get(LINGER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      // Not even that: its obituary says that it still runs.
    }
  }
}
