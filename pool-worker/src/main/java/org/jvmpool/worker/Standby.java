package org.jvmpool.worker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.jvmpool.VoidTask;
import org.jvmpool.worker.wire.ChunkOutcome;
import org.jvmpool.worker.wire.FailureMessage;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.PrepareMessage;

/**
 * What a child JVM does until it is told what it is to be: says hello, waits, and makes itself
 * ready when it is to be a spare. All on the JVM's main thread.
 */
final class Standby {
  private final ParentLink link;
  private @Nullable ProcessBody body; // made when it is prepared, or needed

  Standby(ParentLink link) {
    this.link = link;
  }

  /** Waits for the first frame that is more than a preparation. Ends the JVM with the parent. */
  Frame await() {
    try {
      link.hello();
      Frame frame;
      while ((frame = link.inbox().next()) != null) {
        if (frame.type() != FrameType.PREPARE) {
          return frame;
        }
        if (!prepare(frame)) {
          JvmEnd.exit(1, JvmEnd.EXIT_MILLIS);
        }
      }
    } catch (IOException e) {
      System.err.println("jvmpool: a child JVM cannot go on: " + e);
    } catch (ParentGoneException e) {
      // As at the end of the pipe.
    }
    JvmEnd.exit(1, JvmEnd.ORPHAN_MILLIS);
    throw new AssertionError("System.exit returned");
  }

  /** What a JVM is that is told to be a process. */
  ProcessBody process() {
    if (body == null) {
      body = new ProcessBody(link, Thread.currentThread());
    }
    return body;
  }

  /** Whether this JVM can be used. */
  private boolean prepare(Frame frame) {
    try {
      PrepareMessage message = frame.message(PrepareMessage::read);
      link.install(Thread.currentThread(), message.takesLogs());
      process();
      Rehearsal.perform(link.loader());
      message.expected().forEach(Rehearsal::lookUp);
      if (message.preload() != null) {
        ((VoidTask) new TaskFunctions().once(message.preload(), link.loader())).run();
      }
    } catch (Throwable t) {
      FrameBuffer failure = new FrameBuffer();
      new ChunkOutcome.Failure(FailureMessage.Kind.THREW, t).write(failure.begin());
      failure.end(FrameType.UNREADY, 0, 0, 0);
      link.outlet().write(failure);
      return false;
    }
    link.say(FrameType.READY);
    return true;
  }
}
