package org.jvmpool.worker.family;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;

/**
 * Some words of shared memory, the same in all processes of the family, found by a reference.
 *
 * <p>Word {@code i} is 8 × i bytes into it. A block belongs to an object; if that object never left
 * the process that made it, the block is free again when this object is unreachable. For that
 * reason each access keeps it reachable until it is done.
 *
 * <p>Safe for all threads and processes.
 */
public final class Block {
  private final Mapping mapping;
  private final int base;
  private final long reference;
  private final Travels travels;

  /** Whether the reference ever left this process; then nobody knows who holds it. */
  private static final class Travels implements Runnable {
    private final Arenas arenas;
    private final long reference;
    private final int bytes;
    private volatile boolean travelled;

    Travels(Arenas arenas, long reference, int bytes, boolean travelled) {
      this.arenas = arenas;
      this.reference = reference;
      this.bytes = bytes;
      this.travelled = travelled;
    }

    @Override
    public void run() {
      if (!travelled) {
        arenas.release(reference, bytes);
      }
    }
  }

  private Block(Mapping mapping, long reference, Travels travels) {
    this.mapping = mapping;
    this.base = Arenas.offset(reference);
    this.reference = reference;
    this.travels = travels;
  }

  static Block create(Arenas arenas, int words) {
    try {
      int bytes = words * Long.BYTES;
      long reference = arenas.allocate(bytes);
      Travels travels = new Travels(arenas, reference, bytes, false);
      Block block = new Block(arenas.mapping(reference), reference, travels);
      Family.cleaner().register(block, travels);
      return block;
    } catch (IOException e) {
      throw new UncheckedIOException("no room for a shared object: " + e.getMessage(), e);
    }
  }

  static Block at(Arenas arenas, long reference) {
    try {
      return new Block(
          arenas.mapping(reference), reference, new Travels(arenas, reference, 0, true));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "a shared object is not here: it belongs to another family of processes, or its family"
              + " has ended ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  /** What other processes find it by. It stays as long as the family from now on. */
  public long send() {
    travels.travelled = true;
    return reference;
  }

  /** Whether it is the same memory. */
  public boolean isSameAs(Block other) {
    return reference == other.reference;
  }

  /** A hash of the memory it is. */
  public int hash() {
    return Long.hashCode(reference);
  }

  @Override
  public String toString() {
    return "block " + Long.toHexString(reference);
  }

  /** What a word of it is known by to the coordinator. */
  long reference(int word) {
    return reference + (long) word * Long.BYTES;
  }

  /** Reads a word as a volatile variable. */
  public long get(int word) {
    long value = mapping.get(base + word * Long.BYTES);
    Reference.reachabilityFence(this);
    return value;
  }

  /** Writes a word as a volatile variable. */
  public void set(int word, long value) {
    mapping.set(base + word * Long.BYTES, value);
    Reference.reachabilityFence(this);
  }

  /** Writes a word before whatever this thread writes later. */
  public void setRelease(int word, long value) {
    mapping.setRelease(base + word * Long.BYTES, value);
    Reference.reachabilityFence(this);
  }

  /** Reads half a word as a volatile variable. */
  public int getInt(int word) {
    int value = mapping.getInt(base + word * Long.BYTES);
    Reference.reachabilityFence(this);
    return value;
  }

  /** Writes half a word as a volatile variable. */
  public void setInt(int word, int to) {
    mapping.setInt(base + word * Long.BYTES, to);
    Reference.reachabilityFence(this);
  }

  /** Writes half a word if it is what is expected. */
  public boolean compareAndSetInt(int word, int expected, int to) {
    boolean value = mapping.compareAndSetInt(base + word * Long.BYTES, expected, to);
    Reference.reachabilityFence(this);
    return value;
  }

  /** Adds to half a word. */
  public int addAndGetInt(int word, int delta) {
    int value = mapping.addAndGetInt(base + word * Long.BYTES, delta);
    Reference.reachabilityFence(this);
    return value;
  }

  /** Reads half a word without any order. */
  public int getPlainInt(int word) {
    int value = mapping.getPlainInt(base + word * Long.BYTES);
    Reference.reachabilityFence(this);
    return value;
  }

  /** Writes half a word without any order. */
  public void setPlainInt(int word, int to) {
    mapping.setPlainInt(base + word * Long.BYTES, to);
    Reference.reachabilityFence(this);
  }

  /** Reads a word without any order. */
  public long getPlain(int word) {
    long value = mapping.getPlain(base + word * Long.BYTES);
    Reference.reachabilityFence(this);
    return value;
  }

  /** Writes a word without any order. */
  public void setPlain(int word, long value) {
    mapping.setPlain(base + word * Long.BYTES, value);
    Reference.reachabilityFence(this);
  }

  /** Writes a word if it is what is expected. */
  public boolean compareAndSet(int word, long expected, long value) {
    boolean done = mapping.compareAndSet(base + word * Long.BYTES, expected, value);
    Reference.reachabilityFence(this);
    return done;
  }

  /** Adds to a word. */
  public long addAndGet(int word, long delta) {
    long value = mapping.addAndGet(base + word * Long.BYTES, delta);
    Reference.reachabilityFence(this);
    return value;
  }
}
