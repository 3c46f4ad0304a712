package org.jvmpool.worker;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jvmpool.VoidTask;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.EncodedFunction;
import org.jvmpool.worker.codec.MessageOutput;
import org.jvmpool.worker.wire.ChunkOutcome;
import org.jvmpool.worker.wire.FailureMessage;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.FunctionMessage;
import org.jvmpool.worker.wire.ProcessMessage;

/**
 * What a child JVM does until it is told what it is to be: says hello, waits, and makes itself
 * ready when it is to be a spare. All on the JVM's main thread.
 */
final class Standby {
  private Standby() {}

  /** Waits for the first frame that is more than a preparation. Ends the JVM with the parent. */
  static Frame await(ParentLink link) {
    try {
      link.hello();
      Frame frame;
      while ((frame = link.inbox().next()) != null) {
        if (frame.type() != FrameType.PREPARE) {
          return frame;
        }
        if (!prepare(frame, link)) {
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

  /** Whether this JVM can be used. */
  private static boolean prepare(Frame frame, ParentLink link) {
    try {
      link.install(Thread.currentThread(), frame.has(Frame.TAKES_LOGS));
      rehearse(link.loader());
      if (frame.payload().length > 0) {
        FunctionMessage preload = frame.message(FunctionMessage::read);
        ((VoidTask) new TaskFunctions().once(preload, link.loader())).run();
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

  /**
   * Does once what starting a process takes, so that its classes are there: to rebuild a function
   * that holds something, and to print a line.
   */
  private static void rehearse(ClassLoader loader) throws Exception {
    String held = "rehearsal";
    EncodedFunction task =
        Codec.shared().encodeFunction((VoidTask) () -> Objects.requireNonNull(held));
    Output out = new MessageOutput(512);
    new ProcessMessage(
            held,
            false,
            1,
            1,
            1,
            0,
            held,
            new FunctionMessage(task.shape(), task.captured()),
            false)
        .write(out);
    ProcessMessage read = ProcessMessage.read(new BoundedInput(out.toBytes()));
    ((VoidTask) new TaskFunctions().once(read.main(), loader)).run();
    PrintedLines lines =
        PrintedLines.to(new Outlet(OutputStream.nullOutputStream()), /* error= */ false);
    lines.println(held);
    Class.forName(ProcessBody.class.getName());
    Class.forName(ParentWatch.class.getName());
    new ParentJvm(1, 0, held).lives();
  }
}
