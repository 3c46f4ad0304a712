package org.jvmpool.worker.family;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.ToLongFunction;

/**
 * The files of one family: in its directory, which is in {@code /dev/shm} where that can be used;
 * what finds no room there, in its overflow directory, which is in the temporary directory. Where
 * there is no {@code /dev/shm} both are the same.
 *
 * <p>A file is made with all its space written. Safe for all threads and processes of the family.
 * An interrupt, which closes a file that a thread works on, ends nothing here: a message of a queue
 * may hang on it.
 */
public final class Segments {
  /** Left free in shared memory for everybody else: other programs fail less gracefully. */
  private static final long RESERVE = 2 << 20;

  /** The room of a directory whose file system cannot be asked: what is written there shows it. */
  private static final long UNKNOWN = -1;

  /** Java copies what it writes to memory outside of its heap, as much as it is given. */
  private static final int PIECE = 1 << 20;

  private final Path directory;
  private final Path overflow;
  private final ToLongFunction<Path> room;

  /** What is done with a file, anew from its beginning when an interrupt has closed it. */
  @FunctionalInterface
  private interface FileWork<T> {
    T run() throws IOException;
  }

  private static <T> T uninterruptibly(FileWork<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.run();
        } catch (ClosedByInterruptException e) {
          interrupted = true;
          Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  Segments(Path directory, Path overflow) {
    this(directory, overflow, Segments::usable);
  }

  /** For tests: {@code room} tells how many bytes a directory has to offer; -1 if nobody knows. */
  Segments(Path directory, Path overflow, ToLongFunction<Path> room) {
    this.directory = directory;
    this.overflow = overflow;
    this.room = room;
  }

  private static long usable(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private boolean hasRoomInMemory(long size) {
    return !directory.equals(overflow) && room.applyAsLong(directory) - RESERVE >= size;
  }

  /** A file that is too big is told before the file system is full of its beginning. */
  private void checkOverflow(long size) throws IOException {
    long left = room.applyAsLong(overflow);
    if (left != UNKNOWN && left < size) {
      throw new IOException(
          overflow
              + " has room for "
              + left
              + " bytes, and "
              + (directory.equals(overflow) ? "" : directory + " for not so many, ")
              + "but "
              + size
              + " are needed");
    }
  }

  Path directory() {
    return directory;
  }

  Path overflow() {
    return overflow;
  }

  /** Makes a file of zeros where there is room for it, and maps it. */
  public Mapping create(String name, int size) throws IOException {
    return create(name, size, size)[0];
  }

  /** Makes a file of zeros where there is room for it, and maps it in parts of a size. */
  public Mapping[] create(String name, long size, int part) throws IOException {
    if (hasRoomInMemory(size)) {
      try {
        return uninterruptibly(() -> make(directory.resolve(name), size, part));
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (IOException e) {
        // Somebody else was faster; the overflow directory, then.
      }
    }
    checkOverflow(size);
    return uninterruptibly(() -> make(overflow.resolve(name), size, part));
  }

  private static Mapping[] make(Path file, long size, int part) throws IOException {
    try (FileChannel channel = Mapping.newFile(file)) {
      try {
        Mapping.fill(channel, size);
        return map(file, channel, size, part);
      } catch (IOException | OutOfMemoryError e) {
        Files.deleteIfExists(file);
        throw e;
      }
    }
  }

  private static Mapping[] map(Path file, FileChannel channel, long size, int part)
      throws IOException {
    Mapping[] parts = new Mapping[(int) ((size + part - 1) / part)];
    for (int i = 0; i < parts.length; i++) {
      long at = (long) i * part;
      parts[i] = Mapping.of(file, channel, at, (int) Math.min(part, size - at));
    }
    return parts;
  }

  /** Makes a file of these bytes where there is room for it. */
  public void write(String name, byte[] from, int offset, int length) throws IOException {
    if (hasRoomInMemory(length)) {
      try {
        writeTo(directory.resolve(name), from, offset, length);
        return;
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (IOException e) {
        // Somebody else was faster; the overflow directory, then.
      }
    }
    checkOverflow(length);
    writeTo(overflow.resolve(name), from, offset, length);
  }

  private static void writeTo(Path file, byte[] from, int offset, int length) throws IOException {
    uninterruptibly(() -> tryToWrite(file, from, offset, length));
  }

  private static Path tryToWrite(Path file, byte[] from, int offset, int length)
      throws IOException {
    try (FileChannel channel = Mapping.newFile(file)) {
      try {
        int done = 0;
        while (done < length) {
          int piece = Math.min(PIECE, length - done);
          done += channel.write(ByteBuffer.wrap(from, offset + done, piece));
        }
        return file;
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    }
  }

  /** Reads a file that has as many bytes as there is room for. */
  public void read(String name, byte[] into) throws IOException {
    Path file = find(name);
    uninterruptibly(() -> tryToRead(file, into));
  }

  private static byte[] tryToRead(Path file, byte[] bytes) throws IOException {
    int length = bytes.length;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != length) {
        throw new IOException(file + " has " + channel.size() + " bytes and not " + length);
      }
      int done = 0;
      while (done < length) {
        int piece = Math.min(PIECE, length - done);
        int read = channel.read(ByteBuffer.wrap(bytes, done, piece));
        if (read < 0) {
          throw new IOException(file + " was cut short by another program");
        }
        done += read;
      }
      return bytes;
    }
  }

  /** Maps all of a file of at most 2 GiB. */
  public Mapping open(String name) throws IOException {
    Path file = find(name);
    return uninterruptibly(() -> Mapping.open(file));
  }

  /** Maps a file in parts of a size. */
  public Mapping[] open(String name, int part) throws IOException {
    Path file = find(name);
    return uninterruptibly(() -> tryToOpen(file, part));
  }

  private static Mapping[] tryToOpen(Path file, int part) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return map(file, channel, channel.size(), part);
    }
  }

  /**
   * Where a file is.
   *
   * @throws NoSuchFileException if there is none of that name
   */
  public Path find(String name) throws IOException {
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      return file;
    }
    Path other = overflow.resolve(name);
    if (Files.exists(other)) {
      return other;
    }
    throw new NoSuchFileException(file.toString());
  }

  /** Removes the name of a file; mappings of it stay. Whether there was one. */
  public boolean delete(String name) throws IOException {
    return Files.deleteIfExists(directory.resolve(name))
        | (!directory.equals(overflow) && Files.deleteIfExists(overflow.resolve(name)));
  }
}
