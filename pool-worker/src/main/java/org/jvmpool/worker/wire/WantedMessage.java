package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * What a worker asks of its parent.
 *
 * @param kind what it is
 * @param home the number of the loader whose class or resource it is, {@code ClassHomes.COMMON} for
 *     those in whose sight the pool was made
 * @param name a class's or resource's name, a broadcast's number, a logger's name, or empty
 */
public record WantedMessage(Kind kind, long home, String name) {
  /** The order is part of the protocol. */
  public enum Kind {
    /** Resources that are not on the worker's class path: {@link FoundMessage#ofResources}. */
    RESOURCE,
    /** The value of a broadcast. */
    BROADCAST,
    /** The level of a logger: one byte, as SLF4J counts. */
    LEVEL,
    /** Where the family's shared memory is; the name is empty. */
    FAMILY,
    /** A class that is not on the worker's class path: {@link FoundMessage}. */
    CLASS;

    private static final Kind[] ALL = values();
  }

  public void write(Output out) {
    out.writeByte(kind.ordinal());
    out.writeLong(home);
    out.writeString(name);
  }

  public static WantedMessage read(Input in) {
    return new WantedMessage(Kind.ALL[in.readByte()], in.readLong(), in.readString());
  }
}
