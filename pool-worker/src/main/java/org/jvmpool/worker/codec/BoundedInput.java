package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.KryoBufferUnderflowException;
import org.jspecify.annotations.Nullable;

/**
 * Reads bytes that may be damaged: no array or text is made before it is known that the rest of the
 * bytes can hold it, so that a wrong length is an exception and not a full heap. For one thread.
 */
public final class BoundedInput extends Input {
  public BoundedInput(byte[] bytes) {
    super(bytes);
  }

  /**
   * Reads how many elements follow.
   *
   * @param bytesEach what each of them takes at the least
   * @throws KryoBufferUnderflowException when so many cannot follow
   */
  public static int readCount(Input in, int bytesEach) {
    int count = in.readVarInt(true);
    check(in, count, bytesEach);
    return count;
  }

  private static void check(Input in, int count, int bytesEach) {
    int left = in.limit() - in.position();
    if (count < 0 || (long) count * bytesEach > left) {
      throw new KryoBufferUnderflowException(
          count
              + " elements of at least "
              + bytesEach
              + " bytes are declared, but "
              + left
              + " bytes are left");
    }
  }

  @Override
  public byte[] readBytes(int count) {
    check(this, count, 1);
    return super.readBytes(count);
  }

  @Override
  public int[] readInts(int count) {
    check(this, count, 4);
    return super.readInts(count);
  }

  @Override
  public int[] readInts(int count, boolean optimizePositive) {
    check(this, count, 1);
    return super.readInts(count, optimizePositive);
  }

  @Override
  public long[] readLongs(int count) {
    check(this, count, 8);
    return super.readLongs(count);
  }

  @Override
  public long[] readLongs(int count, boolean optimizePositive) {
    check(this, count, 1);
    return super.readLongs(count, optimizePositive);
  }

  @Override
  public float[] readFloats(int count) {
    check(this, count, 4);
    return super.readFloats(count);
  }

  @Override
  public double[] readDoubles(int count) {
    check(this, count, 8);
    return super.readDoubles(count);
  }

  @Override
  public short[] readShorts(int count) {
    check(this, count, 2);
    return super.readShorts(count);
  }

  @Override
  public char[] readChars(int count) {
    check(this, count, 2);
    return super.readChars(count);
  }

  @Override
  public boolean[] readBooleans(int count) {
    check(this, count, 1);
    return super.readBooleans(count);
  }

  @Override
  public @Nullable String readString() {
    checkText();
    return super.readString();
  }

  @Override
  public @Nullable StringBuilder readStringBuilder() {
    checkText();
    return super.readStringBuilder();
  }

  /* Pure ASCII ends where a byte says so; any other text begins with its length in characters + 1. */
  private void checkText() {
    int start = position();
    if (readVarIntFlag()) {
      int length = readVarIntFlag(true);
      check(this, length == 0 ? 0 : length - 1, 1);
    }
    setPosition(start);
  }
}
