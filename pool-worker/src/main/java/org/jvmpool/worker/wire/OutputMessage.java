package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.ArrayList;
import java.util.List;

/** Whole lines that were printed, without their line ends. */
public record OutputMessage(List<String> lines) {
  public void write(Output out) {
    out.writeVarInt(lines.size(), true);
    for (String line : lines) {
      out.writeString(line);
    }
  }

  public static OutputMessage read(Input in) {
    int count = in.readVarInt(true);
    List<String> lines = new ArrayList<>(Math.min(count, in.limit() - in.position()));
    for (int i = 0; i < count; i++) {
      lines.add(in.readString());
    }
    return new OutputMessage(lines);
  }
}
