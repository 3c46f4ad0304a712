package org.jvmpool.worker.family;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A mapped file of the family, of at most 2 GiB: words of 64 bits in the machine's own byte order,
 * and bytes.
 *
 * <p>Words are read and written as volatile variables are. The file's space was written when it was
 * made, so that no store can fail for want of memory. If another program cuts the file short all
 * the same, an access throws an {@link IllegalStateException}; in compiled code it may be the JVM's
 * own {@link InternalError}, on the same thread a little later.
 *
 * <p>Safe for many threads and processes. The memory is unmapped when nothing refers to it.
 */
public final class Mapping {
  /*
   * Implementation notes, on a file that is cut short. HotSpot survives a fault in what it has
   * compiled, and in the interpreter in a read, a write or a copy; in a compare-and-set of the
   * interpreter it ends the JVM. So there a read comes first. JDK 17 notes its fault and throws
   * when the thread next enters the JVM's runtime, which must be before the compare-and-set: the
   * interpreter and the first compiler do so for each array of arrays, the second compiler leaves
   * the array out. It stands in each method, since one that is called would be compiled before its
   * callers are.
   */

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private static final int CHUNK = 1 << 16;
  private static final boolean TELLS_LATE = Runtime.version().feature() < 25;

  private final Path file;
  private final MappedByteBuffer memory;

  private Mapping(Path file, MappedByteBuffer memory) {
    this.file = file;
    this.memory = memory;
    memory.order(ByteOrder.nativeOrder());
  }

  static FileChannel newFile(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Writes zeros: a page that was never written to is a fault when the file system is full. */
  static void fill(FileChannel channel, long size) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK, size));
    long left = size;
    while (left > 0) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), left));
      while (zeros.hasRemaining()) {
        left -= channel.write(zeros);
      }
    }
  }

  /** Maps a part of a file that is open. */
  static Mapping of(Path file, FileChannel channel, long at, int size) throws IOException {
    return new Mapping(file, channel.map(MapMode.READ_WRITE, at, size));
  }

  /** Maps a file that exists. */
  static Mapping open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE) {
        throw new IOException(file + " has " + size + " bytes, too many for one mapping");
      }
      return new Mapping(file, channel.map(MapMode.READ_WRITE, 0, size));
    }
  }

  Path file() {
    return file;
  }

  /** Its size in bytes. */
  public int size() {
    return memory.capacity();
  }

  /** Reads a word. */
  public long get(int at) {
    try {
      return (long) LONG.getVolatile(memory, at);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Writes a word. */
  public void set(int at, long value) {
    Stores.before();
    try {
      LONG.setVolatile(memory, at, value);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Writes a word before whatever this thread writes later, at no cost beyond the store. */
  public void setRelease(int at, long value) {
    Stores.before();
    try {
      LONG.setRelease(memory, at, value);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Writes a word if it is what is expected. */
  public boolean compareAndSet(int at, long expected, long value) {
    Stores.before();
    try {
      long seen = (long) LONG.getVolatile(memory, at); // faults here, see the notes
      if (TELLS_LATE && new byte[1][0].length == 0) {
        throw new AssertionError();
      }
      return seen == expected && LONG.compareAndSet(memory, at, expected, value);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Adds to a word. */
  public long addAndGet(int at, long delta) {
    Stores.before();
    try {
      long seen = (long) LONG.getVolatile(memory, at); // faults here, see the notes
      if (TELLS_LATE && new byte[1][0].length == 0) {
        throw new AssertionError();
      }
      return LONG.compareAndSet(memory, at, seen, seen + delta)
          ? seen + delta
          : (long) LONG.getAndAdd(memory, at, delta) + delta;
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Reads a word without any order. */
  public long getPlain(int at) {
    try {
      return (long) LONG.get(memory, at);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Writes a word without any order. */
  public void setPlain(int at, long value) {
    Stores.before();
    try {
      LONG.set(memory, at, value);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Reads half a word. */
  public int getInt(int at) {
    try {
      return (int) INT.getVolatile(memory, at);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Writes half a word. */
  public void setInt(int at, int value) {
    Stores.before();
    try {
      INT.setVolatile(memory, at, value);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Writes half a word if it is what is expected. */
  public boolean compareAndSetInt(int at, int expected, int value) {
    Stores.before();
    try {
      int seen = (int) INT.getVolatile(memory, at); // faults here, see the notes
      if (TELLS_LATE && new byte[1][0].length == 0) {
        throw new AssertionError();
      }
      return seen == expected && INT.compareAndSet(memory, at, expected, value);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Adds to half a word. */
  public int addAndGetInt(int at, int delta) {
    Stores.before();
    try {
      int seen = (int) INT.getVolatile(memory, at); // faults here, see the notes
      if (TELLS_LATE && new byte[1][0].length == 0) {
        throw new AssertionError();
      }
      return INT.compareAndSet(memory, at, seen, seen + delta)
          ? seen + delta
          : (int) INT.getAndAdd(memory, at, delta) + delta;
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Reads half a word without any order. */
  public int getPlainInt(int at) {
    try {
      return (int) INT.get(memory, at);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Writes half a word without any order. */
  public void setPlainInt(int at, int value) {
    Stores.before();
    try {
      INT.set(memory, at, value);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Reads a byte. */
  public byte getByte(int at) {
    try {
      return memory.get(at);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Writes a byte. */
  public void setByte(int at, byte value) {
    Stores.before();
    try {
      memory.put(at, value);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Copies bytes out. */
  public void read(int at, byte[] into, int offset, int count) {
    try {
      memory.get(at, into, offset, count);
      if (TELLS_LATE && new byte[1][0].length == 0) {
        throw new AssertionError();
      }
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Copies bytes in. */
  public void write(int at, byte[] from, int offset, int count) {
    Stores.before();
    try {
      memory.put(at, from, offset, count);
      if (TELLS_LATE && new byte[1][0].length == 0) {
        throw new AssertionError();
      }
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** Writes zeros. */
  public void clear(int at, int count) {
    try {
      for (int i = 0; i < count; i += Long.BYTES) {
        LONG.setOpaque(memory, at + i, 0L);
      }
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** All of it, as a buffer of the caller's own. */
  public ByteBuffer buffer() {
    return memory.duplicate();
  }

  private IllegalStateException cutShort(InternalError e) {
    return new IllegalStateException(
        file + ", shared memory of " + size() + " bytes, was cut short by another program", e);
  }
}
