package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * A failure; the throwable stands behind it as the codec writes one.
 *
 * @param kind whose failure it is
 */
public record FailureMessage(Kind kind) {
  /** The order is part of the protocol. */
  public enum Kind {
    /** The task threw. */
    THREW,
    /** The task, its argument or its result could not be read or written. */
    UNSERIALIZABLE,
    /** The worker could not be set up. */
    SETUP;

    private static final Kind[] ALL = values();
  }

  public void write(Output out) {
    out.writeByte(kind.ordinal());
  }

  public static FailureMessage read(Input in) {
    return new FailureMessage(Kind.ALL[in.readByte()]);
  }
}
