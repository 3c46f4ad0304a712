package org.jvmpool.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.jvmpool.spi.WorkerContexts;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.wire.ChunkOutcome;
import org.jvmpool.worker.wire.ClaimPage;
import org.jvmpool.worker.wire.FailureMessage;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameException;
import org.jvmpool.worker.wire.FrameReader;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.FunctionMessage;
import org.jvmpool.worker.wire.HelloMessage;
import org.jvmpool.worker.wire.SegmentReader;
import org.jvmpool.worker.wire.SegmentWriter;
import org.jvmpool.worker.wire.SetupMessage;
import org.jvmpool.worker.wire.TaskMessage;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * A worker's life: say hello, be set up, then read a task, run it, write its answer, until the
 * parent says goodbye or is gone. All of it happens on the JVM's main thread; tasks run there, and
 * nothing is handed to another thread.
 *
 * <p>The JVM ends with it: by {@code System.exit(0)}, so that exit hooks run, and by a halt when
 * these take too long.
 */
final class WorkerLoop {
  /** How long exit hooks may take: when all is well, and when the parent is gone. */
  private static final long EXIT_MILLIS = 10_000;

  private static final long ORPHAN_MILLIS = 500;

  private final Outlet outlet;
  private final Inbox inbox;
  private final Thread thread;
  private final TaskRunner runner = new TaskRunner();
  private final FrameBuffer frames = new FrameBuffer();
  private final PrintedLines out;
  private final PrintedLines err;
  private final ParentClassLoader loader;

  /**
   * What it works with, once it is set up.
   *
   * @param ownClaims the parent shares no page: this side's words are its own, and one task comes
   *     at a time
   */
  private record Desk(
      ClaimPage claims,
      boolean ownClaims,
      @Nullable SegmentWriter results,
      Watchdog watchdog,
      CurrentTask context) {}

  WorkerLoop(InputStream fromParent, OutputStream toParent, Thread thread) {
    this.outlet = new Outlet(toParent);
    this.inbox = new Inbox(new FrameReader(fromParent), outlet);
    this.thread = thread;
    this.out = PrintedLines.to(outlet, false);
    this.err = PrintedLines.to(outlet, true);
    this.loader = ParentClassLoader.create(WorkerLoop.class.getClassLoader(), inbox);
  }

  /** Runs until the parent has no more for this worker; then ends the JVM. */
  void run() {
    PrintStream standardError = System.err;
    try {
      Desk desk = setUp();
      if (desk != null) {
        work(desk);
      }
      exit(0, EXIT_MILLIS);
    } catch (ParentGoneException e) {
      exit(1, ORPHAN_MILLIS);
    } catch (IOException e) {
      standardError.println("jvmpool worker: cannot go on: " + e);
      exit(1, e instanceof FrameException ? EXIT_MILLIS : ORPHAN_MILLIS);
    } catch (RuntimeException | Error e) {
      // Threads that tasks have started must not keep alive a worker that answers nothing.
      standardError.println("jvmpool worker: cannot go on: " + e);
      exit(1, EXIT_MILLIS);
    }
  }

