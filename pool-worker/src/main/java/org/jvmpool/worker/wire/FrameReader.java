package org.jvmpool.worker.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames from one end of a pipe. Blocks until a whole frame is there. For one thread at a
 * time.
 */
public final class FrameReader {
  /**
   * The largest payload. What is longer than an array can hold is refused by its sender; a larger
   * length on the wire is no frame of ours.
   */
  public static final long MAX_PAYLOAD = Integer.MAX_VALUE - 64L;

  /*
   * Implementation notes. The JDK's pipe streams copy through a native buffer: on the stack up to
   * 8 KiB, from malloc above. So small frames are read 8 KiB at a time, and large payloads in
   * steps, lest each read of a pipe's 64 KiB allocates the whole rest. A payload's array grows with
   * what has really arrived, so that a bad length costs no memory.
   */
  private static final int BUFFER = 8192;

  private static final int STEP = 65536;
  private static final int TRUSTED = 1 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private @Nullable SegmentReader segment;
  private @Nullable ClaimPage page;
  private int direction;

  /** Bytes taken from the stream. */
  private long taken;

  private final long maxPayload;

  public FrameReader(InputStream in) {
    this(in, MAX_PAYLOAD);
  }

  /**
   * Reads from somebody who may not send as much.
   *
   * @param maxPayload a longer payload is no frame
   */
  public FrameReader(InputStream in, long maxPayload) {
    this.in = in;
    this.maxPayload = maxPayload;
  }

  /** From now on, payloads may lie in this segment. */
  public void take(SegmentReader fromNowOn) {
    segment = fromNowOn;
  }

  /** From now on, the page tells whether there is something to read. */
  public void watch(ClaimPage onPage, int thatDirection) {
    page = onPage;
    direction = thatDirection;
  }

  /** Whether a read would not block; asks the system only if no page tells. */
  private boolean isThere() throws IOException {
    return page == null ? in.available() > 0 : page.written(direction) - taken > 0;
  }

  private int take(byte[] into, int at, int most) throws IOException {
    int n = in.read(into, at, most);
    if (n > 0) {
      taken += n;
    }
    return n;
  }

  /** Whether {@link #read} would return without reading from the stream. */
  public boolean hasFrame() {
    int have = to - from;
    return have >= FrameLayout.HEADER
        && FrameLayout.length(buffer, from) <= have - FrameLayout.HEADER;
  }

  /**
   * Reads what is there, without blocking.
   *
   * @return whether a whole frame is buffered now; a frame larger than the buffer never is
   */
  public boolean poll() throws IOException {
    if (hasFrame()) {
      return true;
    }
    if (!isThere()) {
      return false;
    }
    makeRoom();
    int n = take(buffer, to, BUFFER - to);
    if (n > 0) {
      to += n;
    }
    return hasFrame();
  }

  /** Whether the beginning of a frame is buffered, but not the whole. */
  public boolean isWithinFrame() {
    return to > from && !hasFrame();
  }

  /**
   * Waits for bytes, not longer than this, while it lets other threads run: cheaper than to block
   * when the other side is about to write.
   */
  public void spin(long nanos) throws IOException {
    if (to > from) {
      return;
    }
    long start = System.nanoTime();
    while (!isThere() && System.nanoTime() - start < nanos) {
      Thread.yield();
    }
  }

  /**
   * The next frame.
   *
   * @return null at the end of the stream
   * @throws FrameException when what arrives is no frame
   * @throws EOFException when the stream ends within a frame
   */
  public @Nullable Frame read() throws IOException {
    if (!fill(FrameLayout.HEADER)) {
      return null;
    }
    int at = from;
    if (!FrameLayout.hasMagic(buffer, at)) {
      throw new FrameException("no frame starts with the bytes " + hex(at));
    }
    FrameType type = FrameType.of(FrameLayout.type(buffer, at));
    if (type == null) {
      throw new FrameException("no frame has the type " + FrameLayout.type(buffer, at));
    }
    int flags = FrameLayout.flags(buffer, at);
    int slot = FrameLayout.slot(buffer, at);
    long length = FrameLayout.length(buffer, at);
    long id = FrameLayout.id(buffer, at);
    if (length < 0 || length > maxPayload) {
      throw new FrameException(
          "a " + type + " frame cannot be " + length + " bytes long, at most " + maxPayload);
    }
    from += FrameLayout.HEADER;
    byte[] payload = payload(type, (int) length);
    if ((flags & Frame.SEGMENT) != 0) {
      payload = inSegment(type, payload);
      flags &= ~Frame.SEGMENT;
    }
    return new Frame(type, flags, slot, id, payload);
  }

  private byte[] inSegment(FrameType type, byte[] length) throws FrameException {
    if (segment == null || length.length != Long.BYTES) {
      throw new FrameException("there is no segment for the payload of a " + type);
    }
    return segment.read(FrameLayout.number(length));
  }

  private byte[] payload(FrameType type, int length) throws IOException {
    int have = Math.min(length, to - from);
    byte[] payload = new byte[Math.min(length, Math.max(have, TRUSTED))];
    System.arraycopy(buffer, from, payload, 0, have);
    from += have;
    while (have < length) {
      if (have == payload.length) {
        payload = Arrays.copyOf(payload, (int) Math.min(length, payload.length * 2L));
      }
      int n = take(payload, have, Math.min(payload.length - have, STEP));
      if (n < 0) {
        throw new EOFException(
            "the stream ended after " + have + " of the " + length + " bytes of a " + type);
      }
      have += n;
    }
    return payload;
  }

  /** Makes sure that so many bytes are buffered; false at the end of the stream. */
  private boolean fill(int wanted) throws IOException {
    if (to - from >= wanted) {
      return true;
    }
    makeRoom();
    while (to < wanted) {
      int n = take(buffer, to, BUFFER - to);
      if (n < 0) {
        if (to == 0) {
          return false;
        }
        throw new EOFException("the stream ended after " + to + " bytes of a frame's header");
      }
      to += n;
    }
    return true;
  }

  private void makeRoom() {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
  }

  private String hex(int at) {
    StringBuilder hex = new StringBuilder();
    for (int i = at; i < at + FrameLayout.HEADER; i++) {
      hex.append(String.format("%02x", buffer[i]));
    }
    return hex.toString();
  }
}
