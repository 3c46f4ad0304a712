package org.jvmpool.worker.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The receiver's side of a {@link SegmentWriter}'s segment. Opens the file when the first payload
 * lies in it, and removes its name. For the thread that reads frames; closing is for any.
 */
public final class SegmentReader implements AutoCloseable {
  private final Path file;
  private final ClaimPage page;
  private final int direction;

  private @Nullable FileChannel channel; // guarded by this
  private boolean closed; // guarded by this
  private @Nullable ByteBuffer step;

  public SegmentReader(Path file, ClaimPage page, int direction) {
    this.file = file;
    this.page = page;
    this.direction = direction;
  }

  /**
   * Takes the payload out, so that the segment is free for the next.
   *
   * @throws FrameException when it is not there or not whole
   */
  byte[] read(long length) throws FrameException {
    if (length < 0 || length > FrameReader.MAX_PAYLOAD || page.isFree(direction)) {
      throw new FrameException("no segment holds a payload of " + length + " bytes");
    }
    try {
      FileChannel open = open();
      if (open.size() < length) {
        throw new FrameException(
            "the segment holds " + open.size() + " of the " + length + " bytes of a payload");
      }
      byte[] payload = new byte[(int) length];
      ByteBuffer copied = Objects.requireNonNull(step);
      for (int at = 0; at < payload.length; ) {
        copied.clear().limit(Math.min(SegmentWriter.STEP, payload.length - at));
        int n = open.read(copied, at);
        if (n <= 0) {
          throw new FrameException("the segment ends after " + at + " of " + length + " bytes");
        }
        copied.flip().get(payload, at, n);
        at += n;
      }
      page.emptied(direction);
      return payload;
    } catch (FrameException e) {
      throw e;
    } catch (IOException e) {
      throw new FrameException("the segment with a payload cannot be read: " + e, e);
    }
  }

  private synchronized FileChannel open() throws IOException {
    if (closed) {
      throw new IOException("it is closed");
    }
    if (channel == null) {
      channel = FileChannel.open(file, StandardOpenOption.READ);
      step = ByteBuffer.allocateDirect(SegmentWriter.STEP);
      SegmentWriter.delete(file);
    }
    return channel;
  }

  /** Gives up the file, and its name if it was never opened; idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing depends on it.
    }
    SegmentWriter.delete(file);
  }
}
