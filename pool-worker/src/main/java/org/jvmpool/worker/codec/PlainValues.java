package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values that need no object graph: a tag byte, then the value.
 *
 * <p>Lengths are checked against what is left of the input before anything is allocated.
 */
final class PlainValues {
  static final int NULL = 0;
  static final int TRUE = 1;
  static final int FALSE = 2;
  static final int INT = 3;
  static final int LONG = 4;
  static final int DOUBLE = 5;
  static final int FLOAT = 6;
  static final int SHORT = 7;
  static final int BYTE = 8;
  static final int CHAR = 9;
  static final int LATIN = 10;
  static final int UTF8 = 11;
  static final int UTF16 = 12;
  static final int BYTES = 13;
  static final int INTS = 14;
  static final int LONGS = 15;
  static final int DOUBLES = 16;

  private static final Set<Class<?>> TYPES =
      Set.of(
          Integer.class,
          String.class,
          Long.class,
          Double.class,
          Boolean.class,
          byte[].class,
          int[].class,
          long[].class,
          double[].class,
          Float.class,
          Short.class,
          Byte.class,
          Character.class);

  private PlainValues() {}

  /** Whether {@link #write} writes it. */
  static boolean isPlain(@Nullable Object value) {
    return value == null || TYPES.contains(value.getClass());
  }

  /** Writes tag and value if the value is a plain one, else writes nothing and returns false. */
  static boolean write(@Nullable Object value, Output out) {
    if (value == null) {
      out.writeByte(NULL);
      return true;
    }
    Class<?> type = value.getClass();
    if (type == Integer.class) {
      out.writeByte(INT);
      out.writeVarInt((Integer) value, false);
    } else if (type == String.class) {
      writeString((String) value, out);
    } else if (type == Long.class) {
      out.writeByte(LONG);
      out.writeVarLong((Long) value, false);
    } else if (type == Double.class) {
      out.writeByte(DOUBLE);
      out.writeDouble((Double) value);
    } else if (type == Boolean.class) {
      out.writeByte((Boolean) value ? TRUE : FALSE);
    } else if (type == byte[].class) {
      byte[] bytes = (byte[]) value;
      out.writeByte(BYTES);
      out.writeVarInt(bytes.length, true);
      out.writeBytes(bytes);
    } else if (type.isArray()) {
      return writeArray(value, out);
    } else {
      return writeRareBox(value, type, out);
    }
    return true;
  }

  private static boolean writeArray(Object value, Output out) {
    if (value instanceof int[] ints) {
      out.writeByte(INTS);
      out.writeVarInt(ints.length, true);
      out.writeInts(ints, 0, ints.length);
    } else if (value instanceof long[] longs) {
      out.writeByte(LONGS);
      out.writeVarInt(longs.length, true);
      out.writeLongs(longs, 0, longs.length);
    } else if (value instanceof double[] doubles) {
      out.writeByte(DOUBLES);
      out.writeVarInt(doubles.length, true);
      out.writeDoubles(doubles, 0, doubles.length);
    } else {
      return false;
    }
    return true;
  }

  private static boolean writeRareBox(Object value, Class<?> type, Output out) {
    if (type == Float.class) {
      out.writeByte(FLOAT);
      out.writeFloat((Float) value);
    } else if (type == Short.class) {
      out.writeByte(SHORT);
      out.writeShort((Short) value);
    } else if (type == Byte.class) {
      out.writeByte(BYTE);
      out.writeByte((Byte) value);
    } else if (type == Character.class) {
      out.writeByte(CHAR);
      out.writeChar((Character) value);
    } else {
      return false;
    }
    return true;
  }

