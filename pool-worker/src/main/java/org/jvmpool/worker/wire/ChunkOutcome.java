package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.Codec;

/**
 * The outcomes of a chunk's items, in their order: a value, or a failure in its place.
 *
 * @param values the items' values; null where the item failed
 * @param failures the items' failures; null where there was none, and as a whole when no item
 *     failed
 */
public record ChunkOutcome(@Nullable Object[] values, @Nullable Failure @Nullable [] failures) {

  /** One item's failure. */
  public record Failure(FailureMessage.Kind kind, Throwable thrown) {
    public void write(Output out) {
      new FailureMessage(kind).write(out);
      Codec.shared().encodeThrowable(thrown, out);
    }

    public static Failure read(Input in, ClassLoader loader) {
      FailureMessage.Kind kind = FailureMessage.read(in).kind();
      return new Failure(kind, Codec.shared().decodeThrowable(in, loader));
    }
  }

  private static final int ALL_WELL = 0;
  private static final int MIXED = 1;

  /** A value that cannot be written becomes that item's failure. */
  public void write(Output out) {
    Codec codec = Codec.shared();
    int start = out.position();
    if (failures == null) {
      try {
        out.writeByte(ALL_WELL);
        codec.encodeAll(values, 0, values.length, out);
        return;
      } catch (RuntimeException e) {
        out.setPosition(start); // some value cannot travel: find out which, one by one
      }
    }
    out.writeByte(MIXED);
    out.writeVarInt(values.length, true);
    for (int i = 0; i < values.length; i++) {
      Failure failure = failures == null ? null : failures[i];
      int at = out.position();
      if (failure == null) {
        try {
          out.writeBoolean(true);
          codec.encode(values[i], out);
          continue;
        } catch (RuntimeException e) {
          failure = new Failure(FailureMessage.Kind.UNSERIALIZABLE, e);
          out.setPosition(at);
        }
      }
      out.writeBoolean(false);
      failure.write(out);
    }
  }

  public static ChunkOutcome read(Input in, ClassLoader loader) {
    Codec codec = Codec.shared();
    if (in.readByte() == ALL_WELL) {
      return new ChunkOutcome(codec.decodeAll(in, loader), null);
    }
    int length = in.readVarInt(true);
    if (length < 0 || length > in.limit() - in.position()) {
      throw new IllegalArgumentException("a chunk cannot have " + length + " items");
    }
    @Nullable Object[] values = new @Nullable Object[length];
    @Nullable Failure[] failures = new @Nullable Failure[length];
    for (int i = 0; i < length; i++) {
      if (in.readBoolean()) {
        values[i] = codec.decode(in, loader);
      } else {
        failures[i] = Failure.read(in, loader);
      }
    }
    return new ChunkOutcome(values, failures);
  }
}
