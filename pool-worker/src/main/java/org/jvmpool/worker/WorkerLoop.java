package org.jvmpool.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.spi.WorkerContexts;
import org.jvmpool.worker.wire.ChunkOutcome;
import org.jvmpool.worker.wire.ClaimPage;
import org.jvmpool.worker.wire.FailureMessage;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameException;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.FunctionMessage;
import org.jvmpool.worker.wire.SegmentReader;
import org.jvmpool.worker.wire.SegmentWriter;
import org.jvmpool.worker.wire.SetupMessage;
import org.jvmpool.worker.wire.TaskMessage;

/**
 * A worker's life: say hello, be set up, then read a task, run it, write its answer, until the
 * parent says goodbye or is gone. All of it happens on the JVM's main thread; tasks run there, and
 * nothing is handed to another thread.
 *
 * <p>The JVM ends with it: by {@code System.exit(0)}, so that exit hooks run, and by a halt when
 * these take too long.
 */
final class WorkerLoop {
  private final Outlet outlet;
  private final Inbox inbox;
  private final Thread thread;
  private final TaskRunner runner = new TaskRunner();
  private final FrameBuffer frames = new FrameBuffer();
  private final PrintedLines out;
  private final PrintedLines err;
  private final ParentClassLoader loader;
  private final ParentLink link;

  /** Files that it shares with the parent, by their names; empty before it is set up. */
  private volatile List<Path> shared = List.of();

  /** It runs user code whose outcome the parent has not been told. */
  private volatile boolean busy = true;

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

  WorkerLoop(ParentLink link, Thread thread) {
    this.link = link;
    this.outlet = link.outlet();
    this.inbox = link.inbox();
    this.thread = thread;
    this.out = link.out();
    this.err = link.err();
    this.loader = link.loader();
  }

  /**
   * Runs until the parent has no more for this worker; then ends the JVM.
   *
   * @param first what the parent has said first
   */
  void run(Frame first) {
    PrintStream standardError = System.err;
    try {
      Desk desk = setUp(first);
      if (desk != null) {
        work(desk);
      }
      deleteShared();
      JvmEnd.exit(0, JvmEnd.EXIT_MILLIS);
    } catch (ParentGoneException e) {
      endWithoutParent();
    } catch (IOException e) {
      standardError.println("jvmpool worker: cannot go on: " + e);
      tidyUpAlone();
      JvmEnd.exit(1, e instanceof FrameException ? JvmEnd.EXIT_MILLIS : JvmEnd.ORPHAN_MILLIS);
    } catch (RuntimeException | Error e) {
      // Threads that tasks have started must not keep alive a worker that answers nothing.
      standardError.println("jvmpool worker: cannot go on: " + e);
      JvmEnd.exit(1, JvmEnd.EXIT_MILLIS);
    }
  }

  // ---- without a parent

  private void endWithoutParent() {
    tidyUpAlone();
    JvmEnd.exit(1, JvmEnd.ORPHAN_MILLIS);
  }

  /**
   * Does what the parent does for a worker that is killed: what a task that has not come to its end
   * has started goes with it, and no file is left. Nothing of that keeps the worker from ending.
   */
  private void tidyUpAlone() {
    try {
      if (busy) {
        Offspring.killOthers();
      }
      deleteShared();
    } catch (RuntimeException | Error e) {
      // It ends all the same; the next JVM of this user sweeps.
    }
  }

  private void deleteShared() {
    for (Path file : shared) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // The next JVM of this user sweeps.
      }
    }
  }

  // ---- set-up

  /** Is set up, runs the initializer; returns null when it is not to work. */
  private @Nullable Desk setUp(Frame frame) throws IOException {
    if (frame.type() != FrameType.SETUP) {
      throw new FrameException("expected to be set up, but got a " + frame);
    }
    SetupMessage setup = frame.message(SetupMessage::read);
    String page = setup.claimPage();
    shared = sharedWith(setup);
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
    ParentJvm parent = new ParentJvm(setup.parentPid(), setup.parentStarted(), setup.parentName());
    WorkerJvm.become(setup.pool() + "-" + setup.index(), true, setup.depth(), parent);
    CurrentTask context = new CurrentTask(setup.index(), setup.pid(), setup.pool());
    WorkerContexts.setForJvm(context);
    Watchdog watchdog =
        new Watchdog(
            parent,
            claims,
            outlet,
            results,
            thread,
            () -> {
              parent.ended();
              endWithoutParent();
            });
    watchdog.start();
    link.install(thread, setup.takesLogs());
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
    busy = false;
    return new Desk(claims, page == null, results, watchdog, context);
  }

  private static List<Path> sharedWith(SetupMessage setup) {
    List<Path> files = new ArrayList<>();
    if (setup.claimPage() != null) {
      files.add(Path.of(setup.claimPage()));
    }
    if (setup.segments() != null) {
      files.add(Path.of(setup.segments() + "0"));
      files.add(Path.of(setup.segments() + "1"));
    }
    return files;
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
    busy = true;
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
    busy = false;
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
    endWithoutParent();
  }
}