  static @Nullable Object read(int tag, Input in) {
    return switch (tag) {
      case NULL -> null;
      case TRUE -> Boolean.TRUE;
      case FALSE -> Boolean.FALSE;
      case INT -> in.readVarInt(false);
      case LONG -> in.readVarLong(false);
      case DOUBLE -> in.readDouble();
      case FLOAT -> in.readFloat();
      case SHORT -> in.readShort();
      case BYTE -> in.readByte();
      case CHAR -> in.readChar();
      case LATIN, UTF8, UTF16 -> readString(tag, in);
      case BYTES -> in.readBytes(length(in, 1));
      case INTS -> in.readInts(length(in, 4));
      case LONGS -> in.readLongs(length(in, 8));
      case DOUBLES -> in.readDoubles(length(in, 8));
      default -> throw new Malformed("unknown tag " + tag);
    };
  }

  /** Tag, length in bytes, bytes. Lossless for every String, unpaired surrogates included. */
  static void writeString(String text, Output out) {
    int length = text.length();
    int widest = 0;
    boolean surrogates = false;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      widest |= c;
      surrogates |= c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
    if (widest < 256) {
      out.writeByte(LATIN);
      out.writeVarInt(length, true);
      writeLatin(text, length, out);
    } else {
      out.writeByte(surrogates ? UTF16 : UTF8);
      byte[] bytes = surrogates ? utf16(text) : text.getBytes(StandardCharsets.UTF_8);
      out.writeVarInt(bytes.length, true);
      out.writeBytes(bytes);
    }
  }

  /* The deprecated getBytes drops the upper byte of each char, which is zero here, and copies
   * without an array in between. */
  @SuppressWarnings("deprecation")
  private static void writeLatin(String text, int length, Output out) {
    byte[] buffer = out.getBuffer();
    int position = out.position();
    boolean isArray = out.getClass() == Output.class || out.getClass() == MessageOutput.class;
    if (isArray && buffer != null && buffer.length - position >= length) {
      text.getBytes(0, length, buffer, position);
      out.setPosition(position + length);
    } else {
      out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static byte[] utf16(String text) {
    byte[] bytes = new byte[Math.multiplyExact(text.length(), 2)];
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes[2 * i] = (byte) (c >> 8);
      bytes[2 * i + 1] = (byte) c;
    }
    return bytes;
  }

  static String readString(int tag, Input in) {
    int length = length(in, 1);
    byte[] bytes = in.getBuffer();
    int start = in.position();
    if (bytes == null || in.getInputStream() != null) {
      bytes = in.readBytes(length);
      start = 0;
    } else {
      in.setPosition(start + length);
    }
    if (tag == LATIN) {
      return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }
    if (tag == UTF8) {
      return new String(bytes, start, length, StandardCharsets.UTF_8);
    }
    char[] chars = new char[length / 2];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) (((bytes[start + 2 * i] & 0xff) << 8) | (bytes[start + 2 * i + 1] & 0xff));
    }
    return new String(chars);
  }

  static void writeText(@Nullable String text, Output out) {
    if (text == null) {
      out.writeByte(NULL);
    } else {
      writeString(text, out);
    }
  }

  static @Nullable String readText(Input in) {
    int tag = in.readByte();
    if (tag == NULL) {
      return null;
    }
    if (tag != LATIN && tag != UTF8 && tag != UTF16) {
      throw new Malformed("expected a text, but found tag " + tag);
    }
    return readString(tag, in);
  }

  /** A text that cannot be null. */
  static String readName(Input in) {
    String text = readText(in);
    if (text == null) {
      throw new Malformed("a name is missing");
    }
    return text;
  }

  /** Reads a count of elements and refuses one that the rest of the input cannot hold. */
  static int length(Input in, int bytesEach) {
    int count = in.readVarInt(true);
    checkCount(count, in, bytesEach);
    return count;
  }

  static void checkCount(int count, Input in, int bytesEach) {
    if (count < 0
        || (in.getInputStream() == null
            && (long) count * bytesEach > (long) in.limit() - in.position())) {
      throw new Malformed(
          "declares "
              + count
              + " elements of at least "
              + bytesEach
              + " bytes, but "
              + (in.limit() - in.position())
              + " bytes are left");
    }
  }
}
