package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * The worker's first word: which protocol it speaks, and what it is.
 *
 * @param protocol must be {@link #PROTOCOL}
 * @param library the version of the worker's jar, for messages
 */
public record HelloMessage(int protocol, String library, int javaVersion) {
  /**
   * Changes with each change of a frame or message, of what members of a family tell their
   * coordinator, or of what they share in memory.
   */
  public static final int PROTOCOL = 7;

  public void write(Output out) {
    out.writeVarInt(protocol, true);
    out.writeString(library);
    out.writeVarInt(javaVersion, true);
  }

  public static HelloMessage read(Input in) {
    return new HelloMessage(in.readVarInt(true), in.readString(), in.readVarInt(true));
  }
}
