package org.jvmpool.impl.pool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Worker;
import org.jvmpool.spi.WorkerContexts;
import org.jvmpool.worker.CurrentTask;
import org.jvmpool.worker.TaskRunner;
import org.jvmpool.worker.WorkerStack;
import org.jvmpool.worker.plain.Session;
import org.jvmpool.worker.wire.ClaimPage;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameReader;
import org.jvmpool.worker.wire.FrameType;

/**
 * A worker that is a thread of this JVM. It reads the same frames and claims tasks by the same
 * rules as a child JVM does, so that what works here works there.
 *
 * <p>A thread cannot be killed: it is interrupted, told to the pool as ended, and abandoned to
 * whatever it does; it will claim nothing more.
 */
final class ThreadWorker extends Thread implements WorkerPort {
  private final PoolCore core;
  private final Worker worker;
  private final ThreadWorkers family;
  private final Instant startedAt = Instant.now();
  private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final ClaimPage page = ClaimPage.inMemory(Worker.SLOTS);
  private final AtomicLongArray claimedAt = new AtomicLongArray(Worker.SLOTS);
  private final TaskRunner runner = new TaskRunner();
  private final FrameBuffer frames = new FrameBuffer();
  private final Set<Integer> told = new HashSet<>();

  /** What its tasks hold of shared objects; ends with it, as if it were a process. */
  private final Session session;

  /** Made beforehand, for when nothing can be made any more. */
  private final Obituary plain = Obituary.plain();

  private volatile boolean ending;

  ThreadWorker(PoolCore core, Worker worker, ThreadWorkers family) {
    super(core.threadName("worker-" + worker.id()));
    this.core = core;
    this.worker = worker;
    this.family = family;
    this.session = new Session(getName());
    setContextClassLoader(family.loader());
    setDaemon(true);
  }

  // ---- from the pool

  @Override
  public void append(PoolTask task, int slot) {
    byte[] payload = task.payload();
    work.add(() -> runTask(task, slot, payload));
  }

  @Override
  public void flush() {
    // What was appended is taken by the thread at once.
  }

  @Override
  public void readFor(BooleanSupplier done) {
    // There is no pipe to read from.
  }

  @Override
  public void forget(int function) {
    work.add(
        () -> {
          told.remove(function);
          runner.forget(function);
        });
  }

  @Override
  public void release(byte[] key) {
    // Its copy went with the broadcast.
  }

  @Override
  public void leave() {
    work.add(() -> ending = true);
  }

  @Override
  public void kill(boolean hard) {
    ending = true;
    try {
      session.end();
    } finally {
      interrupt();
      core.ended(worker, obituary("its thread was interrupted and abandoned", null, 0));
    }
  }

  @Override
  public void giveUp(Throwable why) {
    kill(true);
  }

  @Override
  public void abandon() {
    kill(true);
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public long residentBytes() {
    return 0; // it shares this JVM's
  }

  @Override
  public StackTraceElement @Nullable [] stack() {
    return WorkerStack.ofTask(getStackTrace());
  }

  // ---- its thread

  @Override
  public void run() {
    Obituary[] obituary = {plain};
    try {
      session.owner(this).run(() -> obituary[0] = live());
      session.end();
    } finally {
      core.endedInAnyCase(worker, obituary[0]);
    }
  }

  /**
   * @return how it has ended
   */
  private Obituary live() {
    CurrentTask context = new CurrentTask(worker.index(), pid(), core.name());
    WorkerContexts.set(context);
    FunctionRef initializer = family.initializer();
    if (initializer != null) {
      try {
        runner.initialize(initializer.message(), getContextClassLoader());
        family.initializerFailures().set(0);
      } catch (Throwable t) {
        int failures = family.initializerFailures().incrementAndGet();
        return obituary("the initializer threw " + t, t, failures);
      }
    }
    Throwable cause = null;
    try {
      core.ready(worker, new ThreadClaims(page, claimedAt));
      while (!ending) {
        work.take().run();
      }
    } catch (InterruptedException e) {
      // Killed, or a task left its interrupt behind just as the worker was told to end.
    } catch (Throwable t) {
      cause = t;
    }
    return obituary(cause == null ? "its thread ended" : "its thread ended: " + cause, cause, 0);
  }

  private void runTask(PoolTask task, int slot, byte @Nullable [] payload) {
    claimedAt.set(slot, System.nanoTime());
    if (ending || payload == null || !page.claim(slot, task.id())) {
      core.skipped(worker, new Frame(FrameType.SKIPPED, 0, slot, task.id(), new byte[0]));
      return;
    }
    FunctionRef function = task.function;
    if (told.add(function.number())) {
      runner.learn(function.number(), function.message());
    }
    if (WorkerContexts.currentOrNull() instanceof CurrentTask context) {
      context.starts(task.id());
    }
    runner.run(new Frame(FrameType.TASK, 0, slot, task.id(), payload), frames, function.loader());
    if (!page.finish(slot, task.id())) {
      ending = true; // condemned: it must not claim the next task while the kill is on its way
    }
    if (ending) {
      frames.clear();
      return;
    }
    interrupted();
    try {
      Frame answer = new FrameReader(new ByteArrayInputStream(frames.take())).read();
      core.answered(worker, List.of(answer), null);
    } catch (IOException e) {
      throw new IllegalStateException("an answer that was just written cannot be read", e);
    }
  }

  private Obituary obituary(String inWords, @Nullable Throwable cause, int initializerFailures) {
    return new Obituary(
        pid(),
        OptionalInt.empty(),
        inWords,
        List.of(),
        null,
        cause,
        "a thread of this JVM",
        Duration.between(startedAt, Instant.now()),
        initializerFailures);
  }
}
