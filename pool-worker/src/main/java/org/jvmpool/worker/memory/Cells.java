package org.jvmpool.worker.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.family.Mapping;
import org.jvmpool.worker.family.Segments;

/**
 * The elements of a shared array: a file of its own, mapped in parts of 1 GiB. The file of an array
 * that never travelled goes when this object is unreachable.
 */
final class Cells {
  private static final int PART_BITS = 30;
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final String kind;
  private final String name;
  private final int length;
  private final int shift;
  private final Mapping[] parts;
  private final OwnFiles files;

  private Cells(String kind, String name, int length, int shift, Mapping[] parts, OwnFiles files) {
    this.length = length;
    this.shift = shift;
    this.parts = parts;
    this.files = files;
    this.kind = kind;
    this.name = name;
  }

  /**
   * So many elements of 2 to the power of {@code shift} bytes, all 0.
   *
   * @param kind names the array in messages
   */
  static Cells create(String kind, int length, int shift) {
    if (length < 0) {
      throw new IllegalArgumentException("length must be 0 or more, but was " + length);
    }
    Family family = Family.current();
    String name = "array-" + family.process() + "-" + NUMBERS.incrementAndGet();
    long bytes = (long) Math.max(1, length) << shift;
    try {
      Mapping[] parts = family.segments().create(name, bytes, 1 << PART_BITS);
      OwnFiles files = OwnFiles.of(parts);
      files.add(name);
      return new Cells(kind, name, length, shift, parts, files);
    } catch (IOException e) {
      throw new UncheckedIOException("no room for an array of " + bytes + " bytes: " + e, e);
    }
  }

  static Cells open(String kind, String name, int length, int shift) {
    Segments segments = Family.current().segments();
    try {
      Mapping[] parts = segments.open(name, 1 << PART_BITS);
      long bytes = 0;
      for (Mapping part : parts) {
        bytes += part.size();
      }
      if (bytes < (long) length << shift) {
        throw new IOException(
            name + " has " + bytes + " bytes, too few for " + length + " elements");
      }
      return new Cells(kind, name, length, shift, parts, OwnFiles.ofTravelled());
    } catch (IOException e) {
      throw new UncheckedIOException("a shared array is not here: " + e, e);
    }
  }

  /** What other processes find it by. The file stays as long as the family from now on. */
  String send() {
    files.send();
    return name;
  }

  int length() {
    return length;
  }

  private Mapping part(int i) {
    if (i < 0 || i >= length) {
      throw new IndexOutOfBoundsException(kind + " of length " + length + " has no index " + i);
    }
    return parts[(int) ((long) i << shift >>> PART_BITS)];
  }

  private void checkRange(int i, int count) {
    if (i < 0 || count < 0 || i > length - count) {
      throw new IndexOutOfBoundsException(
          kind + " of length " + length + " has no " + count + " elements from index " + i + " on");
    }
  }

  private int at(int i) {
    return (int) ((long) i << shift) & (1 << PART_BITS) - 1;
  }

  byte getByte(int i) {
    byte value = part(i).getByte(at(i));
    Reference.reachabilityFence(parts);
    return value;
  }

  void setByte(int i, byte value) {
    part(i).setByte(at(i), value);
    Reference.reachabilityFence(parts);
  }

  /** Copies elements of one byte out. */
  void read(int i, byte[] into, int offset, int count) {
    Objects.requireNonNull(into, "into must not be null");
    checkRange(i, count);
    Objects.checkFromIndexSize(offset, count, into.length);
    int done = 0;
    while (done < count) {
      int room = Math.min(count - done, (1 << PART_BITS) - at(i + done));
      part(i + done).read(at(i + done), into, offset + done, room);
      done += room;
    }
    Reference.reachabilityFence(parts);
  }

  /** Copies elements of one byte in. */
  void write(int i, byte[] from, int offset, int count) {
    Objects.requireNonNull(from, "from must not be null");
    checkRange(i, count);
    Objects.checkFromIndexSize(offset, count, from.length);
    int done = 0;
    while (done < count) {
      int room = Math.min(count - done, (1 << PART_BITS) - at(i + done));
      part(i + done).write(at(i + done), from, offset + done, room);
      done += room;
    }
    Reference.reachabilityFence(parts);
  }

  int getInt(int i) {
    int value = part(i).getInt(at(i));
    Reference.reachabilityFence(parts);
    return value;
  }

  void setInt(int i, int value) {
    part(i).setInt(at(i), value);
    Reference.reachabilityFence(parts);
  }

  int addAndGetInt(int i, int delta) {
    int value = part(i).addAndGetInt(at(i), delta);
    Reference.reachabilityFence(parts);
    return value;
  }

  boolean compareAndSetInt(int i, int expected, int value) {
    boolean done = part(i).compareAndSetInt(at(i), expected, value);
    Reference.reachabilityFence(parts);
    return done;
  }

  long getLong(int i) {
    long value = part(i).get(at(i));
    Reference.reachabilityFence(parts);
    return value;
  }

  void setLong(int i, long value) {
    part(i).set(at(i), value);
    Reference.reachabilityFence(parts);
  }

  long addAndGetLong(int i, long delta) {
    long value = part(i).addAndGet(at(i), delta);
    Reference.reachabilityFence(parts);
    return value;
  }

  boolean compareAndSetLong(int i, long expected, long value) {
    boolean done = part(i).compareAndSet(at(i), expected, value);
    Reference.reachabilityFence(parts);
    return done;
  }
}
