package org.jvmpool.impl.process;

import java.io.PrintStream;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameException;
import org.jvmpool.worker.wire.OutputMessage;

/**
 * Prints what a child JVM prints, whole lines at a time, to the standard stream of this program of
 * the same kind. What was printed in pieces is put together here. Used by the thread that reads the
 * child's frames; lines of native code come on the child's stderr thread.
 */
final class ChildOutput {
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder err = new StringBuilder();

  void take(Frame frame) throws FrameException {
    boolean error = frame.has(Frame.ERROR);
    StringBuilder begun = error ? err : out;
    OutputMessage message = frame.message(OutputMessage::read);
    int left = message.lines().size();
    for (String line : message.lines()) {
      begun.append(line);
      left--;
      if (left > 0 || !frame.has(Frame.UNFINISHED)) {
        finish(begun, error);
      }
    }
  }

  /** Nothing more will come. */
  void end() {
    if (out.length() > 0) {
      finish(out, false);
    }
    if (err.length() > 0) {
      finish(err, true);
    }
  }

  private static void finish(StringBuilder line, boolean error) {
    String text = line.toString();
    line.setLength(0);
    print(text, error);
  }

  /** A line of the child's own standard error: of the JVM, of native code, of a grandchild. */
  static void nativeLine(String line) {
    print(line, true);
  }

  private static void print(String line, boolean error) {
    PrintStream stream = error ? System.err : System.out;
    if (stream == null) {
      return;
    }
    try {
      stream.println(line);
    } catch (RuntimeException e) {
      // What a program has put in place of a standard stream must not stop the reading.
    }
  }
}
