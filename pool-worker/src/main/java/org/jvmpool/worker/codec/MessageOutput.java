package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Arrays;

/**
 * What messages are written to: an array that grows to almost 2 GiB, the most that a frame can
 * hold. Kryo's own output cannot grow beyond 1 GiB, since its doubled capacity overflows.
 *
 * <p>For one thread at a time.
 */
public final class MessageOutput extends Output {
  /** A few bytes less than the largest array, so that a frame's header fits beside it. */
  static final int LIMIT = Integer.MAX_VALUE - 128;

  /**
   * Starts empty.
   *
   * @param initial bytes to begin with
   */
  public MessageOutput(int initial) {
    this(initial, LIMIT);
  }

  MessageOutput(int initial, int limit) {
    super(initial, limit);
  }

  @Override
  protected boolean require(int required) {
    if (capacity - position >= required) {
      return false;
    }
    if (required > maxCapacity - position) {
      throw new KryoBufferOverflowException(
          "a message may hold "
              + maxCapacity
              + " bytes, but it has "
              + position
              + " and "
              + required
              + " are to come");
    }
    capacity = grown(capacity, position + required, maxCapacity);
    buffer = Arrays.copyOf(buffer, capacity);
    return true;
  }

  /** Makes room for all of them at once, where Kryo's own doubles the array again and again. */
  @Override
  public void writeBytes(byte[] bytes, int offset, int count) {
    require(count);
    super.writeBytes(bytes, offset, count);
  }

  /** Twice the capacity, or more if that is not enough, but never more than the limit. */
  static int grown(int capacity, int needed, int limit) {
    return (int) Math.min(limit, Math.max(2L * capacity, needed));
  }
}
