package org.jvmpool.worker.family;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where small shared objects live: mapped files out of which each process hands out blocks of its
 * own making, and which all processes of the family map when they meet a reference into one.
 *
 * <pre>
 *   reference = process (31 bits) | arena (12 bits) | offset (20 bits)
 *   file      = arena-&lt;process and arena in hexadecimal&gt;
 * </pre>
 *
 * Blocks are multiples of 64 bytes, so that no two objects share a cache line. Who has what is
 * known to the process that made the arena alone; if it ends, its blocks stay and nobody hands out
 * the rest. A block whose object never left the process is used again once that object is
 * unreachable ({@link Block}); others stay until the family ends.
 *
 * <p>Safe for all threads.
 */
final class Arenas {
  static final int LINE = 64;
  private static final int OFFSET_BITS = 20;
  private static final int ARENA_BITS = 12;
  private static final int FIRST = 1 << 16;
  private static final int LATER = 1 << OFFSET_BITS;

  /** The largest block. */
  static final int LARGEST = FIRST / 4;

  private final Segments segments;
  private final int process;
  private final Map<Long, Mapping> open = new ConcurrentHashMap<>();

  // Guarded by this.
  private final Map<Integer, ArrayDeque<Long>> free = new HashMap<>();
  private long current = -1;
  private int used;
  private int next;

  Arenas(Segments segments, int process) {
    this.segments = segments;
    this.process = process;
  }

  /** A block of zeros. */
  synchronized long allocate(int bytes) throws IOException {
    int size = rounded(bytes);
    ArrayDeque<Long> recycled = free.get(size);
    if (recycled != null && !recycled.isEmpty()) {
      long reference = recycled.pop();
      mapping(reference).clear(offset(reference), size);
      return reference;
    }
    if (current < 0 || used + size > mapping(current).size()) {
      if (next >= 1 << ARENA_BITS) {
        throw new IOException("this process has made as many shared objects as it can");
      }
      long arena = ((long) process << ARENA_BITS | next) << OFFSET_BITS;
      open.put(arena >>> OFFSET_BITS, segments.create(name(arena), next == 0 ? FIRST : LATER));
      next++;
      current = arena;
      used = 0;
    }
    long reference = current + used;
    used += size;
    return reference;
  }

  /** A block that nobody refers to. */
  synchronized void release(long reference, int bytes) {
    free.computeIfAbsent(rounded(bytes), size -> new ArrayDeque<>()).push(reference);
  }

  private static int rounded(int bytes) {
    return (bytes + LINE - 1) / LINE * LINE;
  }

  /** The memory that a reference points into. */
  Mapping mapping(long reference) throws IOException {
    long arena = reference >>> OFFSET_BITS;
    Mapping known = open.get(arena);
    if (known != null) {
      return known;
    }
    try {
      return open.computeIfAbsent(
          arena,
          key -> {
            try {
              return segments.open(name(reference));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Where in that memory. */
  static int offset(long reference) {
    return (int) reference & (1 << OFFSET_BITS) - 1;
  }

  private static String name(long reference) {
    return "arena-" + Long.toHexString(reference >>> OFFSET_BITS);
  }
}
