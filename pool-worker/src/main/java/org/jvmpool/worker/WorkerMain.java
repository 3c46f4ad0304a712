package org.jvmpool.worker;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameType;

/**
 * Where a child JVM begins, be it a pool's worker or a process. Its arguments name the streams of
 * the protocol: {@code fd:3 fd:4} are descriptors that the launcher has moved out of everybody's
 * way; {@code stdio} are standard input and output themselves, which tasks then must not reach.
 */
public final class WorkerMain {
  private WorkerMain() {}

  public static void main(String[] args) throws Exception {
    new HeadStart().start();
    InputStream fromParent;
    OutputStream toParent;
    if (args.length == 2 && args[0].startsWith("fd:") && args[1].startsWith("fd:")) {
      fromParent = new FileInputStream("/dev/fd/" + args[0].substring(3));
      toParent = new FileOutputStream("/dev/fd/" + args[1].substring(3));
    } else if (args.length == 1 && args[0].equals("stdio")) {
      fromParent = new FileInputStream(FileDescriptor.in);
      toParent = new FileOutputStream(FileDescriptor.out);
      System.setIn(InputStream.nullInputStream());
    } else {
      throw new IllegalArgumentException(
          "this is the main class of jvmpool's child JVMs, which only jvmpool starts; it expects"
              + " \"fd:N fd:M\" or \"stdio\", but got "
              + String.join(" ", args));
    }
    ParentLink link = new ParentLink(fromParent, toParent);
    Standby standby = new Standby(link);
    Frame first = standby.await();
    if (first.type() == FrameType.PROCESS) {
      standby.process().run(first);
    } else {
      new WorkerLoop(link, Thread.currentThread()).run(first);
    }
  }
}
