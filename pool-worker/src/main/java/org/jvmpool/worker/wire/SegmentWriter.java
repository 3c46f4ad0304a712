package org.jvmpool.worker.wire;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sender's side of a segment: a file in shared memory by which one big payload at a time goes
 * to the other side, faster than through the pipe. The frame that would have held the payload says
 * how long it is.
 *
 * <p>The file is made for the first big payload and written anew for each. A word on the {@link
 * ClaimPage} says whether the receiver has read the last one; until then the pipe has to do, as it
 * has when there is no room. Its memory is given back by {@link #giveBack} when it was not used for
 * a while, and at the end of both processes: the receiver removes the name when it has opened the
 * file, so that no crash leaves it.
 *
 * <p>Bytes are written and read by system calls, never through a mapping: a full or shortened file
 * is an exception and not a signal that ends the JVM. Safe for many threads.
 */
public final class SegmentWriter implements AutoCloseable {
  /** A payload that is shorter is better off in the pipe. */
  public static final int THRESHOLD = 1 << 20;

  /** How long the memory is kept after the last use. */
  public static final long KEEP_NANOS = 1_000_000_000L;

  /** So much is copied at a time: what stays in a processor's cache. */
  static final int STEP = 65_536;

  private final Path file;
  private final ClaimPage page;
  private final int direction;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private @Nullable FileChannel channel;
  private @Nullable ByteBuffer step;
  private long size;
  private long lastUsed;
  private boolean unusable;

  /**
   * @param file to be made in shared memory when it is first needed
   * @param direction {@link ClaimPage#TO_WORKER} or {@link ClaimPage#TO_PARENT}
   */
  public SegmentWriter(Path file, ClaimPage page, int direction) {
    this.file = file;
    this.page = page;
    this.direction = direction;
  }

  /**
   * Writes a payload, if there is room for it and the one before was read.
   *
   * @return whether it is there; if not, it has to go through the pipe
   */
  public boolean write(byte[] bytes, int from, int length) {
    lock.lock();
    try {
      if (unusable || length < THRESHOLD || !page.isFree(direction) || !hasRoom(length)) {
        return false;
      }
      fill(bytes, from, length);
      size = Math.max(size, length);
      lastUsed = System.nanoTime();
      page.filled(direction);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      // No room after all, or no such file can be made.
      unusable = channel == null || !truncate();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Not the last half of the room: a full /dev/shm hurts everybody. */
  private boolean hasRoom(int length) {
    return length <= size
        || length - size <= Objects.requireNonNull(file.getParent()).toFile().getUsableSpace() / 2;
  }

  private void fill(byte[] bytes, int from, int length) throws IOException {
    if (channel == null) {
      channel = create(file);
      step = ByteBuffer.allocateDirect(STEP);
    }
    ByteBuffer copied = Objects.requireNonNull(step);
    for (int at = 0; at < length; at += STEP) {
      copied.clear();
      copied.put(bytes, from + at, Math.min(STEP, length - at)).flip();
      while (copied.hasRemaining()) {
        channel.write(copied, at + copied.position());
      }
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** Whether there is memory that {@link #giveBack} would give back sooner or later. */
  public boolean holdsMemory() {
    lock.lock();
    try {
      return size > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the memory back if it was not used for a while. Does not wait for a writer. */
  public void giveBack() {
    if (lock.tryLock()) {
      try {
        if (size > 0
            && System.nanoTime() - lastUsed >= KEEP_NANOS
            && page.isFree(direction)
            && !truncate()) {
          unusable = true;
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean truncate() {
    try {
      if (channel != null) {
        channel.truncate(0);
      }
      size = 0;
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Gives up the file; the receiver may still read what it has opened. */
  @Override
  public void close() {
    lock.lock();
    try {
      unusable = true;
      size = 0;
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing depends on it.
    } finally {
      lock.unlock();
    }
    delete(file);
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next JVM of this user sweeps.
    }
  }

  /** Where segments may be: memory that processes share as files. */
  public static @Nullable Path place() {
    File place = new File("/dev/shm");
    return place.isDirectory() && place.canWrite() ? place.toPath() : null;
  }
}
