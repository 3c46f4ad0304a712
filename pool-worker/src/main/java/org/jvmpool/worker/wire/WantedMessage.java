package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * What a worker asks of its parent.
 *
 * @param kind what it is
 * @param name a resource's name, a broadcast's number, a logger's name, or empty
 */
public record WantedMessage(Kind kind, String name) {
  /** The order is part of the protocol. */
  public enum Kind {
    /** A class file or resource that is not on the worker's class path. */
    RESOURCE,
    /** The value of a broadcast. */
    BROADCAST,
    /** The level of a logger: one byte, as SLF4J counts. */
    LEVEL,
    /** Where the family's shared memory is; the name is empty. */
    FAMILY;

    private static final Kind[] ALL = values();
  }

  public void write(Output out) {
    out.writeByte(kind.ordinal());
    out.writeString(name);
  }

  public static WantedMessage read(Input in) {
    return new WantedMessage(Kind.ALL[in.readByte()], in.readString());
  }
}
