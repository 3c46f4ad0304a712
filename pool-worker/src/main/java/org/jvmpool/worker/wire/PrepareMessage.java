package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a JVM is to make itself ready for becoming a process.
 *
 * @param takesLogs whether the parent takes log records
 * @param expected shapes of functions that a process may be about to run: their classes are looked
 *     up, and nothing of them is run
 * @param preload what is to run first: an encoded function, or null
 */
public record PrepareMessage(
    boolean takesLogs, List<byte[]> expected, @Nullable FunctionMessage preload) {

  public void write(Output out) {
    out.writeBoolean(takesLogs);
    out.writeVarInt(expected.size(), true);
    for (byte[] shape : expected) {
      out.writeVarInt(shape.length, true);
      out.writeBytes(shape);
    }
    out.writeBoolean(preload != null);
    if (preload != null) {
      preload.write(out);
    }
  }

  public static PrepareMessage read(Input in) {
    boolean takesLogs = in.readBoolean();
    List<byte[]> expected = new ArrayList<>();
    for (int left = in.readVarInt(true); left > 0; left--) {
      expected.add(in.readBytes(in.readVarInt(true)));
    }
    return new PrepareMessage(
        takesLogs, expected, in.readBoolean() ? FunctionMessage.read(in) : null);
  }
}
