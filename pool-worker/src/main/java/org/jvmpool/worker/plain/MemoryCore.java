package org.jvmpool.worker.plain;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A segment of memory of this JVM. Its name leads to it until it is unlinked. */
final class MemoryCore extends Core {
  private static final Map<String, MemoryCore> NAMED = new ConcurrentHashMap<>();

  /** Segments of shared memory between processes are named otherwise. */
  private static final String PREFIX = "threads-";

  final String name = PREFIX + UUID.randomUUID();
  final ByteBuffer memory;

  MemoryCore(long size) {
    super("segment");
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, but was " + size);
    }
    try {
      memory = ByteBuffer.allocateDirect(Math.toIntExact(size));
    } catch (ArithmeticException | OutOfMemoryError e) {
      throw new UncheckedIOException(
          new IOException("there is no room for a segment of " + size + " bytes in this JVM", e));
    }
    NAMED.put(name, this);
  }

  /** Whether a segment of this kind could have that name. */
  static boolean mayBeCalled(String name) {
    return name.startsWith(PREFIX);
  }

  /**
   * A handle of the segment of that name.
   *
   * @throws UncheckedIOException if there is none
   */
  static PlainMemory attach(String name) {
    if (name.isBlank() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "name must be the name of a segment, but was \"" + name.replace("\0", "\\0") + "\"");
    }
    MemoryCore core = NAMED.get(name);
    if (core == null) {
      throw new UncheckedIOException(
          new NoSuchFileException(name, null, "there is no such segment"));
    }
    return new PlainMemory(core, Session.current());
  }

  @Override
  Handle<?> newHandle(Session session) {
    return new PlainMemory(this, session);
  }

  @Override
  void checkArrival() throws InvalidObjectException {
    if (NAMED.get(name) != this) {
      throw new InvalidObjectException("segment " + name + " was unlinked");
    }
  }

  void unlink() {
    if (!NAMED.remove(name, this)) {
      throw new UncheckedIOException(
          new NoSuchFileException(name, null, "the segment was unlinked before"));
    }
  }
}
