package org.jvmpool.worker.memory;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.jvmpool.shared.SharedMemory;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.family.Mapping;
import org.jvmpool.worker.family.Segments;

/** A file of the family with a name to attach by. */
final class MemorySegment implements SharedMemory {
  private static final long serialVersionUID = 1;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
  private static final String PREFIX = "memory-";
  private static final int PART = Integer.MAX_VALUE;

  private final String name;
  private final long size;
  private transient volatile Mapping @Nullable [] parts;

  private MemorySegment(String name, Mapping[] parts) {
    this.name = name;
    this.parts = parts;
    long bytes = 0;
    for (Mapping part : parts) {
      bytes += part.size();
    }
    this.size = bytes;
  }

  static MemorySegment create(long size) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, but was " + size);
    }
    Family family = Family.current();
    String name =
        "m" + family.process() + "-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    try {
      return new MemorySegment(name, family.segments().create(PREFIX + name, size, PART));
    } catch (IOException e) {
      throw new UncheckedIOException("no room for shared memory of " + size + " bytes: " + e, e);
    }
  }

  static MemorySegment attach(String name) {
    Objects.requireNonNull(name, "name must not be null");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("\"" + name + "\" is no name of a segment");
    }
    try {
      return new MemorySegment(name, Family.current().segments().open(PREFIX + name, PART));
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException("there is no shared memory named " + name, e);
    } catch (IOException e) {
      throw new UncheckedIOException("shared memory " + name + " cannot be mapped: " + e, e);
    }
  }

  private record Ticket(String name) implements Serializable {
    private Object readResolve() {
      return attach(name);
    }
  }

  private Object writeReplace() {
    open();
    return new Ticket(name);
  }

  private Mapping[] open() {
    Mapping[] open = parts;
    if (open == null) {
      throw new IllegalStateException(this + ": this handle is closed");
    }
    return open;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public ByteBuffer buffer() {
    Mapping[] open = open();
    if (open.length > 1) {
      throw new UnsupportedOperationException(
          this + " is larger than a buffer can show, which is " + PART + " bytes");
    }
    return open[0].buffer();
  }

  @Override
  public void close() {
    parts = null;
  }

  @Override
  public void unlink() {
    Segments segments = Family.current().segments();
    try {
      if (!segments.delete(PREFIX + name)) {
        throw new NoSuchFileException(name, null, "unlinked before");
      }
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(this + " was unlinked before", e);
    } catch (IOException e) {
      throw new UncheckedIOException(this + " cannot be unlinked: " + e, e);
    }
  }

  @Override
  public String toString() {
    return "SharedMemory[" + name + ", " + size + " bytes]";
  }
}
