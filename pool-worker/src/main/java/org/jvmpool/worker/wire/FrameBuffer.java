package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Frames on their way out: gathered in memory, then written at once, so that nothing half-made ever
 * reaches a pipe. For one thread at a time; reused.
 */
public final class FrameBuffer {
  private static final int INITIAL = 512;
  private static final int KEPT = 1 << 20;
  private static final byte[] BLANK = new byte[FrameLayout.HEADER];

  private Output output = new Output(INITIAL, -1);
  private int start = -1;

  /** Begins a frame; its payload is what is then appended to {@link #output}. */
  public Output begin() {
    start = output.position();
    output.writeBytes(BLANK);
    return output;
  }

  /** Ends the frame that was begun. */
  public void end(FrameType type, int flags, int slot, long id) {
    int length = output.position() - start - FrameLayout.HEADER;
    FrameLayout.write(output.getBuffer(), start, type.code(), flags, slot, length, id);
    start = -1;
  }

  /** Drops the frame that was begun, and what had been appended to it. */
  public void drop() {
    if (start >= 0) {
      output.setPosition(start);
      start = -1;
    }
  }

  /** A whole frame with a payload that is there already. */
  public void add(FrameType type, int flags, int slot, long id, byte[] payload) {
    Output out = begin();
    out.writeBytes(payload);
    end(type, flags, slot, id);
  }

  public Output output() {
    return output;
  }

  /** Bytes gathered. */
  public int size() {
    return output.position();
  }

  /** What a frame with such a payload takes. */
  public static int sizeOf(int payload) {
    return FrameLayout.HEADER + payload;
  }

  /** Writes all frames in one piece and forgets them. */
  public void writeTo(OutputStream out) throws IOException {
    try {
      out.write(output.getBuffer(), 0, output.position());
      out.flush();
    } finally {
      clear();
    }
  }

  public void clear() {
    if (output.getBuffer().length > KEPT) {
      output = new Output(INITIAL, -1);
    }
    output.setPosition(0);
    start = -1;
  }
}
