package org.jvmpool.worker;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Where a worker JVM begins. Its arguments name the streams of the protocol: {@code fd:3 fd:4} are
 * descriptors that the launcher has moved out of everybody's way; {@code stdio} are standard input
 * and output themselves, which tasks then must not reach.
 */
public final class WorkerMain {
  private WorkerMain() {}

  public static void main(String[] args) throws IOException {
    // The parent decides what Ctrl-C means; the terminal sends it to the whole group.
    new IgnoredInterrupt().start();
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
          "this is the main class of a jvmpool worker, which only a pool starts; it expects"
              + " \"fd:N fd:M\" or \"stdio\", but got "
              + String.join(" ", args));
    }
    new WorkerLoop(fromParent, toParent, Thread.currentThread()).run();
  }
}
