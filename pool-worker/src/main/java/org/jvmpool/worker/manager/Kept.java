package org.jvmpool.worker.manager;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.MessageOutput;

/**
 * Values as a manager keeps them, and as they travel to and from it. Strings, boxes and null are
 * kept as they are; any other value stays the bytes that arrived, which nobody decodes until a
 * function or a comparison wants to look into it. So a manager needs no class of a value that it
 * only passes on.
 *
 * <pre>
 * length (int) | the value as the codec writes it | references (varint) | their ids (varlongs)
 * </pre>
 */
final class Kept {
  private static final Codec CODEC = Codec.shared();

  private Kept() {}

  /** A value that is kept as bytes. Two of them are the same if their bytes are. */
  static final class Bytes {
    private final byte[] bytes;
    private final long[] references;

    Bytes(byte[] bytes, long[] references) {
      this.bytes = bytes;
      this.references = references;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bytes b && Arrays.equals(bytes, b.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /** Whether a value is kept as it is. */
  static boolean isPlain(@Nullable Object value) {
    return value == null
        || value instanceof String
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof Double
        || value instanceof Float
        || value instanceof Short
        || value instanceof Byte
        || value instanceof Character;
  }

  /**
   * Writes a value for a manager.
   *
   * @return to which of its objects that refers
   */
  static long[] writeValue(@Nullable Object value, RemoteManager manager, Output out) {
    int start = out.position();
    out.writeInt(0);
    long[] references = Crossing.NONE;
    if (isPlain(value)) {
      CODEC.encode(value, out);
    } else {
      try (Crossing crossing = Crossing.enter(manager, false)) {
        CODEC.encode(value, out);
        references = crossing.takeReferences();
      } catch (RuntimeException | Error e) {
        out.setPosition(start);
        throw e;
      }
    }
    endValue(start, references, out);
    return references;
  }

  private static void endValue(int start, long[] references, Output out) {
    int end = out.position();
    out.setPosition(start);
    out.writeInt(end - start - 4);
    out.setPosition(end);
    out.writeVarInt(references.length, true);
    for (long reference : references) {
      out.writeVarLong(reference, true);
    }
  }

  /**
   * Reads what {@link #writeValue} wrote, as a value of this JVM; also one that fails to the end.
   *
   * @param received whether the manager has sent it, and counts to whom it has given objects
   */
  static @Nullable Object readValue(
      Input in, RemoteManager manager, ClassLoader loader, boolean strict, boolean received) {
    int length = readLength(in);
    int end = in.position() + length;
    Object value;
    try {
      value =
          Codec.isPlainValue(in) ? CODEC.decode(in, loader) : decode(in, manager, loader, strict);
      if (in.position() != end) {
        throw new IllegalArgumentException(
            "a value of " + length + " bytes ended " + (end - in.position()) + " bytes early");
      }
    } catch (RuntimeException | Error e) {
      in.setPosition(end);
      readReferences(in, manager, received);
      throw e;
    }
    readReferences(in, manager, received);
    return value;
  }

  /** Reads what {@link #writeValue} wrote, as it is to be kept. */
  static @Nullable Object read(Input in, ClassLoader loader) {
    int length = readLength(in);
    if (Codec.isPlainValue(in)) {
      int end = in.position() + length;
      Object value = CODEC.decode(in, loader);
      if (in.position() != end || in.readVarInt(true) != 0) {
        throw new IllegalArgumentException("a plain value of " + length + " bytes makes no sense");
      }
      return value;
    }
    byte[] bytes = in.readBytes(length);
    return new Bytes(bytes, readReferences(in));
  }

  private static void readReferences(Input in, RemoteManager manager, boolean received) {
    long[] references = readReferences(in);
    if (received) {
      manager.holdings().received(references);
    }
  }

  private static int readLength(Input in) {
    int length = in.readInt();
    int left = in.limit() - in.position();
    if (length < 1 || length > left) {
      throw new IllegalArgumentException(
          "a value of " + length + " bytes is declared, but " + left + " bytes are left");
    }
    return length;
  }

  private static long[] readReferences(Input in) {
    int count = BoundedInput.readCount(in, 1);
    if (count == 0) {
      return Crossing.NONE;
    }
    long[] references = new long[count];
    for (int i = 0; i < count; i++) {
      references[i] = in.readVarLong(true);
    }
    return references;
  }

  /** Writes what is kept. */
  static void write(@Nullable Object kept, Output out) {
    int start = out.position();
    out.writeInt(0);
    if (kept instanceof Bytes b) {
      out.writeBytes(b.bytes);
      endValue(start, b.references, out);
    } else {
      CODEC.encode(kept, out);
      endValue(start, Crossing.NONE, out);
    }
  }

  /** Keeps a value that was made in this JVM. */
  static @Nullable Object of(@Nullable Object value, RemoteManager manager) {
    if (isPlain(value)) {
      return value;
    }
    try (Crossing crossing = Crossing.enter(manager, false)) {
      Output out = new MessageOutput(128);
      CODEC.encode(value, out);
      return new Bytes(out.toBytes(), crossing.takeReferences());
    }
  }

  /** A fresh copy of what is kept. */
  static @Nullable Object value(
      @Nullable Object kept, RemoteManager manager, ClassLoader loader, boolean strict) {
    if (!(kept instanceof Bytes b)) {
      return kept;
    }
    return decode(new BoundedInput(b.bytes), manager, loader, strict);
  }

  private static @Nullable Object decode(
      Input in, RemoteManager manager, ClassLoader loader, boolean strict) {
    return Crossing.during(
        manager,
        strict,
        () -> strict ? CODEC.decodeStrictly(in, loader) : CODEC.decode(in, loader));
  }

  /** The objects of the manager to which a value refers. */
  static long[] references(@Nullable Object kept) {
    return kept instanceof Bytes b ? b.references : Crossing.NONE;
  }
}
