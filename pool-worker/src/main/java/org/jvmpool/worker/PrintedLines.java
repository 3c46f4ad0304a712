package org.jvmpool.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.OutputMessage;

/**
 * Takes the place of {@code System.out} or {@code System.err} in a worker: sends what is printed to
 * the parent, whole lines at a time, each as soon as it is complete.
 */
final class PrintedLines extends PrintStream {
  /** A line longer than this is sent in pieces. */
  private static final int LONGEST = 8192;

  private final Lines lines;

  private PrintedLines(Lines lines) {
    super(lines, false, StandardCharsets.UTF_8);
    this.lines = lines;
  }

  static PrintedLines to(Outlet outlet, boolean error) {
    return new PrintedLines(new Lines(outlet, error));
  }

  /** Sends what was printed without a line end; called when a task is over. */
  void finishLine() {
    lines.finish();
  }

  /**
   * This JVM is about to end: what was printed without a line end is sent, and what is printed from
   * now on is sent at once, whole line or not.
   */
  void hurry() {
    lines.hurry();
  }

  /** A task cannot close the worker's output: it only ends its line. */
  @Override
  public void close() {
    flush();
  }

  private static final class Lines extends OutputStream {
    private final Outlet outlet;
    private final int flags;
    private final FrameBuffer frame = new FrameBuffer();
    private byte[] pending = new byte[256];
    private boolean hurrying;

    /** Written under this object's monitor; read without it to see that there is nothing. */
    private volatile int size;

    Lines(Outlet outlet, boolean error) {
      this.outlet = outlet;
      this.flags = error ? Frame.ERROR : 0;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      List<String> whole = null;
      int start = offset;
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] == '\n') {
          append(bytes, start, i - start);
          whole = whole == null ? new ArrayList<>() : whole;
          whole.add(take());
          start = i + 1;
        } else if (size + i - start >= LONGEST && isStartOfCharacter(bytes[i])) {
          append(bytes, start, i - start);
          whole = whole == null ? new ArrayList<>() : whole;
          whole.add(take());
          start = i;
        }
      }
      append(bytes, start, offset + length - start);
      try {
        if (hurrying && size > 0) {
          whole = whole == null ? new ArrayList<>() : whole;
          whole.add(take());
          send(whole, flags | Frame.UNFINISHED);
        } else if (whole != null) {
          send(whole, flags);
        }
      } catch (ParentGoneException e) {
        throw new IOException(e); // which a PrintStream keeps to itself
      }
    }

    void finish() {
      if (size > 0) {
        synchronized (this) {
          if (size > 0) {
            send(List.of(take()), flags);
          }
        }
      }
    }

    synchronized void hurry() {
      hurrying = true;
      if (size > 0) {
        send(List.of(take()), flags | Frame.UNFINISHED);
      }
    }

    private static boolean isStartOfCharacter(byte b) {
      return (b & 0xC0) != 0x80;
    }

    private void append(byte[] bytes, int from, int length) {
      if (size + length > pending.length) {
        pending = Arrays.copyOf(pending, Math.max(size + length, pending.length * 2));
      }
      System.arraycopy(bytes, from, pending, size, length);
      size += length;
    }

    private String take() {
      int length = size > 0 && pending[size - 1] == '\r' ? size - 1 : size;
      size = 0;
      return new String(pending, 0, length, StandardCharsets.UTF_8);
    }

    private void send(List<String> whole, int withFlags) {
      new OutputMessage(whole).write(frame.begin());
      frame.end(FrameType.OUTPUT, withFlags, 0, 0);
      outlet.write(frame);
    }
  }
}
