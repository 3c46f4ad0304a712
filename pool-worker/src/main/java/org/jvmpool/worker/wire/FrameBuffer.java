package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jvmpool.worker.codec.MessageOutput;

/**
 * Frames on their way out: gathered in memory, then written at once, so that nothing half-made ever
 * reaches a pipe. For one thread at a time; reused.
 */
public final class FrameBuffer {
  private static final int INITIAL = 512;
  private static final int STEP = 65_536;
  private static final int KEPT = 1 << 20;
  private static final byte[] BLANK = new byte[FrameLayout.HEADER];

  private Output output = new MessageOutput(INITIAL);
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

  /** The header of a frame whose payload is written by itself, right behind it. */
  public void addHeader(FrameType type, int flags, int slot, long id, int payload) {
    int at = output.position();
    output.writeBytes(BLANK);
    FrameLayout.write(output.getBuffer(), at, type.code(), flags, slot, payload, id);
  }

  /**
   * Moves the payload of the only frame into the segment, if it is big and there is room; the frame
   * then says how long it is.
   */
  public void moveInto(SegmentWriter segment) {
    int length = output.position() - FrameLayout.HEADER;
    byte[] buffer = output.getBuffer();
    if (length >= SegmentWriter.THRESHOLD && segment.write(buffer, FrameLayout.HEADER, length)) {
      FrameType type = Objects.requireNonNull(FrameType.of(FrameLayout.type(buffer, 0)));
      int flags = FrameLayout.flags(buffer, 0);
      int slot = FrameLayout.slot(buffer, 0);
      long id = FrameLayout.id(buffer, 0);
      clear();
      add(type, flags | Frame.SEGMENT, slot, id, FrameLayout.number(length));
    }
  }

  /** A frame of which the payload lies in a segment. */
  public void addInSegment(FrameType type, int flags, int slot, long id, int length) {
    add(type, flags | Frame.SEGMENT, slot, id, FrameLayout.number(length));
  }

  /** Gives the bytes gathered and forgets them. */
  public byte[] take() {
    byte[] bytes = output.toBytes();
    clear();
    return bytes;
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
      write(out, output.getBuffer(), output.position());
    } finally {
      clear();
    }
  }

  /** Writes bytes that may be many. */
  public static void writeInSteps(OutputStream out, byte[] bytes) throws IOException {
    write(out, bytes, bytes.length);
  }

  /** In steps, since the JDK's file streams copy what they are given into native memory at once. */
  private static void write(OutputStream out, byte[] bytes, int length) throws IOException {
    for (int at = 0; at < length; at += STEP) {
      out.write(bytes, at, Math.min(STEP, length - at));
    }
    out.flush();
  }

  public void clear() {
    if (output.getBuffer().length > KEPT) {
      output = new MessageOutput(INITIAL);
    }
    output.setPosition(0);
    start = -1;
  }
}
