package org.jvmpool.shared;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jvmpool.Multiprocessing;
import org.jvmpool.spi.Providers;

/**
 * A named segment of memory that processes map: Python's {@code SharedMemory}.
 *
 * <p>It has no lock and no structure. Each process {@linkplain #close() closes} its own mapping;
 * one of them {@linkplain #unlink() unlinks} the segment when nobody is to attach any more, and the
 * memory is free when the last mapping is gone. What nobody unlinks, the root removes when it ends.
 */
public interface SharedMemory extends Serializable, AutoCloseable {

  /**
   * Makes a segment with a new name, filled with zeros; short for {@code
   * Multiprocessing.local().memory(size)}.
   *
   * @param size its size in bytes, at least 1
   * @return the segment
   * @throws IllegalArgumentException if the size is less than 1
   * @throws java.io.UncheckedIOException if there is no room for it
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path
   */
  static SharedMemory create(long size) {
    return Multiprocessing.local().memory(size);
  }

  /**
   * Maps a segment that exists: one of this process's family, whichever process of it made it, or
   * one of {@code Multiprocessing.threads()} in this JVM. May be called as often as one likes; each
   * handle is closed by itself.
   *
   * @param name its name
   * @return the segment
   * @throws IllegalArgumentException if the name is blank or no name of a segment
   * @throws java.io.UncheckedIOException if there is no such segment, with a {@link
   *     java.nio.file.NoSuchFileException} as its cause, or if it cannot be mapped
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path
   */
  static SharedMemory attach(String name) {
    Objects.requireNonNull(name, "name must not be null");
    return Providers.local().attachMemory(name);
  }

  /**
   * The name to attach by.
   *
   * @return the name
   */
  String name();

  /**
   * How large it is.
   *
   * @return the size in bytes, at least what was asked for
   */
  long size();

  /**
   * The memory.
   *
   * @return a new direct buffer over all of it: big-endian, at position 0; it must not be used
   *     after {@link #close()}
   * @throws UnsupportedOperationException if the segment is larger than {@link Integer#MAX_VALUE},
   *     the most that a buffer can show
   * @throws IllegalStateException if the handle is closed
   */
  ByteBuffer buffer();

  /**
   * Releases the mapping of this process. The segment stays for others. May be called more than
   * once.
   */
  @Override
  void close();

  /**
   * Removes the name of the segment. Mappings that exist stay usable; nobody can attach any more.
   *
   * @throws java.io.UncheckedIOException if it was unlinked before, with a {@link
   *     java.nio.file.NoSuchFileException} as its cause
   */
  void unlink();
}
