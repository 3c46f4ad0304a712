package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.ArrayList;
import java.util.List;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.MessageOutput;

/**
 * A class that a worker asked for; what a {@link FrameType#GIVEN} then holds.
 *
 * @param home the number of the loader that it comes from, {@code ClassHomes.COMMON} for the class
 *     path
 * @param classFile its file; empty for a class of the class path that was asked of another loader
 */
public record FoundMessage(long home, byte[] classFile) {
  public byte[] toBytes() {
    Output out = new MessageOutput(classFile.length + Long.BYTES);
    out.writeLong(home);
    out.writeBytes(classFile);
    return out.toBytes();
  }

  public static FoundMessage read(byte[] bytes) {
    Input in = new BoundedInput(bytes);
    return new FoundMessage(in.readLong(), in.readBytes(bytes.length - Long.BYTES));
  }

  /** What a question for a resource is answered with: all of that name, in their order. */
  public static byte[] ofResources(List<byte[]> resources) {
    Output out = new MessageOutput(256);
    out.writeVarInt(resources.size(), true);
    for (byte[] resource : resources) {
      out.writeVarInt(resource.length, true);
      out.writeBytes(resource);
    }
    return out.toBytes();
  }

  public static List<byte[]> readResources(byte[] bytes) {
    Input in = new BoundedInput(bytes);
    int count = BoundedInput.readCount(in, 1);
    List<byte[]> resources = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      resources.add(in.readBytes(in.readVarInt(true)));
    }
    return resources;
  }
}
