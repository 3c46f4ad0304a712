package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs of items of one box type, or of strings, written without a tag for each.
 *
 * <pre>
 * kind (1 byte: 0 mixed, else the tag of the items) | count (varint) | items
 * </pre>
 */
final class PackedRuns {
  static final int MIXED = 0;

  private PackedRuns() {}

  /** The kind of a run: the tag of the type that all items have, or MIXED. */
  static int kindOf(@Nullable Object[] items, int from, int to) {
    if (from == to || items[from] == null) {
      return MIXED;
    }
    Class<?> type = items[from].getClass();
    int kind = kindOf(type);
    for (int i = from + 1; kind != MIXED && i < to; i++) {
      Object item = items[i];
      if (item == null || item.getClass() != type) {
        return MIXED;
      }
    }
    return kind;
  }

  private static int kindOf(Class<?> type) {
    if (type == Integer.class) {
      return PlainValues.INT;
    } else if (type == Long.class) {
      return PlainValues.LONG;
    } else if (type == Double.class) {
      return PlainValues.DOUBLE;
    } else if (type == String.class) {
      return PlainValues.LATIN;
    } else if (type == Boolean.class) {
      return PlainValues.TRUE;
    } else if (type == Byte.class) {
      return PlainValues.BYTE;
    } else if (type == Short.class) {
      return PlainValues.SHORT;
    } else if (type == Float.class) {
      return PlainValues.FLOAT;
    } else if (type == Character.class) {
      return PlainValues.CHAR;
    }
    return MIXED;
  }

  static void write(int kind, @Nullable Object[] items, int from, int to, Output out) {
    for (int i = from; i < to; i++) {
      Object item = Objects.requireNonNull(items[i]);
      switch (kind) {
        case PlainValues.INT -> out.writeVarInt((Integer) item, false);
        case PlainValues.LONG -> out.writeVarLong((Long) item, false);
        case PlainValues.DOUBLE -> out.writeDouble((Double) item);
        case PlainValues.LATIN -> PlainValues.writeString((String) item, out);
        case PlainValues.TRUE -> out.writeBoolean((Boolean) item);
        case PlainValues.BYTE -> out.writeByte((Byte) item);
        case PlainValues.SHORT -> out.writeShort((Short) item);
        case PlainValues.FLOAT -> out.writeFloat((Float) item);
        case PlainValues.CHAR -> out.writeChar((Character) item);
        default -> throw new IllegalArgumentException("kind " + kind);
      }
    }
  }

  static Object[] read(int kind, int count, Input in) {
    PlainValues.checkCount(count, in, smallest(kind));
    Object[] items = new Object[count];
    for (int i = 0; i < count; i++) {
      items[i] =
          switch (kind) {
            case PlainValues.INT -> in.readVarInt(false);
            case PlainValues.LONG -> in.readVarLong(false);
            case PlainValues.DOUBLE -> in.readDouble();
            case PlainValues.LATIN -> PlainValues.readName(in);
            case PlainValues.TRUE -> in.readBoolean();
            case PlainValues.BYTE -> in.readByte();
            case PlainValues.SHORT -> in.readShort();
            case PlainValues.FLOAT -> in.readFloat();
            case PlainValues.CHAR -> in.readChar();
            default -> throw new Malformed("unknown kind of run " + kind);
          };
    }
    return items;
  }

  private static int smallest(int kind) {
    return switch (kind) {
      case PlainValues.INT, PlainValues.LONG, PlainValues.TRUE, PlainValues.BYTE -> 1;
      case PlainValues.SHORT, PlainValues.CHAR, PlainValues.LATIN -> 2;
      case PlainValues.FLOAT -> 4;
      case PlainValues.DOUBLE -> 8;
      default -> throw new Malformed("unknown kind of run " + kind);
    };
  }
}
