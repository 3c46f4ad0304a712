package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.ArrayList;
import java.util.List;
import org.jvmpool.worker.codec.BoundedInput;

/** Whole lines that were printed, without their line ends. */
public record OutputMessage(List<String> lines) {
  public void write(Output out) {
    out.writeVarInt(lines.size(), true);
    for (String line : lines) {
      out.writeString(line);
    }
  }

  public static OutputMessage read(Input in) {
    int count = BoundedInput.readCount(in, 1);
    List<String> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lines.add(in.readString());
    }
    return new OutputMessage(lines);
  }
}
