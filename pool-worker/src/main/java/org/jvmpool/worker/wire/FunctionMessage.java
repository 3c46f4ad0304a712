package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.ClassHomes;

/**
 * A function as the codec wrote it.
 *
 * @param shape what is the same for all functions of one lambda or class
 * @param captured what this one holds; null when that comes with each task
 * @param home the number of the loader that is the context of its tasks, {@code ClassHomes.COMMON}
 *     for that of the pool
 */
public record FunctionMessage(byte[] shape, byte @Nullable [] captured, long home) {
  /** A function whose tasks have the context of their pool. */
  public FunctionMessage(byte[] shape, byte @Nullable [] captured) {
    this(shape, captured, ClassHomes.COMMON);
  }

  public void write(Output out) {
    out.writeVarInt(shape.length, true);
    out.writeBytes(shape);
    out.writeVarInt(captured == null ? 0 : captured.length + 1, true);
    if (captured != null) {
      out.writeBytes(captured);
    }
    out.writeLong(home);
  }

  public static FunctionMessage read(Input in) {
    byte[] shape = in.readBytes(in.readVarInt(true));
    int captured = in.readVarInt(true);
    return new FunctionMessage(
        shape, captured == 0 ? null : in.readBytes(captured - 1), in.readLong());
  }
}