  private static void exit(int code, long mostMillis) {
    Thread halt =
        new Thread(
            () -> {
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(mostMillis));
              Runtime.getRuntime().halt(code);
            },
            "jvmpool-halt");
    halt.setDaemon(true);
    halt.start();
    System.exit(code);
  }

  // ---- set-up

  /** Says hello, is set up, runs the initializer; returns null when it is not to work. */
  private @Nullable Desk setUp() throws IOException {
    new HelloMessage(
            HelloMessage.PROTOCOL,
            String.valueOf(WorkerLoop.class.getPackage().getImplementationVersion()),
            Runtime.version().feature())
        .write(frames.begin());
    frames.end(FrameType.HELLO, 0, 0, 0);
    outlet.write(frames);
    Frame frame = inbox.next();
    if (frame == null) {
      return null;
    }
    if (frame.type() != FrameType.SETUP) {
      throw new FrameException("expected to be set up, but got a " + frame);
    }
    SetupMessage setup = frame.message(SetupMessage::read);
    String page = setup.claimPage();
    ClaimPage claims;
    try {
      claims = page == null ? ClaimPage.inMemory(ClaimPage.SLOTS) : ClaimPage.open(Path.of(page));
    } catch (IOException e) {
      return unready(FailureMessage.Kind.SETUP, e);
    }
    if (page != null) {
      inbox.watch(claims);
      outlet.ring(claims);
    }
    SegmentWriter results = null;
    String segments = setup.segments();
    if (segments != null) {
      inbox.take(new SegmentReader(Path.of(segments + "0"), claims, ClaimPage.TO_WORKER));
      results = new SegmentWriter(Path.of(segments + "1"), claims, ClaimPage.TO_PARENT);
    }
    WorkerJvm.depth(setup.depth());
    CurrentTask context = new CurrentTask(setup.index(), setup.pid(), setup.pool());
    WorkerContexts.setForJvm(context);
    Watchdog watchdog =
        new Watchdog(
            setup.parentPid(),
            setup.parentStarted(),
            claims,
            outlet,
            results,
            thread,
            () -> exit(1, ORPHAN_MILLIS));
    watchdog.start();
    Family.join(() -> family(inbox));
    BroadcastStore.askParentWith(key -> inbox.ask(WantedMessage.Kind.BROADCAST, key));
    System.setOut(out);
    System.setErr(err);
    if (setup.takesLogs()) {
      LogRelay.start(outlet, inbox);
    }
    thread.setContextClassLoader(loader);
    FunctionMessage initializer = setup.initializer();
    if (initializer != null) {
      try {
        runner.initialize(initializer, loader);
      } catch (Throwable t) {
        return unready(FailureMessage.Kind.THREW, t);
      } finally {
        tidyUp();
      }
    }
    frames.begin();
    frames.end(FrameType.READY, 0, 0, 0);
    outlet.write(frames);
    return new Desk(claims, page == null, results, watchdog, context);
  }

  /** Where the family's memory is; the parent founds the family if need be, or asks its own. */
  private static String family(Inbox inbox) {
    byte[] address = inbox.ask(WantedMessage.Kind.FAMILY, "");
    if (address == null) {
      throw new IllegalStateException("the parent cannot share memory with its workers");
    }
    return new String(address, UTF_8);
  }

  private @Nullable Desk unready(FailureMessage.Kind kind, Throwable why) {
    frames.drop();
    new ChunkOutcome.Failure(kind, why).write(frames.begin());
    frames.end(FrameType.UNREADY, 0, 0, 0);
    outlet.write(frames);
    return null;
  }

  // ---- work

  private void work(Desk desk) throws IOException {
    Frame frame;
    while ((frame = inbox.next()) != null) {
      switch (frame.type()) {
        case TASK -> runTask(desk, frame);
        case FUNCTION -> runner.learn((int) frame.id(), frame.message(FunctionMessage::read));
        case FORGET -> runner.forget((int) frame.id());
        case RELEASE -> BroadcastStore.release(new String(frame.payload(), UTF_8));
        case BYE -> {
          return;
        }
        default -> throw new FrameException("a worker cannot be sent a " + frame);
      }
    }
  }

  private void runTask(Desk desk, Frame frame) throws FrameException {
    ClaimPage claims = desk.claims();
    int slot = frame.slot();
    if (desk.ownClaims()) {
      claims.offer(slot, frame.id());
    }
    if (!claims.claim(slot, frame.id())) {
      frames.begin();
      frames.end(FrameType.SKIPPED, 0, frame.slot(), frame.id());
      outlet.write(frames);
      return;
    }
    desk.context().starts(frame.id());
    long limit = TaskMessage.limitNanos(frame);
    if (limit > 0) {
      desk.watchdog().taskStarts(frame, limit);
    }
    runner.run(frame, frames, loader);
    tidyUp();
    if (limit > 0) {
      desk.watchdog().taskEnds();
    }
    if (desk.results() != null) {
      frames.moveInto(desk.results());
    }
    if (!claims.finish(slot, frame.id())) {
      awaitDeath();
    }
    outlet.write(frames);
  }

  /** Undoes what a task may have left behind on this thread and in this JVM. */
  private void tidyUp() {
    if (System.out != out) {
      flush(System.out);
      System.setOut(out);
    }
    if (System.err != err) {
      flush(System.err);
      System.setErr(err);
    }
    out.finishLine();
    err.finishLine();
    Thread.interrupted();
    if (thread.getContextClassLoader() != loader) {
      thread.setContextClassLoader(loader);
    }
  }

  /** What a task has put in place of a standard stream is its own affair, and may be null. */
  private static void flush(@Nullable PrintStream ofTask) {
    try {
      if (ofTask != null) {
        ofTask.flush();
      }
    } catch (RuntimeException e) {
      // Its task has returned: nothing that it left behind changes that.
    }
  }

  /**
   * This worker was condemned while its task came to an end: it starts nothing any more, and ends
   * by its parent's kill, or else with the pipe.
   */
  private void awaitDeath() {
    try {
      while (inbox.next() != null) {
        // Whatever was on its way: the parent has given it to others.
      }
    } catch (IOException e) {
      // The end, too.
    }
    exit(1, ORPHAN_MILLIS);
  }
}
